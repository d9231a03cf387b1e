"""The router without a server: the same configuration, policy, ledger and decisions, inside another program."""

import asyncio
import contextlib
import json
import os
import threading
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self, TypeVar

import msgspec

from larouter.api.chat import arrived
from larouter.compose import House, Installation
from larouter.config.keys import read_keys
from larouter.config.runtime import load_kept
from larouter.core.chat import OPENAI_CHAT
from larouter.core.decision import Decision
from larouter.ingress.call import Call
from larouter.ingress.speak import Reply
from larouter.routers.plug import asked_of, plug
from larouter.wire.members import read_object
from larouter.wire.openai_chat import read_chat

SETTLE_SECONDS = 15.0
Messages = Sequence[Mapping[str, Any]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a chat.

    Attributes:
        text: What was said, or empty where tools are called.
        tier: The tier that answered.
        model: `backend/model`.
        zone: Where the bytes went.
        request_id: For feedback, and for the story of the request.
        body: The whole answer, as OpenAI's API gives it.
    """

    text: str
    tier: str
    model: str
    zone: str
    request_id: str
    body: Mapping[str, Any]


class Router:
    """A router in this program: `async with Router() as router`.

    Args:
        directory: Where `larouter.toml` and `.env` are.
        environment: In place of the process's own.
        settings: Dotted path to value, over everything else.
        token: Of the project on whose behalf it calls; the installation's own if empty.
    """

    def __init__(
        self,
        directory: Path | str = ".",
        environment: Mapping[str, str] | None = None,
        settings: Mapping[str, object] | None = None,
        token: str = "",
    ) -> None:
        folder, flags = Path(directory), dict(settings or {})
        loaded = load_kept(os.environ if environment is None else environment, folder, flags)
        keys = read_keys(loaded.settings.database.path, loaded.environment)
        at = Installation(loaded, keys, folder, flags, loaded.settings.server.port)
        self._house = House(at, lambda _: None)
        self._token = token or loaded.environment.get("LAROUTER_TOKEN", "")

    async def __aenter__(self) -> Self:
        """Start: the database is opened and the fleet looked at.

        Raises:
            RouterError: It cannot be started.
        """
        await self._house.start()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._house.roster.settled.wait(), SETTLE_SECONDS)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._house.stop()

    async def route(self, messages: Messages, model: str = "auto", **options: Any) -> Decision:  # noqa: ANN401
        """Where a chat would go and why; sends nothing.

        Args:
            messages: As OpenAI's API takes them.
            model: auto, a tier, a model, or the name of a router.
            options: Whatever else the API takes.

        Raises:
            RouterError: It cannot be read, or the project is not known.
        """
        call = self._call({"model": model, "messages": list(messages), **options})
        caller = self._house.gate.admit(call.headers)
        return (await self._house.pipeline.preview(call, caller)).decision

    async def chat(self, messages: Messages, model: str = "auto", **options: Any) -> Answer:  # noqa: ANN401
        """The answer to a chat, under the project's policy and budget.

        Raises:
            RouterError: Nobody may or can answer.
        """
        reply = await self._answer({"model": model, "messages": list(messages), **options, "stream": False})
        assert isinstance(reply.body, bytes)  # noqa: S101 - no stream was asked for
        body = msgspec.json.decode(reply.body)
        said = {name.decode(): value.decode("latin-1") for name, value in reply.headers}
        message = body["choices"][0]["message"]
        return Answer(
            text=message.get("content") or "",
            tier=said["x-larouter-tier"],
            model=said["x-larouter-model"],
            zone=said["x-larouter-zone"],
            request_id=said["x-larouter-request-id"],
            body=body,
        )

    async def stream(
        self,
        messages: Messages,
        model: str = "auto",
        **options: Any,  # noqa: ANN401
    ) -> AsyncIterator[Mapping[str, Any]]:
        """The answer piece by piece, each as OpenAI's API gives it.

        Raises:
            RouterError: Nobody may or can answer.
        """
        reply = await self._answer({"model": model, "messages": list(messages), **options, "stream": True})
        assert not isinstance(reply.body, bytes)  # noqa: S101 - a stream was asked for
        waiting = b""
        async for part in reply.body:
            *whole, waiting = (waiting + part).split(b"\n\n")
            for event in whole:
                if event.startswith(b"data: {"):
                    yield msgspec.json.decode(event[6:])

    async def win_rate(self, prompt: str, router: str) -> float:
        """How much a prompt needs the strong model by the router of that name, from 0 to 1.

        Raises:
            NoSuchRouter: There is none of that name.
            CannotRoute: It cannot be used as it is set, or it would ask a model.
        """
        told = self._house.runtime.loaded.settings.routers
        body = {"model": "auto", "messages": [{"role": "user", "content": prompt}]}
        asked = asked_of(read_chat(read_object(json.dumps(body).encode())), "req_00000000000000000000000000")
        found = plug(router, (told.model_extra or {}).get(router, {})).score(asked)
        return float(found) if isinstance(found, int | float) else float(await found)

    async def _answer(self, body: Mapping[str, Any]) -> Reply:
        return await self._house.pipeline.answer(self._call(body))

    def _call(self, body: Mapping[str, Any]) -> Call:
        raw = msgspec.json.encode(body)
        token = self._token or self._house.keys.token
        headers = [(b"host", b"127.0.0.1"), (b"authorization", f"Bearer {token}".encode())]

        async def read() -> bytes:
            return raw

        return arrived(OPENAI_CHAT, {"path": "/v1/chat/completions", "headers": headers}, read)


class Controller:
    """RouteLLM's `Controller`, for programs that move over: two models, a router, a threshold; synchronous.

    Args:
        routers: Names of routers; others are refused.
        strong_model: A model or deployment of the fleet.
        weak_model: Another one.
        config: Options by router, such as `{"mf": {"file": "mf.json"}}`.
        directory: Where `larouter.toml` and `.env` are.
        environment: In place of the process's own.
    """

    def __init__(
        self,
        routers: Sequence[str],
        strong_model: str,
        weak_model: str,
        config: Mapping[str, Mapping[str, Any]] | None = None,
        directory: Path | str = ".",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.routers = tuple(routers)
        settings: dict[str, object] = {"routers.models": [weak_model, strong_model]}
        for name, options in (config or {}).items():
            settings |= {f"routers.{name}.{key}": value for key, value in options.items()}
        self._models = weak_model, strong_model
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="larouter", daemon=True)
        self._thread.start()
        self._router = self._wait(self._open(directory, environment, settings))
        self.chat = SimpleNamespace(completions=SimpleNamespace(create=self.completion))

    @staticmethod
    async def _open(
        directory: Path | str, environment: Mapping[str, str] | None, settings: Mapping[str, object]
    ) -> Router:
        return await Router(directory, environment, settings).__aenter__()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop, and let go of everything."""
        self._wait(self._router.__aexit__())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def completion(
        self,
        *,
        messages: Messages,
        model: str = "",
        router: str = "",
        threshold: float | None = None,
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """An answer with attributes as OpenAI's client has them: `answer.choices[0].message.content`.

        Args:
            messages: As OpenAI's API takes them.
            model: `router-NAME-THRESHOLD`, or empty where `router` and `threshold` are given.
            router: A router by name.
            threshold: From this score on the strong model answers.
            options: Whatever else the API takes, streams apart.

        Raises:
            ValueError: The router is not one of those that were named.
            RouterError: Nobody may or can answer.
        """
        name = model or f"router-{router}-{threshold}"
        self._check(name.removeprefix("router-").rpartition("-")[0])
        answer = self._wait(self._router.chat(messages, name, **options))
        return json.loads(msgspec.json.encode(answer.body), object_hook=lambda row: SimpleNamespace(**row))

    def route(self, prompt: str, router: str, threshold: float) -> str:
        """The model that would answer a prompt."""
        return self._models[self.batch_calculate_win_rate([prompt], router)[0] >= threshold]

    def batch_calculate_win_rate(self, prompts: Sequence[str], router: str) -> list[float]:
        """How much each prompt needs the strong model, from 0 to 1."""
        self._check(router)
        return [self._wait(self._router.win_rate(prompt, router)) for prompt in prompts]

    def _check(self, router: str) -> None:
        if router not in self.routers:
            raise ValueError(
                f"{router!r} is not among the routers of this controller: {', '.join(self.routers)}"
            )

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
