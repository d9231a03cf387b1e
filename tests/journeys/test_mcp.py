"""Agents at work: the official client of the Model Context Protocol, against a real router."""

import asyncio
import contextlib
import json
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cast import Cast, playing
from mcp import Client, StdioServerParameters
from mcp.client.sse import sse_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from serving import COMMAND, SAME_CODE, Serving, eventually, free_port

from larouter.testing import faults

pytestmark = pytest.mark.filterwarnings("ignore")
TOOLS = {"delegate_to_expert", "list_available_models", "preview_route", "usage_summary", "give_feedback"}


@contextlib.asynccontextmanager
async def over_stdio(router: Serving, token: str | None = None) -> AsyncIterator[Client]:
    environment = {**SAME_CODE, "LAROUTER_URL": router.url}
    if token is not None:
        environment["LAROUTER_TOKEN"] = token
    command = StdioServerParameters(
        command=str(COMMAND), args=["mcp"], env=environment, cwd=str(router.folder)
    )
    async with Client(command) as client:
        yield client


@contextlib.asynccontextmanager
async def over_http(router: Serving, token: str | None = None, mode: str = "auto") -> AsyncIterator[Client]:
    key = router.token if token is None else token
    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}, timeout=30) as http,
        Client(streamable_http_client(f"{router.url}/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


@contextlib.asynccontextmanager
async def over_old_http(router: Serving, token: str | None = None) -> AsyncIterator[Client]:
    async with over_http(router, token, "legacy") as client:
        yield client


WAYS = pytest.mark.parametrize("way", [over_stdio, over_http, over_old_http])


def text_of(result: Any) -> str:
    return "".join(part.text for part in result.content)


@WAYS
async def test_every_tool_answers(toy: Serving, way: Any) -> None:
    async with way(toy) as client:
        listed = await client.list_tools()
        assert {tool.name for tool in listed.tools} == TOOLS

        models = (await client.call_tool("list_available_models", {})).structured_content["models"]
        assert [(row["status"], row["zone"]) for row in models] == [("running", "local")]

        told = await client.call_tool("preview_route", {"prompt": "Hello", "tier": "COMPLEX"})
        assert told.structured_content["tier"] == "COMPLEX"
        assert told.structured_content["answered_by"] == models[0]["name"]

        answer = await client.call_tool("delegate_to_expert", {"prompt": "Hello", "maxTokens": 16})
        given = answer.structured_content
        assert given["content"] == text_of(answer) != ""
        assert (given["zone"], given["costUsd"], given["model"]) == ("local", 0.0, models[0]["name"])
        assert 0 < given["outputTokens"] <= 16

        opinion = {"requestId": given["requestId"], "score": 1, "label": "good"}
        noted = await client.call_tool("give_feedback", opinion)
        assert noted.structured_content == {**opinion, "comment": None}

        usage = (await client.call_tool("usage_summary", {"period": "daily"})).structured_content
        assert usage["totalCalls"] >= 1
    story = toy.story(given["requestId"])
    assert story["attempts"][0]["output_tokens"] == given["outputTokens"]


@WAYS
async def test_every_resource_can_be_read(toy: Serving, way: Any) -> None:
    async with way(toy) as client:
        listed = {str(it.uri) for it in (await client.list_resources()).resources}
        assert listed == {"larouter://models", "larouter://policy", "larouter://requests"}
        for uri, member in (
            ("larouter://models", "data"),
            ("larouter://policy", "zones"),
            ("larouter://requests", "requests"),
        ):
            (content,) = (await client.read_resource(uri)).contents
            assert member in json.loads(content.text)
        with pytest.raises(MCPError, match="no resource"):
            await client.read_resource("larouter://secrets")


@WAYS
async def test_a_megabyte_is_taken_as_it_is(toy: Serving, way: Any) -> None:
    async with way(toy) as client:
        told = await client.call_tool("preview_route", {"prompt": "word " * 200_000})
    assert told.structured_content["input_tokens"] > 100_000


@WAYS
async def test_what_does_not_fit_is_told_to_the_model(toy: Serving, way: Any) -> None:
    async with way(toy) as client:
        for arguments, said in (
            ({"prompt": "Hello", "tier": "HUGE"}, "Invalid enum value 'HUGE'"),
            ({"prompt": "Hello", "tier": "SIMPLE", "model": "x"}, "not both"),
            ({"prompt": "Hello", "model": "gpt-2000"}, "gpt-2000"),
            ({"prompt": "Hello", "max_tokens": 5}, "max_tokens"),
        ):
            result = await client.call_tool("delegate_to_expert", arguments)
            assert result.is_error
            assert said in text_of(result)
        with pytest.raises(MCPError, match="there is no tool"):
            await client.call_tool("take_over", {})


@WAYS
async def test_a_budget_that_is_used_up_is_told(cast: Cast, way: Any) -> None:
    token = cast.router.project(f"mcp {way.__name__}")
    cast.router.control("PUT", f"/api/projects/mcp {way.__name__}/budget".replace(" ", "%20"), {"amount": 0})
    async with way(cast.router, token) as client:
        result = await client.call_tool("delegate_to_expert", {"prompt": "Hello", "model": cast.fresh()})
    assert result.is_error
    assert "insufficient_quota" in text_of(result)


async def test_a_token_that_is_not_valid_opens_nothing(toy: Serving) -> None:
    for way in (over_http, over_old_http):
        with pytest.raises(BaseException, match=r"401|Unauthorized|token|unhandled errors"):
            async with way(toy, "lr_wrong") as client:
                await client.list_tools()
    async with over_stdio(toy, "lr_wrong") as client:
        result = await client.call_tool("list_available_models", {})
    assert result.is_error
    assert "invalid_api_key" in text_of(result)


@WAYS
async def test_a_token_that_is_revoked_midway_ends_at_once(toy: Serving, way: Any) -> None:
    made = toy.control("POST", "/api/projects", {"name": f"revoked {way.__name__}"})
    at = f"/api/projects/{made['id']}/tokens"
    async with way(toy, made["token"]) as client:
        assert not (await client.call_tool("list_available_models", {})).is_error
        (token,) = toy.control("GET", at)["tokens"]
        toy.control("DELETE", f"{at}/{token['id']}")
        if way is not over_stdio:
            with pytest.raises(MCPError):
                await client.call_tool("list_available_models", {})
            return
        result = await client.call_tool("list_available_models", {})
    assert result.is_error
    assert "invalid_api_key" in text_of(result)


async def test_local_only_holds_whatever_the_tier(cast: Cast) -> None:
    model = cast.fresh()
    cast.fail(faults.Html(500), at="near")
    cast.fail(faults.Html(500), at="spare")
    async with over_http(cast.router) as client:
        await client.call_tool("delegate_to_expert", {"prompt": "Hello", "model": model, "localOnly": True})
    assert cast.asked(model, "office") == cast.asked(model, "cloud") == []


async def test_local_only_is_refused_where_the_policy_cannot_promise_it(cast: Cast) -> None:
    token = cast.router.project("far", zones={"internal": "public", "confidential": "public"})
    model = cast.fresh()
    async with over_http(cast.router, token) as client:
        result = await client.call_tool(
            "delegate_to_expert", {"prompt": "Hello", "model": model, "localOnly": True}
        )
    assert "cannot be promised" in text_of(result)
    assert all(cast.asked(model, at) == [] for at in cast.fakes)


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory, backstage: Any) -> Iterator[Cast]:
    """A router in front of one backend that may take its time."""
    with playing(tmp_path_factory.mktemp("patient"), backstage, ("near",)) as cast:
        settings = cast.router.folder / "larouter.toml"
        settings.write_text(settings.read_text().replace("first_byte = 0.8", "first_byte = 60"))
        cast.router.process.send_signal(1)
        eventually(lambda: "were read again" in cast.router.log)
        yield cast


@WAYS
async def test_a_call_that_is_cancelled_is_cancelled_at_the_backend(patient: Cast, way: Any) -> None:
    model = patient.fresh()
    patient.fail(faults.Stall(0))
    async with way(patient.router) as client:
        heard: list[str | None] = []

        async def progress(_done: float, _total: float | None, message: str | None) -> None:
            heard.append(message)

        call = asyncio.ensure_future(
            client.call_tool(
                "delegate_to_expert", {"prompt": "Hello", "model": model}, progress_callback=progress
            )
        )
        await asyncio.to_thread(eventually, lambda: patient.asked(model) and heard)
        call.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await call
        await asyncio.to_thread(eventually, patient.asked(model)[0].gone.is_set)
    assert heard[0] == "waiting for the answer"
    attempts = patient.router.latest()["attempts"]
    assert [attempt["status"] for attempt in attempts] == ["cancelled"]


def test_web_pages_and_rebound_names_are_turned_away(toy: Serving) -> None:
    hello = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    assert toy.call("POST", "/mcp", hello, origin="https://evil.example").status == 403
    assert toy.call("POST", "/mcp", hello, host="evil.example").status == 403
    assert toy.call("POST", "/mcp", hello, "").status == 401
    assert toy.call("GET", "/mcp").status == 405


@pytest.fixture
def bridge(toy: Serving) -> Iterator[str]:
    port = free_port()
    command = [str(COMMAND), "mcp", "--sse", "--port", str(port)]
    environment = {**toy.environment, "LAROUTER_URL": toy.url}
    with subprocess.Popen(command, cwd=toy.folder, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield f"http://127.0.0.1:{port}/sse"
        process.terminate()


async def test_old_clients_are_served_over_sse_with_a_token_of_their_own(toy: Serving, bridge: str) -> None:
    headers = {"Authorization": f"Bearer {toy.token}"}
    async with Client(await _connecting(bridge, headers), mode="legacy") as client:
        answer = await client.call_tool("delegate_to_expert", {"prompt": "Hello", "maxTokens": 8})
    assert answer.structured_content["zone"] == "local"
    async with httpx2.AsyncClient() as http:
        assert (await http.get(bridge)).status_code == 401
        evil = {**headers, "Host": "evil.example"}
        assert (await http.get(bridge, headers=evil)).status_code == 421


async def _connecting(bridge: str, headers: dict[str, str]) -> Any:
    """The transport, once the bridge listens."""
    async with httpx2.AsyncClient() as http:
        for _ in range(200):
            with contextlib.suppress(httpx2.TransportError):
                await http.get(bridge)
                break
            await asyncio.sleep(0.05)
    return sse_client(bridge, headers=headers)


def test_without_the_router_the_agent_is_told(tmp_path: Path) -> None:
    async def ask() -> Any:
        command = StdioServerParameters(
            command=str(COMMAND),
            args=["mcp", "--token", "lr_x"],
            env={"LAROUTER_URL": "http://127.0.0.1:1"},
            cwd=str(tmp_path),
        )
        async with Client(command) as client:
            return await client.call_tool("usage_summary", {})

    assert "cannot be asked" in text_of(asyncio.run(ask()))
