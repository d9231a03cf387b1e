"""The ASGI application: the model routes bare, the control API behind them, and nothing in between."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

from larouter.api.asgi import App, Receive, Scope, Send, send_error
from larouter.api.chat import BODY_SECONDS, ModelRoute
from larouter.api.classify import ClassifyRoute
from larouter.api.count import anthropic_count, gemini_count
from larouter.api.feedback import FeedbackRoute
from larouter.api.health import Health
from larouter.api.json_array import in_either_form
from larouter.api.metrics import Metrics
from larouter.api.models import Models
from larouter.api.named import GEMINI_MODELS, MODELS, Named, gemini, is_gemini, model_under, one_under
from larouter.api.responses import INPUT, KEPT, KeptResponses, under_kept
from larouter.api.story import Story
from larouter.background import spawn
from larouter.compose import House, now_ms
from larouter.core.chat import (
    ANTHROPIC,
    GEMINI,
    OPENAI_CHAT,
    OPENAI_COMPLETIONS,
    OPENAI_EMBEDDINGS,
    OPENAI_RESPONSES,
)
from larouter.core.errors import NoSuchRoute, RouterError, WrongMethod
from larouter.dashboard.pages import Dashboard
from larouter.ingress.read import at_most, check_length
from larouter.mcp.door import McpDoor

SETTLE_SECONDS = 15.0
_MCP = (("POST", "/mcp"), ("DELETE", "/mcp"))  # nothing is ever sent unasked, so there is no GET
Routes = Mapping[tuple[str, str], App]


class Server:
    """Routes by exact path; what it does not know under `/api` goes to the control API.

    Args:
        house: The wired parts.

    Attributes:
        fault: Why it could not start.
    """

    def __init__(self, house: House) -> None:
        self.fault: RouterError | None = None
        self._house = house
        self._routes = _routes(house, self._when_settled)
        self._most_bytes = house.runtime.loaded.settings.server.max_body_bytes
        self._named = _named(house, self._when_settled)
        self._dashboard = Dashboard()
        self._mcp = McpDoor(house.gate, self, self._most_bytes, BODY_SECONDS)
        self._control: asyncio.Task[App] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Called by the ASGI server."""
        if scope["type"] == "http":
            app = self._routes.get((scope["method"], scope["path"]), self._elsewhere)
            try:
                await app(scope, receive, send)
            except RouterError as error:
                await send_error(send, error, _protocol_at(scope["path"]))
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    def _when_settled(self, route: App) -> App:
        """The route, for which the first requests wait until the fleet has been looked at."""
        settled = self._house.roster.settled

        async def serve(scope: Scope, receive: Receive, send: Send) -> None:
            if not settled.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(settled.wait(), SETTLE_SECONDS)
            await route(scope, receive, send)

        return serve

    async def _elsewhere(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = str(scope["path"]), str(scope["method"])
        if method == "HEAD":  # as GET; the server leaves the body out
            method = "GET"
            if (app := self._routes.get((method, path))) is not None:
                return await app(scope, receive, send)
        for route in self._named:
            if route.method == method and route.fits(path):
                return await route.app(scope, receive, send)
        if (method, path) in _MCP:
            return await self._mcp(scope, receive, send)
        if path.startswith("/api/"):
            self._house.gate.check_door(scope["headers"])
            check_length(scope["headers"], self._most_bytes)
            control = await asyncio.shield(self._load_control())
            return await control(scope, at_most(receive, self._most_bytes), send)
        if self._dashboard.has(str(scope["method"]), path):
            self._house.gate.check_door(scope["headers"])
            self._load_control()  # which the page asks for next
            return await self._dashboard(scope, receive, send)
        raise self._unknown(str(scope["method"]), path)

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """Method and path of every route but the dashboard's and the control API's."""
        return (*self._routes, *[(route.method, route.form) for route in self._named], *_MCP)

    def _unknown(self, method: str, path: str) -> RouterError:
        known = [verb for verb, at in self.offered if at == path]
        known += [route.method for route in self._named if route.fits(path)]
        if known:
            offered = sorted({*known, "HEAD"} if "GET" in known else set(known))
            return WrongMethod(f"{path} answers {' and '.join(offered)}, not {method[:20]}", offered)
        if nearest := self._nearest(path):
            return NoSuchRoute(f"nothing is served at {path[:200]}{nearest}")
        served = ", ".join(f"{verb} {at}" for verb, at in self.offered if at.startswith("/v1"))
        return NoSuchRoute(f"nothing is served at {path[:200]}; there is {served}")

    def _nearest(self, path: str) -> str:
        """What is served at the path without the usual slips: a slash too many, `/v1` left out or said twice."""
        parts = [part for part in path.split("/") if part]
        while parts and parts[0] in ("v1", "v1beta"):
            del parts[0]
        for base in ("/v1/", "/v1beta/"):
            meant = base + "/".join(parts)
            for method, at in self._routes:
                if at == meant:
                    return f", but {method} {meant} is"
            for route in self._named:
                if meant.endswith(":" + route.form.rpartition(":")[2]) and route.fits(meant):
                    return f", but {route.method} {meant[:200]} is"
        return ""

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self._house.start()
                    self._house.reload_on_hangup()
                except RouterError as error:
                    self.fault = error
                    await send({"type": "lifespan.startup.failed"})
                    return
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await self._mcp.close()
                await self._house.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _load_control(self) -> asyncio.Task[App]:
        """The control API, which is loaded when somebody comes for it: idle, it would hold 13 MB."""
        if self._control is None or (self._control.done() and not _came(self._control)):
            self._control = spawn(asyncio.to_thread(_control, self._house), "control api")
        return self._control


def _routes(house: House, waiting: Callable[[App], App]) -> Routes:
    most = house.runtime.loaded.settings.server.max_body_bytes
    health = Health(house.missing)
    models = waiting(Models(house.gate, house.fleet, now_ms() // 1000).everything)
    return {
        ("POST", "/v1/chat/completions"): waiting(
            ModelRoute(house.pipeline, OPENAI_CHAT, most, house.witness)
        ),
        ("POST", "/v1/completions"): waiting(
            ModelRoute(house.pipeline, OPENAI_COMPLETIONS, most, house.witness)
        ),
        ("POST", "/v1/embeddings"): waiting(
            ModelRoute(house.pipeline, OPENAI_EMBEDDINGS, most, house.witness)
        ),
        ("POST", "/v1/responses"): waiting(ModelRoute(house.pipeline, OPENAI_RESPONSES, most, house.witness)),
        ("POST", "/v1/messages"): waiting(ModelRoute(house.pipeline, ANTHROPIC, most, house.witness)),
        ("POST", "/v1/messages/count_tokens"): anthropic_count(house.gate, most),
        ("POST", "/v1/decisions"): ClassifyRoute(house.pipeline, most),
        ("POST", "/v1/feedback"): FeedbackRoute(house.gate, house.database, now_ms, most),
        ("GET", "/v1/models"): models,
        ("GET", "/v1beta/models"): models,
        ("GET", "/metrics"): _metrics(house),
        ("GET", "/health"): health.overall,
        ("GET", "/health/live"): health.live,
        ("GET", "/health/ready"): health.ready,
    }


def _metrics(house: House) -> Metrics:
    return Metrics(
        house.gate,
        house.tally,
        house.ledger,
        house.fleet,
        lambda: house.database.queued,
        lambda: house.database.lag_s,
        lambda: house.pipeline.reasons,
        now_ms() / 1000,
        lambda: house.upkeep.drifts,
    )


def _named(house: House, waiting: Callable[[App], App]) -> tuple[Named, ...]:
    most = house.runtime.loaded.settings.server.max_body_bytes
    google = in_either_form(waiting(ModelRoute(house.pipeline, GEMINI, most, house.witness)))
    kept = KeptResponses(house.gate, house.archive)
    one_model = Models(house.gate, house.fleet, now_ms() // 1000).one
    return (
        Named("POST", "/v1beta/models/{model}:generateContent", gemini("generateContent"), google),
        Named(
            "POST", "/v1beta/models/{model}:streamGenerateContent", gemini("streamGenerateContent"), google
        ),
        Named(
            "POST",
            "/v1beta/models/{model}:countTokens",
            gemini("countTokens"),
            gemini_count(house.gate, most),
        ),
        Named("GET", "/v1/models/{model}", model_under(MODELS), one_model),
        Named("GET", "/v1beta/models/{model}", model_under(GEMINI_MODELS), one_model),
        Named("GET", "/v1/responses/{id}", one_under(KEPT), kept),
        Named("DELETE", "/v1/responses/{id}", one_under(KEPT), kept),
        Named("GET", "/v1/responses/{id}/input_items", under_kept(INPUT), kept),
    )


def _protocol_at(path: str) -> str:
    if is_gemini(path):
        return GEMINI
    return ANTHROPIC if path.startswith("/v1/messages") else OPENAI_CHAT


def _came(loading: asyncio.Task[App]) -> bool:
    return not loading.cancelled() and loading.exception() is None


def _control(house: House) -> App:
    """Load the control API, off the event loop, so that the model routes go on answering meanwhile."""
    from larouter.api.control import control_app  # noqa: PLC0415 - a third of a second that no request pays

    return control_app(
        gate=house.gate,
        projects=house.projects,
        sessions=house.sessions,
        feed=house.feed,
        ledger=house.ledger,
        database=house.database,
        alerter=house.alerter,
        catalog=house.catalog,
        pipeline=house.pipeline,
        story=Story(house.database),
        retention=house.retention,
        runtime=house.runtime,
        roster=house.roster,
        pulls=house.pulls,
        fleet=house.fleet,
        most_bytes=house.runtime.loaded.settings.server.max_body_bytes,
        now_ms=now_ms,
    )
