"""The sums of the tally as metrics of OpenTelemetry; the same numbers as `GET /metrics` shows."""

from collections.abc import Sequence

from larouter.account.tally import Tally, sensitivity_name, tier_name, zone_name
from larouter.core.zones import Zone
from larouter.telemetry.genai import FIRST_TOKEN_SECONDS
from larouter.telemetry.otlp import Buckets, Metric

_TOKENS = ("input", "output", "cached", "reasoning")


def points(it: Tally) -> Sequence[Metric]:
    """Everything that is summed."""
    it.caught_up()
    errors, refused = (
        [({"error.type": code}, float(count)) for code, count in codes.items()]
        for codes in (it.errors, it.refused)
    )
    return (
        *_traffic(it),
        Metric("larouter.errors", "Requests that ended badly.", "{request}", errors, grows=True),
        Metric("larouter.refused", "Requests turned away unread.", "{request}", refused, grows=True),
        *_spent(it),
    )


def _traffic(it: Tally) -> Sequence[Metric]:
    requests = [
        (
            {
                "http.response.status_class": f"{status}xx",
                "larouter.tier": tier_name(tier),
                "larouter.zone": zone_name(zone),
            },
            float(count),
        )
        for (status, tier, zone), count in it.requests.items()
    ]
    decisions = [
        (
            {
                "larouter.tier": tier_name(tier),
                "larouter.sensitivity": sensitivity_name(level),
                "larouter.reach": zone_name(reach),
            },
            float(count),
        )
        for (tier, level, reach), count in it.decisions.items()
    ]
    attempts = [
        ({"larouter.status": status, "larouter.zone": zone_name(zone)}, float(count))
        for (status, zone), count in it.attempts.items()
    ]
    return (
        Metric("larouter.requests", "Requests that ended.", "{request}", requests, grows=True),
        Metric("larouter.decisions", "Decisions.", "{decision}", decisions, grows=True),
        Metric("larouter.attempts", "Calls to deployments.", "{call}", attempts, grows=True),
    )


def _spent(it: Tally) -> Sequence[Metric]:
    tokens = [
        ({"gen_ai.token.type": kind, "larouter.zone": zone_name(zone)}, float(count))
        for zone in Zone
        for kind, count in zip(_TOKENS, it.tokens[zone], strict=True)
    ]
    cost = [({"larouter.zone": zone_name(zone)}, it.cost[zone] / 1e6) for zone in Zone]
    first = [
        (
            {"larouter.zone": zone_name(zone)},
            Buckets([ms / 1000 for ms in seen.bounds], seen.counts, seen.total / 1000),
        )
        for zone, seen in zip(Zone, it.ttft, strict=True)
    ]
    return (
        Metric("larouter.tokens", "Tokens.", "{token}", tokens, grows=True),
        Metric("larouter.cost", "What attempts cost.", "{USD}", cost, grows=True),
        Metric(FIRST_TOKEN_SECONDS, "Until the first token.", "s", first),
    )
