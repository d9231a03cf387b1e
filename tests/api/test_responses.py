"""What is said where no responses are kept."""

import pytest
from in_process import Running


@pytest.mark.asyncio(loop_scope="module")
async def test_by_default_none_are_kept_and_the_cure_is_told(it: Running) -> None:
    for method in ("GET", "DELETE"):
        said = await it.ask(method, "/v1/responses/resp_1")
        assert said.status == 400
        assert "responses.keep" in said.error["message"]
    body = {"model": "auto", "input": "a", "previous_response_id": "resp_1"}
    said = await it.ask("POST", "/v1/responses", body)
    assert (said.status, said.error["param"]) == (400, "previous_response_id")


@pytest.mark.asyncio(loop_scope="module")
async def test_a_stranger_is_told_nothing(it: Running) -> None:
    assert (await it.ask("GET", "/v1/responses/resp_1", key="lr_nobody")).status == 401
