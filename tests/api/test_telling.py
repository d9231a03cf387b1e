"""Who tells a collector: nobody, unless one is named."""

from pathlib import Path

from larouter.account.tally import Tally
from larouter.api.telling import Witness, teller_of
from larouter.config.load import load
from larouter.core.errors import Unauthorised, Unavailable
from larouter.core.ledger import Opening, Outcome
from larouter.core.tiers import Tier
from larouter.core.zones import Sensitivity, Zone
from larouter.outbound.transport import Transport


async def test_without_an_endpoint_there_is_nobody(tmp_path: Path) -> None:
    assert teller_of(load({}, tmp_path), Transport(), Tally()) is None


async def test_with_an_endpoint_there_is_somebody(tmp_path: Path) -> None:
    loaded = load({"LAROUTER_TELEMETRY_ENDPOINT": "http://127.0.0.1:4318"}, tmp_path)
    assert teller_of(loaded, Transport(), Tally()) is not None


def test_a_request_without_a_row_counts_as_turned_away_and_one_with_a_row_does_not() -> None:
    tally = Tally()
    witness = Witness(tally)
    opening = Opening(
        "req_1",
        0,
        "p",
        "t",
        "openai.chat",
        False,
        "auto",
        Tier.SIMPLE,
        Sensitivity.PUBLIC,
        Zone.PUBLIC,
        b"",
        "",
        "",
    )
    witness.turned_away("req_0", Unauthorised("no"))
    witness.ended(opening, [], Outcome(503, "no_backend_available"))
    witness.turned_away("req_1", Unavailable("no"))
    assert dict(tally.refused) == {"invalid_api_key": 1}
    assert dict(tally.caught_up().errors) == {"no_backend_available": 1}
    assert witness.arrived is None
