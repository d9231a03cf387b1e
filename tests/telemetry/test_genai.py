"""The words of the conventions, and nothing that a person wrote."""

from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.telemetry.genai import of_attempt, of_request


def test_a_request_is_told_in_the_words_of_the_conventions(opening: Opening, made: list[Attempt]) -> None:
    told = of_request(opening, made, Outcome(200, "", "b/y", latency_ms=150, ttft_ms=70))
    assert told["gen_ai.operation.name"] == "chat"
    assert (told["gen_ai.request.model"], told["gen_ai.response.model"]) == ("auto", "y")
    assert (told["gen_ai.usage.input_tokens"], told["gen_ai.usage.output_tokens"]) == (10, 20)
    assert (told["gen_ai.provider.name"], told["larouter.zone"], told["larouter.cost.usd"]) == (
        "b",
        "public",
        7e-6,
    )
    assert "error.type" not in told


def test_neither_tags_nor_the_record_are_told(opening: Opening, made: list[Attempt]) -> None:
    told = of_request(opening, made, Outcome(200, "", "b/y"))
    assert "secret" not in str(told)
    assert "tag" not in str(told)


def test_an_attempt_names_its_deployment_and_its_error(made: list[Attempt]) -> None:
    failed, answered = map(of_attempt, made)
    assert (failed["larouter.deployment"], failed["error.type"]) == ("a/x", "upstream_error")
    assert (answered["larouter.ttft.ms"], "error.type" in answered) == (40, False)
