"""`GET /v1/models` and `/v1/models/{id}`: what can be asked for by name, as the caller's policy allows it."""

from collections.abc import Callable

from larouter.access.admit import Gate
from larouter.api.asgi import Receive, Scope, Send, send_json
from larouter.api.model_rows import (
    anthropic_page,
    anthropic_row,
    asks_as_anthropic,
    asks_as_gemini,
    gemini_row,
    openai_row,
)
from larouter.api.named import GEMINI_MODELS, MODELS
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
        policy = self._gate.admit(scope["headers"]).project.policy
        named: dict[str, Deployment | None] = dict.fromkeys(_ROUTED)
        for deployment in permitted(self._fleet(), policy):
            named.setdefault(deployment.model, deployment)
        if asks_as_anthropic(scope["headers"]):
            rows = [anthropic_row(name, self._began, it) for name, it in named.items()]
            await send_json(send, 200, anthropic_page(rows))
            return
        if asks_as_gemini(scope["path"], scope["headers"]):
            rows = [gemini_row(name, self._began, it) for name, it in named.items()]
            await send_json(send, 200, {"models": rows})
            return
        listed = [openai_row(name, self._began, it) for name, it in named.items()]
        await send_json(send, 200, {"object": "list", "data": listed})

    async def one(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """One name.

        Raises:
            UnknownModel: It is not among those that the caller may use.
        """
        policy = self._gate.admit(scope["headers"]).project.policy
        path = str(scope["path"])
        name = path.removeprefix(GEMINI_MODELS).removeprefix(MODELS)
        meant = [it for it in permitted(self._fleet(), policy) if name in (it.model, it.name)]
        if not meant and name not in _ROUTED:
            raise UnknownModel(
                f"the model {name[:200]!r} is not known here; GET /v1/models lists what is", param="model"
            )
        row = openai_row
        if asks_as_anthropic(scope["headers"]):
            row = anthropic_row
        elif asks_as_gemini(path, scope["headers"]):
            row = gemini_row
        await send_json(send, 200, row(name, self._began, next(iter(meant), None)))


def permitted(fleet: Fleet, policy: Policy) -> list[Deployment]:
    """The deployments that a policy permits for public content, healthy or not."""
    decision = decide(Features(), policy, fleet)
    refused = {loss.deployment for loss in decision.dropped if loss.rule in ("zone", "region", "allowed")}
    return [deployment for deployment in fleet.deployments if deployment.name not in refused]
