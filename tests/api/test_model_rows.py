"""Models as OpenAI and Anthropic list them; the official SDK's own type reads the rows."""

from anthropic.types import ModelInfo
from candidates import deployment
from openai.types import Model

from larouter.api.model_rows import anthropic_page, anthropic_row, asks_as_anthropic, openai_row
from larouter.core.zones import Zone

LARGE = deployment(name="cloud/large", backend="cloud", model="large", zone=Zone.PUBLIC, window=9_000)
BEGAN = 1_700_000_000


def test_openais_row_says_who_serves_it() -> None:
    row = Model.model_validate(openai_row("large", BEGAN, LARGE), strict=True)
    assert (row.id, row.created, row.owned_by) == ("large", BEGAN, "cloud")
    assert openai_row("auto", BEGAN)["owned_by"] == "larouter"


def test_anthropics_row_is_one_that_its_sdk_reads() -> None:
    row = ModelInfo.model_validate(anthropic_row("large", BEGAN, LARGE))
    assert (row.id, row.max_input_tokens, row.lifecycle) == ("large", 9_000, "active")
    assert row.created_at.timestamp() == BEGAN
    assert ModelInfo.model_validate(anthropic_row("auto", BEGAN)).max_input_tokens is None


def test_a_model_that_will_retire_says_when() -> None:
    row = ModelInfo.model_validate(anthropic_row("large", BEGAN, deployment(retires_on=20_000)))
    assert row.retires_at is not None
    assert (row.lifecycle, row.retires_at.date().isoformat()) == ("deprecated", "2024-10-04")


def test_a_page_tells_its_ends() -> None:
    page = anthropic_page([anthropic_row("a", BEGAN), anthropic_row("b", BEGAN)])
    assert (page["first_id"], page["last_id"], page["has_more"]) == ("a", "b", False)
    assert anthropic_page([])["first_id"] is None


def test_a_client_of_anthropic_names_its_version() -> None:
    assert asks_as_anthropic([(b"host", b"x"), (b"anthropic-version", b"2023-06-01")])
    assert not asks_as_anthropic([(b"host", b"x")])
