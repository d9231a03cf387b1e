"""The request path, from admission to record: what is refused is refused in order, what is answered is written down."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asking import HELLO, raw
from in_process import Running, running

from larouter.testing.completions import Answer
from larouter.testing.fake_openai import FakeOpenAI, Pace

pytestmark = pytest.mark.asyncio(loop_scope="module")
CHAT = ("POST", "/v1/chat/completions")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def backend() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI(answer=Answer("One two three four."), pace=Pace(token_seconds=0.005)) as backend:
        yield backend


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def it(tmp_path_factory: pytest.TempPathFactory, backend: FakeOpenAI) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("router"), PRIVATE_CLOUD_URL=backend.url) as it:
        yield it


async def story(it: Running, headers: dict[str, str]) -> dict[str, object]:
    return dict((await it.control("GET", f"/api/requests/{headers['x-larouter-request-id']}")).json())


async def test_an_answer_says_how_it_came_about_and_is_written_down(it: Running, backend: FakeOpenAI) -> None:
    said = await it.ask(*CHAT, {"model": "auto:simple", "messages": HELLO})
    assert said.body == bytes(backend.chats[-1].sent)
    assert said.headers["x-larouter-model"] == "private-cloud/gpt-fake"
    assert said.headers["x-larouter-zone"] == "private"
    told = await story(it, said.headers)
    assert told["outcome"]["status"] == 200
    assert told["outcome"]["answered_by"] == "private-cloud/gpt-fake"


async def test_the_caller_is_known_before_the_body_is_looked_at(it: Running, backend: FakeOpenAI) -> None:
    before = len(backend.chats)
    assert (await it.ask(*CHAT, b"not json", key="lr_nobody")).status == 401
    assert (await it.ask(*CHAT, b"not json")).status == 400
    assert (await it.ask(*CHAT, raw(), x_larouter_sensitivity="secret")).status == 400
    assert (await it.ask(*CHAT, raw(), content_encoding="gzip")).status == 400
    assert len(backend.chats) == before


async def test_what_may_not_leave_does_not_leave(it: Running, backend: FakeOpenAI) -> None:
    before = backend.connections, len(backend.chats)
    said = await it.ask(*CHAT, raw(), x_larouter_sensitivity="confidential")
    assert (said.status, said.error["code"]) == (403, "no_eligible_backend")
    assert (backend.connections, len(backend.chats)) == before
    told = await story(it, said.headers)
    assert (told["attempts"], told["cloud_egress"], told["outcome"]["status"]) == ([], False, 403)


async def test_a_model_without_a_price_is_refused_where_a_hard_cap_applies(it: Running) -> None:
    token = (await it.control("POST", "/api/projects", {"name": "capped"})).json()["token"]
    await it.control("PUT", "/api/projects/capped/budget", {"amount": 1})
    said = await it.ask(*CHAT, raw(), key=token)
    assert (said.status, said.error["code"]) == (402, "insufficient_quota")
    assert "price is not known" in said.error["message"]


async def project(it: Running, name: str, policy: dict[str, object]) -> tuple[str, str]:
    made = (await it.control("POST", "/api/projects", {"name": name, "policy": policy})).json()
    return made["token"], made["token_id"]


async def test_only_a_token_that_the_policy_names_may_lower_the_sensitivity(it: Running) -> None:
    token, ident = await project(it, "lowering", {})
    card = [{"role": "user", "content": "My card is 4539 1488 0343 6467, expires 11/29."}]
    lower = {"x_larouter_lower_sensitivity": "public"}
    body = {"model": "auto", "messages": card}
    refused = await it.ask(*CHAT, body, key=token, **lower)
    assert (refused.status, refused.error["code"]) == (403, "permission_denied")
    assert (await it.ask(*CHAT, body, key=token)).status == 403
    await it.control("PUT", "/api/projects/lowering/policy", {"clients": {"lower": [ident]}})
    said = await it.ask(*CHAT, body, key=token, **lower)
    assert said.status == 200
    found = (await story(it, said.headers))["decision"]["findings"]  # type: ignore[index]
    assert {"rule": "caller.lowered", "count": 1} in found


async def test_a_rule_reads_the_headers_and_tags_that_it_names_and_no_others(it: Running) -> None:
    rule = {"name": "ours", "when": {"header": {"x-team": "sea*"}, "tag": {"a": "*"}}, "tier": "FRONTIER"}
    token, _ = await project(it, "ruled", {"rules": [rule]})
    body = {"model": "auto", "messages": HELLO}
    headers = {"x_team": "search", "x_larouter_tags": "a=b,c=d", "x_other": "secret"}
    said = await it.ask(*CHAT, body, key=token, **headers)
    assert said.headers["x-larouter-tier"] == "FRONTIER" or said.headers["x-larouter-degraded"] == "true"
    told = await story(it, said.headers)
    assert "the rule “ours” makes auto FRONTIER" in str(told["decision"])
    assert "secret" not in str(told)


async def test_the_body_may_raise_the_sensitivity(it: Running) -> None:
    body = {"model": "auto", "messages": HELLO, "metadata": {"larouter_sensitivity": "confidential"}}
    assert (await it.ask(*CHAT, body)).status == 403
