"""Which paths a route with a name in it fits."""

import pytest

from larouter.api.named import gemini, is_gemini, model_under, one_under

KEPT = one_under("/v1/responses/")


@pytest.mark.parametrize(
    ("path", "fits"),
    [
        ("/v1/responses/resp_1", True),
        ("/v1/responses", False),
        ("/v1/responses/", False),
        ("/v1/responses/resp_1/input_items", False),
    ],
)
def test_one_segment_is_a_name(path: str, fits: bool) -> None:
    assert KEPT(path) is fits


def test_a_models_name_may_hold_slashes() -> None:
    fits = model_under("/v1/models/")
    assert [fits(path) for path in ("/v1/models/a", "/v1/models/a/b:c", "/v1/models/", "/v1/model")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("version", ["v1", "v1beta"])
def test_a_method_of_geminis_stands_after_the_model(version: str) -> None:
    fits = gemini("countTokens")
    assert fits(f"/{version}/models/google/gemini:countTokens")
    assert not fits(f"/{version}/models/gemini:generateContent")
    assert not fits("/v1/chat/completions:countTokens")


def test_errors_are_googles_wherever_googles_clients_look() -> None:
    asked = (
        "/v1beta/x",
        "/v1beta/models/a:b",
        "/v1/models/a:countTokens",
        "/v1/models/gemma4:e2b",
        "/v1/files",
    )
    assert [is_gemini(path) for path in asked] == [True, True, True, False, False]


@pytest.mark.parametrize("method", ["generateContent", "embedContent"])
def test_a_method_of_geminis_is_no_part_of_a_models_name(method: str) -> None:
    assert not model_under("/v1beta/models/")(f"/v1beta/models/gemini:{method}")
