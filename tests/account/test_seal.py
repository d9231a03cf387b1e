"""What is sealed can be read with its key and under its label alone."""

import cryptography.exceptions
import pytest

from larouter.account.seal import can_seal, key_of, label_of, seal, unseal

VALUE = {"said": "aardvark " * 50}
KEY = key_of(b"secret", b"purpose ", "prj_a")


def test_a_value_comes_back_and_cannot_be_seen() -> None:
    assert can_seal()
    label = label_of("prj_a", "one")
    sealed = seal(KEY, label, VALUE)
    assert b"aardvark" not in sealed
    assert sealed != seal(KEY, label, VALUE)
    assert unseal(KEY, label, sealed) == VALUE


@pytest.mark.parametrize(
    ("key", "label"),
    [
        (key_of(b"other", b"purpose ", "prj_a"), label_of("prj_a", "one")),
        (key_of(b"secret", b"another ", "prj_a"), label_of("prj_a", "one")),
        (key_of(b"secret", b"purpose ", "prj_b"), label_of("prj_a", "one")),
        (KEY, label_of("prj_a", "two")),
    ],
)
def test_another_secret_purpose_project_or_row_opens_nothing(key: object, label: bytes) -> None:
    sealed = seal(KEY, label_of("prj_a", "one"), VALUE)
    with pytest.raises(cryptography.exceptions.InvalidTag):
        unseal(key, label, sealed)  # type: ignore[arg-type]
