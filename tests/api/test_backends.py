"""The servers that could answer, as the admin sees them."""

import pytest
from in_process import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_backend_is_shown_with_what_it_offers_and_how_it_is(it: Running) -> None:
    await it.ask("GET", "/v1/models")  # waits until the fleet has been looked at
    (backend,) = (await it.control("GET", "/api/backends")).json()["backends"]
    assert (backend["name"], backend["zone"], backend["up"]) == ("private-cloud", "private", True)
    (deployment,) = backend["deployments"]
    assert (deployment["name"], deployment["breaker"], deployment["price_known"]) == (
        "private-cloud/gpt-fake",
        "closed",
        False,
    )
    assert deployment["usd_per_million_in"] is None
