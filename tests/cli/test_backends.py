"""`larouter backends`: what is sent to the router, and what people are told."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from larouter.cli import client
from larouter.cli.backends import app
from larouter.cli.client import Failure

TRIAL = {"ok": True, "said": "vllm at http://h", "cure": None, "models": ["a", "b"]}
ROW = {
    "name": "near", "kind": "vllm", "zone": "local", "up": True, "drained": False, "deployments": [1, 2],
    "url": "http://h", "origin": "found",
}  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the router was asked; it answers with everything that any command reads."""
    asked: list[tuple[Any, ...]] = []

    def call(method: str, path: str, body: object = None, **_: object) -> object:
        asked.append((method, path, body))
        return {"backends": [ROW], "trial": TRIAL, "in_flight": 2, **TRIAL}

    monkeypatch.setattr(client, "call", call)
    return asked


def said(*arguments: str) -> str:
    ran = CliRunner().invoke(app, list(arguments))
    assert ran.exit_code == 0, ran.exception
    return ran.stdout


def test_what_is_given_is_sent_and_nothing_else(asked: list[tuple[Any, ...]]) -> None:
    assert said("add", "near", "http://h", "--zone", "local", "--model", "a", "--model", "b") == (
        "near is added: vllm at http://h\n  a, b\n"
    )
    said("edit", "near", "--region", "eu")
    body = {"name": "near", "url": "http://h", "zone": "local", "kind": "openai", "models": ["a", "b"]}
    assert asked == [
        ("POST", "/api/backends", body),
        ("PATCH", "/api/backends/near", {"region": "eu"}),
    ]


def test_the_list_says_who_is_up_drained_or_down(asked: list[tuple[Any, ...]]) -> None:
    assert said("list").splitlines()[1].split() == ["near", "vllm", "local", "up", "2", "http://h", "found"]
    assert json.loads(said("list", "--json"))["backends"] == [ROW]


@pytest.mark.parametrize(
    ("command", "method", "path", "told"),
    [
        (
            "drain",
            "POST",
            "/api/backends/near/drain",
            "near gets no new requests; 2 are still being answered\n",
        ),
        ("resume", "POST", "/api/backends/near/resume", "near gets requests again\n"),
        ("rm", "DELETE", "/api/backends/near", "near is gone\n"),
        ("test", "POST", "/api/backends/near/test", "near: vllm at http://h\n  a, b\n"),
    ],
)
def test_each_command_is_one_call(
    asked: list[tuple[Any, ...]], command: str, method: str, path: str, told: str
) -> None:
    assert said(command, "near") == told
    assert asked == [(method, path, None)]
    assert json.loads(said(command, "near", "--json"))["ok"]


def test_a_backend_that_fails_its_trial_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"ok": False, "said": "nobody answers", "cure": "start it"}
    monkeypatch.setattr(client, "call", lambda *_, **__: answer)
    error = CliRunner().invoke(app, ["test", "near"]).exception
    assert isinstance(error, Failure)
    assert str(error) == "near: nobody answers; start it"


def test_editing_nothing_is_wrong_use(asked: list[tuple[Any, ...]]) -> None:
    error = CliRunner().invoke(app, ["edit", "near"]).exception
    assert isinstance(error, Failure)
    assert (error.exit_code, asked) == (2, [])
