"""Fetches a model file: resumed where it stopped, hashed while it is written, kept only when it is the right one.

A large one comes over several connections, where the source bears that: pieces are fetched ahead and written in order.
"""

import asyncio
import itertools
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from larouter.background import spawn
from larouter.core.errors import RouterError, UpstreamError
from larouter.core.zones import Zone
from larouter.fleet.local.hops import MOST_HOPS, REDIRECTS, BadRedirect, Hop, next_hop, retry_after, shown
from larouter.fleet.local.part import SPARE_BYTES, Busy, Part, free_bytes
from larouter.outbound.endpoint import Endpoint, Incoming, Limits, Outgoing
from larouter.outbound.permit import OPERATOR, Permit

BACK_OFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0)
LIMITS = Limits(connect=15, first_byte=60, idle=60, total=7 * 86_400)
_BLOCK = 1024 * 1024
_PIECE = 16 * 1024 * 1024
_AHEAD = 3
_RATE_SECONDS = 10.0
_TELL_SECONDS = 0.2
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_BUSY = frozenset((408, 425, 429, 500, 502, 503, 504))


class DownloadError(Exception):
    """A file that was not fetched; the message says why and what to do."""


class WrongHash(DownloadError):
    """What came is not the file that was meant; nothing of it is kept."""


class _Again(Exception):
    """A failure that another try may cure."""

    def __init__(self, message: str, after_seconds: float = 0.0) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds


class Send(Protocol):
    """The door through which calls leave, as `Transport.send`."""

    async def __call__(self, call: Outgoing, permit: Permit) -> Incoming:
        """The head of the answer, its bytes still to come."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch.

    Attributes:
        url: Where it is.
        target: Where it shall be.
        sha256: What it must have; empty when nobody said.
        bytes: How long it must be; 0 when nobody said.
        headers: Credentials for the host of `url` alone.
    """

    url: str
    target: Path
    sha256: str = ""
    bytes: int = 0
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a download is.

    Attributes:
        file: The name of the file.
        bytes: What is on the disk.
        total: What there will be; 0 when not known yet.
        rate: Bytes a second, over the last seconds.
        remaining_seconds: Until it is whole; None when it cannot be told.
    """

    file: str
    bytes: int
    total: int = 0
    rate: float = 0.0
    remaining_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a download needs of the world.

    Attributes:
        send: The door through which calls leave.
        tell: Called with the progress, a few times a second.
        pause: Waits for so many seconds.
        free: Room on the disk of a folder, in bytes.
        clock: Seconds of a clock that never goes back.
    """

    send: Send
    tell: Callable[[Progress], None] = lambda _: None
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    free: Callable[[Path], int] = free_bytes
    clock: Callable[[], float] = time.monotonic


async def download(wanted: Wanted, around: Surroundings) -> str:
    """Fetch a file and return its sha256; cancelled or failed, what came is kept for the next time.

    Raises:
        WrongHash: What came is another file, and nothing of it is kept.
        DownloadError: It cannot be had; the message says why.
    """
    try:
        part = await _opened(wanted.target)
    except (Busy, OSError) as error:
        raise DownloadError(str(error)) from None
    try:
        return await _Fetching(wanted, around, part).run()
    except OSError as error:
        raise DownloadError(f"{part.path}: {error.strerror or error}") from None
    finally:
        part.close()


