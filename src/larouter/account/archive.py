"""Answers of `/v1/responses` that are kept, where the operator has switched that on: encrypted, and for a time.

A row holds the whole conversation up to its answer, so that one look is enough to go on from it and any other may
be forgotten. It is compressed, then sealed by AES-256-GCM under a key of its project, which derives from the secret
of the installation; who has the database alone has nothing.
"""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from larouter.account.seal import key_of, label_of, seal, unseal
from larouter.core.chat import Chat
from larouter.core.errors import BadRequest, NoSuchResponse
from larouter.store import responses
from larouter.store.database import Database, DatabaseError
from larouter.wire.members import read_object
from larouter.wire.openai_responses import finished_in, stored_of, with_history
from larouter.wire.openai_responses_kept import listed, references, response_of, with_items

DAY_MS = 86_400_000
SWEEP_MS = 600_000
_MARK = b"previous_response_id"
_REFERENCE = re.compile(rb'"item_reference"|\{\s*"id"\s*:\s*"[^"]*"\s*\}')
_PURPOSE = b"larouter kept responses "
_OFF = (
    "responses are not kept here, so there is nothing to go on from or to look up; send the whole conversation as "
    "input, or ask the operator to switch on responses.keep"
)
_log = logging.getLogger("larouter.archive")


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long answers are kept.

    Attributes:
        on: Whether they are kept at all.
        days: How long.
    """

    on: bool
    days: float


class Archive:
    """The answers that are kept.

    Args:
        database: Where.
        secret: The installation's own, from which the keys derive.
        now_ms: Milliseconds since 1970.
        keeping: Whether and how long, at the moment.
    """

    def __init__(
        self, database: Database, secret: bytes, now_ms: Callable[[], int], keeping: Callable[[], Keeping]
    ) -> None:
        self._database = database
        self._secret = secret
        self._now_ms = now_ms
        self._keeping = keeping
        self._swept_ms = 0

    @property
    def on(self) -> bool:
        """Whether answers are kept."""
        return self._keeping().on

    async def recall(self, raw: bytes, project_id: str) -> tuple[bytes, str]:
        """A request with the conversation before it and the items that it refers to, and the response it goes on from.

        Raises:
            BadRequest: It goes on from something, or refers to something, that is not kept.
        """
        if _MARK not in raw and not _REFERENCE.search(raw):
            return raw, ""
        body, kept = read_object(raw), None
        if previous := stored_of(body).previous:
            kept = await self._find(previous, project_id)
            if kept is None:
                raise BadRequest(
                    f"the response {previous[:100]!r} is not kept here (any more); send the whole conversation as "
                    "input",
                    param="previous_response_id",
                )
        if referred := references(body):
            body = with_items(body, await self._known(referred, kept, project_id))
        if kept is not None:
            body = with_history(body, [*kept["input"], *kept["response"]["output"]])
        return (body.text.encode(), previous) if previous or referred else (raw, "")

    async def _known(
        self, referred: Sequence[str], kept: Mapping[str, Any] | None, project_id: str
    ) -> dict[str, Any]:
        """Kept items by their ids: those of the conversation, and of the responses that the ids name."""
        known = _by_id(kept) if kept is not None else {}
        for response_id in dict.fromkeys([response_of(one) for one in referred if one not in known]):
            if response_id and (found := await self._find(response_id, project_id)) is not None:
                known |= _by_id(found)
        return known

    def wanted(self, chat: Chat, previous: str) -> Chat:
        """The request, marked as one whose answer is kept unless the client says that it is not to be."""
        return replace(chat, previous=previous, kept=stored_of(chat.body).keep is not False)

    async def keeping(
        self, flow: AsyncGenerator[bytes, None], chat: Chat, project_id: str
    ) -> AsyncGenerator[bytes, None]:
        """The answer as it flows; its last bytes wait until it is kept."""
        async with aclosing(flow):
            async for part in flow:
                await self.keep(part, chat, project_id)
                yield part

    async def keep(self, part: bytes, chat: Chat, project_id: str) -> None:
        """Keep the answer that a part of it, or all of it, completes."""
        if (response := finished_in(part, stream=chat.stream)) is not None:
            try:
                await self._keep(response, chat, project_id)
            except DatabaseError as error:  # the answer is worth more than a copy of it
                _log.warning("an answer could not be kept: %s", error)

    async def find(self, response_id: str, project_id: str) -> dict[str, Any]:
        """An answer that is kept.

        Raises:
            BadRequest: Nothing is kept here.
            NoSuchResponse: It is not, or it is another project's.
        """
        self._check_on()
        kept = await self._find(response_id, project_id)
        if kept is None:
            raise _nothing(response_id)
        return dict(kept["response"])

    async def inputs(self, response_id: str, project_id: str) -> list[dict[str, Any]]:
        """What an answer that is kept was given, in the order in which it was said.

        Raises:
            BadRequest: Nothing is kept here.
            NoSuchResponse: It is not, or it is another project's.
        """
        self._check_on()
        kept = await self._find(response_id, project_id)
        if kept is None:
            raise _nothing(response_id)
        return listed(kept["input"], response_id)

    async def remove(self, response_id: str, project_id: str) -> None:
        """Forget an answer.

        Raises:
            BadRequest: Nothing is kept here.
            NoSuchResponse: It is not there.
        """
        self._check_on()
        work = partial(
            responses.remove, project_id=project_id, response_id=response_id, now_ms=self._now_ms()
        )
        if not await self._database.write(work):
            raise _nothing(response_id)

    def sweep(self) -> None:
        """Forget what has expired, now and then; also when nothing is kept any more."""
        now_ms = self._now_ms()
        if now_ms - self._swept_ms >= SWEEP_MS:
            self._swept_ms = now_ms
            self._database.post(partial(responses.sweep, now_ms=now_ms))

    def _check_on(self) -> None:
        if not self.on:
            raise BadRequest(_OFF)

    async def _keep(self, response: Mapping[str, Any], chat: Chat, project_id: str) -> None:
        now_ms, response_id = self._now_ms(), str(response["id"])
        own = chat.body.members.get("input")
        items = [{"role": "user", "content": own}] if isinstance(own, str) else own
        value = {"input": items, "response": response}
        key = key_of(self._secret, _PURPOSE, project_id)
        sealed = await asyncio.to_thread(seal, key, label_of(project_id, response_id), value)
        times = (now_ms, now_ms + round(self._keeping().days * DAY_MS))
        work = partial(
            responses.keep, project_id=project_id, response_id=response_id, times=times, sealed=sealed
        )
        await self._database.write(work)

    async def _find(self, response_id: str, project_id: str) -> dict[str, Any] | None:
        work = partial(responses.find, project_id=project_id, response_id=response_id, now_ms=self._now_ms())
        sealed = await self._database.read(work)
        if sealed is None:
            return None
        key = key_of(self._secret, _PURPOSE, project_id)
        return await asyncio.to_thread(unseal, key, label_of(project_id, response_id), sealed)


def _by_id(kept: Mapping[str, Any]) -> dict[str, Any]:
    items = [*listed(kept["input"], str(kept["response"]["id"])), *kept["response"]["output"]]
    return {str(item["id"]): item for item in items if "id" in item}


def _nothing(response_id: str) -> NoSuchResponse:
    return NoSuchResponse(f"no response with the id {response_id[:100]!r} is kept here", param="response_id")
