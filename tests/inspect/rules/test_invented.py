"""Secrets that people make up, told from prose, versions and addresses."""

import pytest

from larouter.inspect.rules.invented import made_up, soon, strong


@pytest.mark.parametrize(
    "secret", ["moewe-2204-anker", "Perro.Verde77", "Zahnrad4471x", "kingfisher-1987-dock"]
)
def test_what_somebody_invents_is_known_right_after_its_word(secret: str) -> None:
    assert made_up(secret)
    found = soon(f" {secret} and so on")
    assert found is not None
    assert f" {secret} and so on"[found[0] : found[1]] == secret


@pytest.mark.parametrize(
    "token",
    [
        "reset",
        "v2.10.3-beta",
        "sha256-hash",
        "policy",
        "page2",
        "10.42.18.9",
        "src/app/main2.py",
        "2026-11-20",
    ],
)
def test_versions_paths_and_words_are_none(token: str) -> None:
    assert not made_up(token)


def test_further_on_a_secret_must_be_stronger() -> None:
    assert soon(" of the week is moewe-2204-anker") is None
    assert strong("Otter!5521x")
    assert soon(" of the week is Otter!5521x") is not None
