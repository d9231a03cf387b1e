"""The fakes' vectors, and what they refuse."""

import math

import pytest

from larouter.testing.vectors import answer, batch_answer, batch_complaint, complaint, vector_of


def test_a_text_has_always_the_same_unit_vector_and_another_text_another() -> None:
    assert vector_of("a") == vector_of("a") != vector_of("b")
    assert math.isclose(math.hypot(*vector_of("a")), 1, abs_tol=1e-6)


@pytest.mark.parametrize(
    "body",
    [{}, {"input": ""}, {"input": []}, {"input": "a", "encoding_format": "hex"}, {"input": "a", "odd": 1}],
)
def test_what_openai_refuses_is_refused(body: dict[str, object]) -> None:
    assert complaint(body) is not None


def test_every_kind_of_input_has_its_vectors() -> None:
    for given, count in (("a", 1), (["a", "b"], 2), ([1, 2], 1), ([[1], [2]], 2)):
        body = {"input": given, "model": "m", "encoding_format": "base64"}
        assert complaint(body) is None
        rows = answer(body)["data"]
        assert isinstance(rows, list)
        assert len(rows) == count


@pytest.mark.parametrize(
    "body",
    [
        {"requests": []},
        {"requests": [{}] * 101},
        {"requests": [{"model": "models/m"}]},
        {"requests": [{"model": "models/other", "content": {"parts": [{"text": "a"}]}}]},
        {"requests": [{"odd": 1}]},
        {"odd": 1},
    ],
)
def test_what_gemini_refuses_is_refused(body: dict[str, object]) -> None:
    assert batch_complaint(body, "m")


def test_shortened_vectors_of_gemini_are_no_unit_vectors() -> None:
    one = {"model": "models/m", "content": {"parts": [{"text": "a"}]}, "outputDimensionality": 3}
    assert not batch_complaint({"requests": [one]}, "m")
    values = batch_answer({"requests": [one]}, counted=True)["embeddings"]
    assert math.hypot(*values[0]["values"]) > 2  # type: ignore[index]
