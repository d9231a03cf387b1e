"""Every route is known here, and what asks a model keeps to zones, budgets and keys, whichever protocol it speaks.

A new route makes `test_every_route_is_covered_or_says_why_not` fail until it stands in one of the two tables.
"""

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio
from in_process import Running, Said, ask, running

from larouter.testing.fake_openai import FakeOpenAI

pytestmark = pytest.mark.asyncio(loop_scope="module")
SECRET = "My social security number is 078-05-1120 and my password is hunter2-Wint3r!"
MODEL = "cloud/gpt-fake"
Body = Callable[[str], dict[str, Any]]
SETTINGS = """
[responses]
keep = true

[backends.cloud]
url = "{url}"
zone = "public"

[[backends.cloud.models]]
id = "gpt-fake"
tiers = ["SIMPLE"]
capabilities = ["tools", "embeddings"]
price = {{ input = 9000.0, output = 9000.0 }}
"""


def chat(text: str) -> dict[str, Any]:
    return {"model": MODEL, "messages": [{"role": "user", "content": text}], "max_tokens": 5}


def contents(text: str) -> dict[str, Any]:
    return {"contents": [{"parts": [{"text": text}]}], "generationConfig": {"maxOutputTokens": 5}}


# Method and path of the routes that ask a model, and a body that says a text.
ASKING: dict[tuple[str, str], Body] = {
    ("POST", "/v1/chat/completions"): chat,
    ("POST", "/v1/messages"): chat,
    ("POST", "/v1/completions"): lambda text: {"model": MODEL, "prompt": text, "max_tokens": 5},
    ("POST", "/v1/embeddings"): lambda text: {"model": MODEL, "input": ["harmless", text]},
    ("POST", "/v1/responses"): lambda text: {"model": MODEL, "input": text, "max_output_tokens": 5},
    ("POST", "/v1beta/models/{model}:generateContent"): contents,
    ("POST", "/v1beta/models/{model}:streamGenerateContent"): contents,
}
# The others, and why nothing that they are sent can leave.
NOT_ASKING: dict[tuple[str, str], str] = {
    ("POST", "/v1/messages/count_tokens"): "counts by estimate",
    ("POST", "/v1beta/models/{model}:countTokens"): "counts by estimate",
    ("POST", "/v1/decisions"): "tells what the inspectors found",
    ("POST", "/v1/feedback"): "writes to the database",
    ("GET", "/v1/models"): "lists the fleet",
    ("GET", "/v1/models/{model}"): "lists the fleet",
    ("GET", "/v1beta/models"): "lists the fleet",
    ("GET", "/v1beta/models/{model}"): "lists the fleet",
    ("GET", "/v1/responses/{id}"): "reads the database",
    ("DELETE", "/v1/responses/{id}"): "writes to the database",
    ("GET", "/v1/responses/{id}/input_items"): "reads the database",
    ("GET", "/metrics"): "tells counters",
    ("GET", "/health"): "tells the state",
    ("GET", "/health/live"): "tells the state",
    ("GET", "/health/ready"): "tells the state",
    ("POST", "/mcp"): "its tools ask through `POST /v1/chat/completions` with the caller's token",
    ("DELETE", "/mcp"): "ends a session",
}


class House:
    """A router before one public model, and what has reached it."""

    def __init__(self, router: Running, backend: FakeOpenAI) -> None:
        self.router = router
        self.backend = backend

    @property
    def reached(self) -> int:
        """How many requests have come that are no looks at the server."""
        return sum(request.method == "POST" for request in self.backend.received)

    async def said(self, route: tuple[str, str], text: str, key: str = "") -> Said:
        method, path = route
        return await self.router.ask(method, path.replace("{model}", MODEL), ASKING[route](text), key)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("router")
    async with FakeOpenAI() as backend:
        (folder / "larouter.toml").write_text(SETTINGS.format(url=backend.url))
        async with running(folder) as router:
            yield House(router, backend)


