"""The sums of the tally, as a strict collector takes them."""

from larouter.account.tally import Tally
from larouter.api.points import points
from larouter.core.errors import Unauthorised
from larouter.core.tiers import Tier
from larouter.core.zones import Zone
from larouter.telemetry import otlp
from larouter.testing.fake_collector import read


def test_every_sum_has_its_labels_and_its_number() -> None:
    tally = Tally()
    tally.requests[2, Tier.SIMPLE, Zone.LOCAL] = 3
    tally.tokens[Zone.LOCAL][1] = 40
    tally.ttft[Zone.LOCAL].saw(120)
    tally.turned_away(Unauthorised("no"))
    body = otlp.metrics({}, "1", points(tally), (1, 2))
    (resource,) = read("Metrics", body)["resource_metrics"]
    found = {it["name"]: it for it in resource["scopes"][0]["metrics"]}
    (requests,) = found["larouter.requests"]["sum"]["points"]
    assert requests["double"] == 3.0
    assert requests["attributes"] == {
        "http.response.status_class": "2xx",
        "larouter.tier": "SIMPLE",
        "larouter.zone": "local",
    }
    assert found["larouter.refused"]["sum"]["points"][0]["attributes"] == {"error.type": "invalid_api_key"}
    local = found["gen_ai.server.time_to_first_token"]["histogram"]["points"][0]
    assert (local["count"], local["sum"], local["bounds"][0]) == (1, 0.12, 0.05)
    assert "larouter.errors" not in found
