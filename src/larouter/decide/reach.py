"""How far the bytes of a request may travel: decided first, and the only place that mints their permit."""

from larouter.core.features import Features, Finding
from larouter.core.policy import Policy
from larouter.core.zones import Sensitivity, Zone
from larouter.outbound.permit import Permit


def reach(features: Features, policy: Policy) -> tuple[Zone, str]:
    """The widest zone that the request may reach, and why no wider."""
    level = max(features.sensitivity, policy.sensitivity)
    zone = policy.zones[level]
    return zone, f"{level.word} content{_found(features.findings)} may reach {_ZONE_PHRASE[zone]}"


def permit(features: Features, policy: Policy, request_id: str) -> Permit:
    """Leave to send the bytes of this request as far as its reach."""
    return Permit(reach(features, policy)[0], request_id)


def _found(findings: tuple[Finding, ...]) -> str:
    if not findings:
        return ""
    return f" (found {', '.join([f'{finding.rule} {finding.count} times' for finding in findings])})"


_ZONE_PHRASE = {
    Zone.LOCAL: "local backends only",
    Zone.PRIVATE: "local and private backends",
    Zone.PUBLIC: "any backend",
}
assert tuple(Sensitivity) == (0, 1, 2)  # noqa: S101 - policy.zones is indexed by it
