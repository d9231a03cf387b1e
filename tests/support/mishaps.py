"""What must be told truthfully by every client's SDK when something goes wrong at any backend."""

from collections.abc import Callable, Mapping
from typing import Any

import anthropic
import openai
import pytest
from features import ANSWER, Cell
from google.genai import errors as google

from larouter.testing import faults

ERRORS = (openai.APIError, anthropic.APIError, google.APIError)
Kinds = Mapping[str, tuple[type[Exception], type[Exception], type[Exception]]]
KINDS: Kinds = {
    "request": (openai.BadRequestError, anthropic.BadRequestError, google.ClientError),
    "key": (openai.AuthenticationError, anthropic.AuthenticationError, google.ClientError),
    "missing": (openai.NotFoundError, anthropic.NotFoundError, google.ClientError),
    "rate": (openai.RateLimitError, anthropic.RateLimitError, google.ClientError),
    "server": (openai.InternalServerError, anthropic.InternalServerError, google.ServerError),
}


def _status(error: Any) -> int:
    return int(getattr(error, "status_code", None) or error.code)


def _fails(cell: Cell, kind: str, model: str) -> Any:
    cell.clouds.say(ANSWER)
    for stream in (False, True):
        with pytest.raises(ERRORS) as caught:
            cell.talk(model=model).ask(stream=stream)
        assert isinstance(caught.value, KINDS[kind])
    return caught.value


def wrong_key(cell: Cell) -> None:
    with pytest.raises(ERRORS) as caught:
        cell.clouds.strangers[cell.client]("auto", cell.prompt).ask()
    assert isinstance(caught.value, KINDS["key"])
    assert _status(caught.value) == 401


def unknown_model(cell: Cell) -> None:
    error = _fails(cell, "missing", f"{cell.backend}/no-such-model")
    assert _status(error) == 404
    assert "no-such-model" in str(error)


def bad_request(cell: Cell) -> None:
    """What the provider finds wrong is told in its words."""
    wrong = faults.Status(400, message="The moon is in the wrong phase.")
    cell.clouds.fail(cell.backend, wrong, wrong)
    error = _fails(cell, "request", cell.clouds.fresh(cell.backend))
    assert _status(error) == 400
    assert "The moon is in the wrong phase." in str(error)


def rate_limit(cell: Cell) -> None:
    cell.clouds.fail(cell.backend, *[faults.Status(429, retry_after="70", message="Slow down.")] * 2)
    error = _fails(cell, "rate", cell.clouds.fresh(cell.backend))
    assert _status(error) == 429
    assert error.response.headers["retry-after"] in ("70", "69")


def overloaded(cell: Cell) -> None:
    status = 529 if cell.backend in ("opus", "haiku") else 503
    cell.clouds.fail(cell.backend, *[faults.Status(status, message="Overloaded.")] * 8)
    error = _fails(cell, "server", cell.clouds.fresh(cell.backend))
    assert _status(error) >= 500


def broken_stream(cell: Cell) -> None:
    """A stream that ends early, however it ends, is never taken for a whole answer."""
    for fault in (faults.Cut(5), faults.Cut(5, "end"), faults.ErrorEvent(5, "It broke.")):
        cell.clouds.say(ANSWER)
        cell.clouds.fail(cell.backend, fault)
        with pytest.raises(ERRORS):
            cell.talk(model=cell.clouds.fresh(cell.backend)).ask(stream=True)


MISHAPS: Mapping[str, Callable[[Cell], None]] = {
    "wrong key": wrong_key,
    "unknown model": unknown_model,
    "bad request": bad_request,
    "rate limit": rate_limit,
    "overloaded": overloaded,
    "broken stream": broken_stream,
}