async def project(house: House, name: str) -> str:
    made = await house.router.control("POST", "/api/projects", {"name": name})
    return str(made.json()["token"])


async def test_every_route_is_covered_or_says_why_not(house: House) -> None:
    assert set(house.router.app.offered) == ASKING.keys() | NOT_ASKING.keys()
    assert not ASKING.keys() & NOT_ASKING.keys()
    assert len(house.router.app.offered) == len(set(house.router.app.offered))


@pytest.mark.parametrize("route", ASKING)
async def test_what_asks_a_model_reaches_it_and_is_in_the_ledger(
    house: House, route: tuple[str, str]
) -> None:
    before = house.reached
    said = await house.said(route, "harmless")
    assert said.status == 200, said.body
    assert house.reached == before + 1
    assert said.headers["x-larouter-zone"] == "public"
    request = said.headers["x-larouter-request-id"]
    story = (await house.router.control("GET", f"/api/requests/{request}")).json()
    assert story["attempts"][0]["cost_usd"] > 0


@pytest.mark.parametrize("route", ASKING)
async def test_what_is_confidential_stays_here(house: House, route: tuple[str, str]) -> None:
    before = house.reached
    said = await house.said(route, SECRET)
    assert said.status == 403, said.body
    assert "no backend may answer this request" in said.body.decode()
    assert house.reached == before


@pytest.mark.parametrize("route", ASKING)
async def test_an_empty_budget_asks_nobody(house: House, route: tuple[str, str]) -> None:
    name = f"poor{list(ASKING).index(route)}"
    key = await project(house, name)
    set_ = await house.router.control("PUT", f"/api/projects/{name}/budget", {"amount": 0.000001})
    assert set_.status == 200, set_.body
    before = house.reached
    said = await house.said(route, "harmless", key)
    assert said.status == 402, said.body
    assert house.reached == before


@pytest.mark.parametrize("route", ASKING)
async def test_a_stranger_asks_nobody(house: House, route: tuple[str, str]) -> None:
    before = house.reached
    assert (await house.said(route, "harmless", "lr_nobody")).status == 401
    assert house.reached == before


@pytest.mark.parametrize("route", NOT_ASKING)
async def test_what_asks_no_model_sends_nothing_out(house: House, route: tuple[str, str]) -> None:
    before = house.reached
    method, path = route
    path = path.replace("{model}", MODEL).replace("{id}", "resp_1")
    body = None if method == "GET" else chat(SECRET) | contents(SECRET)
    await house.router.ask(method, path, body)
    assert house.reached == before


SHAPES = {
    "/v1/nothing": ("error", "code", "unknown_url"),
    "/v1/audio/speech": ("error", "code", "unknown_url"),
    "/v1/responses/resp_1/cancel": ("error", "code", "unknown_url"),
    "/v1/messages/batches": ("error", "type", "not_found_error"),
    "/v1beta/cachedContents": ("error", "status", "NOT_FOUND"),
    "/v1beta/models/gemini:embedContent": ("error", "status", "NOT_FOUND"),
}


@pytest.mark.parametrize("path", SHAPES)
async def test_what_is_not_offered_is_told_in_the_protocols_own_shape_with_what_is(
    house: House, path: str
) -> None:
    said = await ask(house.router.app, "POST", path, {})
    part, name, wanted = SHAPES[path]
    told = json.loads(said.body)[part]
    assert (said.status, told[name]) == (404, wanted)
    for method, offered in house.router.app.offered:
        if offered.startswith("/v1"):
            assert f"{method} {offered}" in told["message"]


async def test_a_wrong_method_of_a_route_with_a_name_is_told_the_right_ones(house: House) -> None:
    said = await house.router.ask("PUT", "/v1/responses/resp_1")
    assert (said.status, said.headers["allow"]) == (405, "DELETE, GET, HEAD")
