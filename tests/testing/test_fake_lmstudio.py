"""The quirks of LM Studio, as a client meets them."""

from looking import chat

from larouter.fleet.fetch import Fetch
from larouter.testing.fake_lmstudio import FakeLmStudio, LmStudioModel

MODEL = LmStudioModel("m")


async def test_a_route_it_does_not_have_is_200_with_an_error_in_the_body(fetch: Fetch) -> None:
    async with FakeLmStudio(MODEL) as fake:
        answer = await fetch("GET", f"{fake.url}/health", {}, b"", 2.0)
    assert answer.status == 200
    assert answer.json() == {"error": "Unexpected endpoint or method. (GET /health)"}
    assert answer.headers["x-powered-by"] == "Express"


async def test_the_older_server_does_not_have_the_newer_list(fetch: Fetch) -> None:
    async with FakeLmStudio(MODEL, older=True) as fake:
        answer = await fetch("GET", f"{fake.url}/api/v1/models", {}, b"", 2.0)
    assert (answer.status, "error" in answer.json()) == (200, True)


async def test_openais_list_holds_models_that_are_not_loaded(fetch: Fetch) -> None:
    async with FakeLmStudio(LmStudioModel("cold", windows=())) as fake:
        listed = (await fetch("GET", f"{fake.url}/v1/models", {}, b"", 2.0)).json()
        assert (await chat(fetch, fake.url, model="cold")).status == 200
    assert [row["id"] for row in listed["data"]] == ["cold"]


async def test_every_instance_answers_under_its_own_name_and_nobody_else(fetch: Fetch) -> None:
    async with FakeLmStudio(LmStudioModel("m", windows=(4096, 8192))) as fake:
        statuses = [(await chat(fetch, fake.url, model=name)).status for name in ("m", "m:2", "m:3")]
    assert statuses == [200, 200, 404]


async def test_an_error_may_be_a_string(fetch: Fetch) -> None:
    async with FakeLmStudio(MODEL) as fake:
        answer = await chat(fetch, fake.url, model="m", messages=[])
    assert (answer.status, answer.json()) == (400, {"error": "'messages' field is required"})
