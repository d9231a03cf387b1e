"""A policy as a file: what is written is what is read back."""

from pathlib import Path

import pytest

from larouter.config.policy import PolicyText, parse_policy
from larouter.config.policy_file import read_policy_file, to_toml

FULL = {
    "zones": {"public": "private"},
    "floor": "SIMPLE",
    "dial": 0.7,
    "deny": ["gpt-*", 'an "odd" name'],
    "groups": {"small": ["vllm/qwen", {"match": "ollama/qwen:8b", "weight": 3}]},
    "aliases": {"gpt-4o": "small", "ö": "small"},
    "rules": [
        {"name": "nights", "when": {"between": ["22:00", "06:00"], "header": {"x-team": "s*"}}, "use": ["small"]},
        {"name": "tagged", "when": {"tag": {"a b": "c"}}, "tier": "COMPLEX"},
    ],
    "pins": {"COMPLEX": "cloud/*"},
    "canary": [{"match": "new", "share": 0.05}],
    "clients": {"model": False},
    "rate": {"concurrency": 4},
}  # fmt: skip


@pytest.mark.parametrize("members", [{}, FULL])
def test_a_policy_written_as_toml_is_read_back_the_same(tmp_path: Path, members: dict[str, object]) -> None:
    text = parse_policy(members)
    file = tmp_path / "policy.toml"
    file.write_text(to_toml(text), encoding="utf-8")
    found, examples = read_policy_file(file)
    assert parse_policy(found) == text
    assert examples == []


def test_examples_stand_beside_the_policy(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('always_local = true\n[[examples]]\nname = "hello"\n', encoding="utf-8")
    assert read_policy_file(file) == ({"always_local": True}, [{"name": "hello"}])


def test_json_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_text('{"floor": "SIMPLE"}', encoding="utf-8")
    assert read_policy_file(file) == ({"floor": "SIMPLE"}, [])


@pytest.mark.parametrize(("name", "text"), [("p.json", "[]"), ("p.toml", "examples = 1"), ("p.toml", "=")])
def test_what_is_no_policy_is_refused(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r".+"):
        read_policy_file(tmp_path / name)


def test_the_default_policy_is_an_empty_file() -> None:
    assert to_toml(PolicyText()).strip() == ""
