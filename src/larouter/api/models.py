"""`GET /v1/models` and `/v1/models/{id}`: what can be asked for by name, as the caller's policy allows it."""

from collections.abc import Callable

from larouter.access.admit import Gate
from larouter.api.asgi import Receive, Scope, Send, send_json
from larouter.core.deployment import Deployment, Fleet
from larouter.core.errors import UnknownModel
from larouter.core.features import Features
from larouter.core.policy import Policy
from larouter.core.tiers import Tier
from larouter.decide.decide import decide

_ROUTED = ("auto", *[f"auto:{tier.name.lower()}" for tier in Tier])


class Models:
    """The model routes.

    Args:
        gate: Who may ask.
        fleet: What there is now.
        began: When the router started, in seconds since 1970: the `created` of every model.
    """

    def __init__(self, gate: Gate, fleet: Callable[[], Fleet], began: int) -> None:
        self._gate = gate
        self._fleet = fleet
        self._began = began

    async def everything(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """All names."""
        rows = self._rows(self._gate.admit(scope["headers"]).project.policy)
        await send_json(send, 200, {"object": "list", "data": rows})

    async def one(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """One name.

        Raises:
            UnknownModel: It is not among those that the caller may use.
        """
        policy = self._gate.admit(scope["headers"]).project.policy
        name = str(scope["path"]).removeprefix("/v1/models/")
        rows = self._rows(policy)
        found = next((row for row in rows if row["id"] == name), None) or self._deployment(name, policy)
        if found is not None:
            await send_json(send, 200, found)
            return
        raise UnknownModel(
            f"the model {name[:200]!r} is not known here; GET /v1/models lists what is", param="model"
        )

    def _rows(self, policy: Policy) -> list[dict[str, object]]:
        rows: dict[str, dict[str, object]] = {name: self._row(name, "larouter") for name in _ROUTED}
        for deployment in permitted(self._fleet(), policy):
            rows.setdefault(deployment.model, self._row(deployment.model, deployment.backend, deployment))
        return list(rows.values())

    def _deployment(self, name: str, policy: Policy) -> dict[str, object] | None:
        for deployment in permitted(self._fleet(), policy):
            if deployment.name == name:
                return self._row(name, deployment.backend, deployment)
        return None

    def _row(self, name: str, owner: str, deployment: Deployment | None = None) -> dict[str, object]:
        row: dict[str, object] = {"id": name, "object": "model", "created": self._began, "owned_by": owner}
        if deployment is not None:
            tiers = [tier.name for tier in Tier if deployment.serves(tier)]
            row["larouter"] = {
                "deployment": deployment.name,
                "zone": deployment.zone.name.lower(),
                "tiers": tiers,
                "context_window": deployment.window or None,
                "capabilities": sorted(deployment.capabilities),
            }
        return row


def permitted(fleet: Fleet, policy: Policy) -> list[Deployment]:
    """The deployments that a policy permits for public content, healthy or not."""
    decision = decide(Features(), policy, fleet)
    refused = {loss.deployment for loss in decision.dropped if loss.rule in ("zone", "region", "allowed")}
    return [deployment for deployment in fleet.deployments if deployment.name not in refused]
