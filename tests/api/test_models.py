"""What can be asked for by name, within the caller's policy."""

import pytest
from candidates import deployment
from in_process import ask

from larouter.access.admit import Gate
from larouter.access.tokens import TokenBook, new_token
from larouter.api.models import Models, permitted
from larouter.core.deployment import Fleet
from larouter.core.errors import Unauthorised, UnknownModel
from larouter.core.live import Live
from larouter.core.policy import ALWAYS_LOCAL, Policy
from larouter.core.project import Pass, Project
from larouter.core.zones import Zone

CLOUD = deployment(name="cloud/large", backend="cloud", model="large", zone=Zone.PUBLIC)
FLEET = Fleet("f", [CLOUD, deployment(window=2_048)], {"here/small": Live(up=False)})
TOKEN = new_token(b"key")
BEARER = f"Bearer {TOKEN.secret}"


def models(policy: Policy = Policy()) -> Models:  # noqa: B008 - a frozen value
    book = TokenBook(b"key")
    book.replace([(TOKEN.digest, Pass(Project("prj_1", "one", policy), "tok_1"))])
    return Models(Gate(book, "admin", (), (), lambda: 1), lambda: FLEET, 1_700_000_000)


async def test_tiers_and_models_are_listed() -> None:
    listed = (await ask(models().everything, "GET", "/v1/models", authorization=BEARER)).json()
    assert listed["object"] == "list"
    assert [row["id"] for row in listed["data"]] == [
        *("auto", "auto:heartbeat", "auto:simple", "auto:moderate", "auto:complex", "auto:frontier"),
        *("large", "small"),
    ]
    small = listed["data"][-1]
    assert (small["object"], small["created"], small["owned_by"]) == ("model", 1_700_000_000, "here")
    assert small["larouter"]["context_window"] == 2_048
    assert small["larouter"]["tiers"] == ["HEARTBEAT", "SIMPLE", "MODERATE"]


async def test_what_the_policy_forbids_is_not_listed() -> None:
    listed = (
        await ask(models(Policy(zones=ALWAYS_LOCAL)).everything, "GET", "/v1/models", authorization=BEARER)
    ).json()
    assert "large" not in [row["id"] for row in listed["data"]]


async def test_one_model_is_told_of() -> None:
    assert (await ask(models().one, "GET", "/v1/models/large", authorization=BEARER)).json()["id"] == "large"


@pytest.mark.parametrize("name", ["nobody", "", "here/small/x"])
async def test_a_model_that_is_not_there_is_unknown(name: str) -> None:
    with pytest.raises(UnknownModel):
        await ask(models().one, "GET", f"/v1/models/{name}", authorization=BEARER)


async def test_a_token_is_needed() -> None:
    with pytest.raises(Unauthorised):
        await ask(models().everything, "GET", "/v1/models")


def test_who_is_down_is_permitted_all_the_same() -> None:
    assert [it.name for it in permitted(FLEET, Policy())] == ["cloud/large", "here/small"]
    assert [it.name for it in permitted(FLEET, Policy(deny=("here/*",)))] == ["cloud/large"]


async def test_googles_clients_get_them_in_geminis_form() -> None:
    asked = [("/v1beta/models", {"authorization": BEARER}), ("/v1/models", {"x-goog-api-key": TOKEN.secret})]
    for path, headers in asked:
        listed = (await ask(models().everything, "GET", path, **headers)).json()
        assert [row["name"] for row in listed["models"]][-2:] == ["models/large", "models/small"]
        assert listed["models"][-1]["inputTokenLimit"] == 2_048
        assert "generateContent" in listed["models"][0]["supportedGenerationMethods"]


async def test_one_of_them_in_geminis_form() -> None:
    told = (await ask(models().one, "GET", "/v1beta/models/here/small", authorization=BEARER)).json()
    assert told["name"] == "models/here/small"