class _Fetching:
    def __init__(self, wanted: Wanted, around: Surroundings, part: Part) -> None:
        self._wanted = wanted
        self._around = around
        self._part = part
        self._total = wanted.bytes
        self._seen: deque[tuple[float, int]] = deque()
        self._over_one = False

    async def run(self) -> str:
        failures = 0
        while True:
            before = self._part.size
            try:
                if not self._total or self._part.size != self._total:
                    await self._stretch()
                return await self._accept()
            except (_Again, UpstreamError) as error:
                failures = 1 if self._part.size > before else failures + 1
                if failures > len(BACK_OFF_SECONDS):
                    raise DownloadError(
                        f"{shown(self._wanted.url)}: {_words(error)}; try again later"
                    ) from None
                asked = error.after_seconds if isinstance(error, _Again) else 0.0
                await self._around.pause(max(asked, BACK_OFF_SECONDS[failures - 1]))
            except (RouterError, BadRedirect) as error:
                raise DownloadError(_words(error)) from None

    async def _stretch(self) -> None:
        """One call, until its answer ends."""
        answer = await self._ask(f"bytes={self._part.size}-" if self._part.size else "")
        try:
            await self._place(answer)
            await self._check_room()
            self._seen.clear()
            await (self._pour_pieces(answer) if self._bears_pieces(answer) else self._pour(answer))
        finally:
            answer.close()
        if self._part.size < self._total:
            raise _Again("the source ended its answer before the end of the file")

    def _bears_pieces(self, answer: Incoming) -> bool:
        ranges = answer.status == 206 or answer.headers.get("accept-ranges", "") == "bytes"
        return ranges and not self._over_one and self._total - self._part.size > 2 * _PIECE

    async def _pour_pieces(self, first: Incoming) -> None:
        """Write the first piece from the answer that is there, the others as they come, each in its turn."""
        until = self._part.size + _PIECE
        starts = iter(range(until, self._total, _PIECE))
        coming = deque(spawn(self._piece(start), "a piece") for start in itertools.islice(starts, _AHEAD))
        try:
            await self._pour(first, until)
            first.close()
            self._check_end(until)
            while coming:
                piece = _unless_failed(await coming[0])
                coming.popleft()
                coming.extend(spawn(self._piece(start), "a piece") for start in itertools.islice(starts, 1))
                await _off_the_loop(partial(self._part.write, piece))
                self._tell(0)
        except (_Again, UpstreamError):
            self._over_one = True
            raise
        finally:
            for task in coming:
                task.cancel()
            await asyncio.gather(*coming, return_exceptions=True)

    def _check_end(self, of_piece: int) -> None:
        if self._part.size != of_piece:
            raise _Again("the source ended its answer before the end of a piece")

    async def _piece(self, start: int) -> bytes | Exception:
        """One piece, or why it did not come; its turn may never be."""
        try:
            return await self._fetched(start, min(start + _PIECE, self._total))
        except (_Again, DownloadError, RouterError, BadRedirect) as error:
            return error

    async def _fetched(self, start: int, end: int) -> bytes:
        answer = await self._ask(f"bytes={start}-{end - 1}")
        try:
            found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
            if answer.status != 206 or found is None or int(found[1]) != start:
                raise _Again(
                    f"{shown(self._wanted.url)} answered {answer.status} to one of several connections"
                )
            body = bytearray()
            async for chunk in answer.chunks():
                body += chunk
                if len(body) > end - start:
                    break
        finally:
            answer.close()
        if len(body) != end - start:
            raise _Again("the source sent a piece of another length than was asked for")
        return bytes(body)

    async def _ask(self, asked: str) -> Incoming:
        hop = Hop(self._wanted.url, self._wanted.headers)
        for _ in range(MOST_HOPS + 1):
            answer = await self._around.send(self._call(hop, asked), OPERATOR)
            if (told := answer.headers.get("x-linked-etag", "").strip('"').lower()) and len(told) == 64:
                self._check_hash(
                    told, "the source now has another build of it, and not a byte was fetched", answer
                )
            if answer.status not in REDIRECTS:
                return answer
            answer.close()
            hop = next_hop(hop, answer.headers.get("location", ""))
        raise BadRedirect(f"{shown(self._wanted.url)} redirects more than {MOST_HOPS} times")

    def _call(self, hop: Hop, span: str) -> Outgoing:
        parts = urlsplit(hop.url)
        base = f"{parts.scheme}://{parts.netloc}"
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        asked = [("Accept-Encoding", "identity"), *hop.headers]
        if span:
            asked.append(("Range", span))
        return Outgoing(
            Endpoint("the model source", base, Zone.PUBLIC), "GET", path, b"", tuple(asked), LIMITS
        )

    async def _place(self, answer: Incoming) -> None:
        """Find out where the bytes of an answer belong.

        Raises:
            DownloadError: There are none.
        """
        if answer.status == 206:
            found = _RANGE.fullmatch(answer.headers.get("content-range", ""))
            if found is None or int(found[1]) != self._part.size:
                await _off_the_loop(self._part.empty)
                raise _Again("the source answered with another range than was asked for")
            self._set_total(found[2])
        elif answer.status == 200:
            await _off_the_loop(self._part.empty)
            self._set_total(answer.headers.get("content-length", ""))
        elif answer.status == 416:
            if answer.headers.get("content-range", "") == f"bytes */{self._part.size}":
                self._total = self._part.size
                raise _Again("all of it is here already")
            await _off_the_loop(self._part.empty)
            raise _Again("the source has less than is here already")
        else:
            raise _refusal(answer, self._wanted)

    def _set_total(self, told: str) -> None:
        if not told.isdecimal():
            return
        if self._wanted.bytes and int(told) != self._wanted.bytes:
            raise DownloadError(
                f"{self._wanted.target.name} has {int(told):,} bytes at {shown(self._wanted.url)}, "
                f"{self._wanted.bytes:,} were expected"
            )
        self._total = int(told)

    async def _check_room(self) -> None:
        missing = self._total - self._part.size
        free = await asyncio.to_thread(self._around.free, self._wanted.target.parent)
        if free < missing + SPARE_BYTES:
            raise DownloadError(
                f"{self._wanted.target.name} takes {max(missing, 0):,} more bytes and {self._wanted.target.parent} has "
                f"room for {free:,}; make room, or name another folder with LAROUTER_MODELS"
            )

    async def _pour(self, answer: Incoming, until: int = 0) -> None:
        """Write it in large blocks, off the event loop, up to a place in the file; what came before a failure too."""
        block, told = bytearray(), 0.0
        try:
            async for chunk in answer.chunks():
                block += chunk
                if until and self._part.size + len(block) >= until:
                    del block[until - self._part.size :]
                    break
                if len(block) >= _BLOCK:
                    ready, block = bytes(block), bytearray()
                    await _off_the_loop(partial(self._part.write, ready))
                if self._around.clock() - told >= _TELL_SECONDS:
                    told = self._around.clock()
                    self._tell(len(block))
                if self._total and self._part.size + len(block) > self._total:
                    break
        finally:
            if block:
                self._part.write(bytes(block))
        self._tell(0)

    def _tell(self, waiting: int) -> None:
        now, there = self._around.clock(), self._part.size + waiting
        self._seen.append((now, there))
        while self._seen[0][0] < now - _RATE_SECONDS:
            self._seen.popleft()
        since, had = self._seen[0]
        rate = (there - had) / (now - since) if now > since else 0.0
        remaining = max(0.0, (self._total - there) / rate) if rate > 0 and self._total else None
        self._around.tell(Progress(self._wanted.target.name, there, self._total, rate, remaining))

    async def _accept(self) -> str:
        """Keep the file when it is the one that was meant."""
        found = self._part.sha256
        if self._wanted.sha256 and found != self._wanted.sha256:
            self._part.discard()
            self._check_hash(found, "nothing of it was kept")
        if self._total and self._part.size != self._total:
            self._part.discard()
            raise WrongHash(
                f"{self._wanted.target.name} came with more than the {self._total:,} bytes it has"
            )
        await _off_the_loop(self._part.keep)
        return found

    def _check_hash(self, found: str, consequence: str, answer: Incoming | None = None) -> None:
        if self._wanted.sha256 in ("", found):
            return
        if answer is not None:
            answer.close()
        raise WrongHash(
            f"{self._wanted.target.name} from {shown(self._wanted.url)} is not the file that was meant; {consequence}: "
            f"expected sha256 {self._wanted.sha256}, found {found}"
        )


def _unless_failed(piece: bytes | Exception) -> bytes:
    if isinstance(piece, bytes):
        return piece
    raise piece


async def _opened(target: Path) -> Part:
    """The part, read in a thread; whoever is cancelled meanwhile leaves it closed."""
    opening = asyncio.get_running_loop().run_in_executor(None, Part, target)
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        await asyncio.wait([opening])
        if opening.exception() is None:
            opening.result().close()
        raise


async def _off_the_loop(work: Callable[[], None]) -> None:
    """Do blocking work in a thread; whoever is cancelled meanwhile leaves only when it is done."""
    doing = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait([doing])
        raise


def _refusal(answer: Incoming, wanted: Wanted) -> Exception:
    where = f"{shown(wanted.url)} answered {answer.status}"
    if answer.status in _BUSY:
        return _Again(where, retry_after(answer.headers))
    if answer.status in (401, 403):
        return DownloadError(f"{where}: it asks for a token that may read it; set HF_TOKEN")
    if answer.status in (404, 410):
        return DownloadError(f"{where}: there is no such file or revision")
    return DownloadError(where)


def _words(error: Exception) -> str:
    return error.operator_detail if isinstance(error, RouterError) else str(error)
