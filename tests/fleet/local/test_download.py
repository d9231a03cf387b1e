"""Downloads from a real server that behaves well and badly."""

import asyncio
import hashlib
import random
from dataclasses import replace
from pathlib import Path

import pytest
from model_source import ModelSource

from larouter.fleet.local import download as module
from larouter.fleet.local.download import DownloadError, Progress, Surroundings, Wanted, WrongHash, download
from larouter.outbound.transport import Transport

DATA = random.Random(1).randbytes(3_000_000)
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def around(transport: Transport, waits: list[float]) -> Surroundings:
    async def pause(seconds: float) -> None:
        waits.append(seconds)

    return Surroundings(transport.send, pause=pause)


@pytest.fixture
def wanted(source: ModelSource, tmp_path: Path) -> Wanted:
    source.put("/m.gguf", DATA)
    return Wanted(f"{source.url}/m.gguf", tmp_path / "models" / "m.gguf", SHA, len(DATA))


def ranges(source: ModelSource) -> list[str]:
    return [headers.get("range", "") for _, headers in source.asked]


def left(wanted: Wanted) -> list[str]:
    return sorted(path.name for path in wanted.target.parent.iterdir())


async def test_a_file_comes_whole_and_nothing_else_is_left(wanted: Wanted, around: Surroundings) -> None:
    assert await download(wanted, around) == SHA
    assert wanted.target.read_bytes() == DATA
    assert left(wanted) == ["m.gguf"]


async def test_a_file_of_which_nothing_is_known_comes_too_and_its_hash_is_told(
    wanted: Wanted, around: Surroundings
) -> None:
    assert await download(replace(wanted, sha256="", bytes=0), around) == SHA


async def test_after_resets_it_goes_on_where_it_stopped(
    wanted: Wanted, around: Surroundings, source: ModelSource, waits: list[float]
) -> None:
    source.cuts = [1_000_000, 500_000]
    await download(wanted, around)
    assert wanted.target.read_bytes() == DATA
    starts = [int(asked.removeprefix("bytes=").rstrip("-")) for asked in ranges(source)[1:]]
    assert 0 < starts[0] <= 1_000_000
    assert starts[0] < starts[1] <= 1_500_000
    assert waits == [0.5, 0.5], "each try that brings something begins the back-off anew"


async def test_cancelled_half_way_the_next_download_fetches_only_the_rest(
    wanted: Wanted, around: Surroundings, source: ModelSource
) -> None:
    source.pause_seconds = 0.002
    half = asyncio.Event()
    telling = replace(around, tell=lambda now: half.set() if now.bytes > 1_000_000 else None)
    task = asyncio.ensure_future(download(wanted, telling))
    await half.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left(wanted) == ["m.gguf.part"]
    there = wanted.target.with_name("m.gguf.part").read_bytes()
    assert len(there) > 1_000_000
    assert there == DATA[: len(there)]
    source.pause_seconds = 0.0
    await download(wanted, around)
    assert ranges(source)[-1] == f"bytes={len(there)}-"
    assert wanted.target.read_bytes() == DATA


async def test_a_part_that_is_whole_is_not_asked_for_again(
    wanted: Wanted, around: Surroundings, source: ModelSource
) -> None:
    wanted.target.parent.mkdir()
    wanted.target.with_name("m.gguf.part").write_bytes(DATA)
    await download(wanted, around)
    assert source.asked == []
    wanted.target.rename(wanted.target.with_name("m.gguf.part"))
    await download(replace(wanted, bytes=0), around)
    assert source.sent == 0, "whoever does not know the length asks, and is told that all is there"
    assert wanted.target.read_bytes() == DATA


async def test_a_source_without_ranges_is_read_from_the_start_again(
    wanted: Wanted, around: Surroundings, source: ModelSource
) -> None:
    source.ranges = False
    source.cuts = [1_000_000]
    await download(wanted, around)
    assert wanted.target.read_bytes() == DATA


async def test_wrong_bytes_are_thrown_away_and_what_was_expected_is_said(
    wanted: Wanted, around: Surroundings, source: ModelSource
) -> None:
    found = source.put("/m.gguf", DATA[:-1] + b"x")
    with pytest.raises(WrongHash, match=f"nothing of it was kept: expected sha256 {SHA}, found {found}"):
        await download(wanted, around)
    assert left(wanted) == []


async def test_a_damaged_part_is_found_out_and_thrown_away(wanted: Wanted, around: Surroundings) -> None:
    wanted.target.parent.mkdir()
    wanted.target.with_name("m.gguf.part").write_bytes(b"x" * 1000)
    with pytest.raises(WrongHash):
        await download(wanted, around)
    assert left(wanted) == []


async def test_a_source_that_tells_another_hash_beforehand_is_not_read(
    wanted: Wanted, around: Surroundings, source: ModelSource
) -> None:
    source.linked_hash = True
    found = source.put("/m.gguf", DATA[:-1] + b"x")
    with pytest.raises(WrongHash, match=f"not a byte was fetched: expected sha256 {SHA}, found {found}"):
        await download(wanted, around)
    assert left(wanted) == []


async def test_another_length_than_the_catalogue_has_is_refused_before_anything_comes(
    wanted: Wanted, around: Surroundings
) -> None:
    with pytest.raises(DownloadError, match=r"has 3,000,000 bytes at .*, 2,999,999 were expected"):
        await download(replace(wanted, bytes=2_999_999), around)


async def test_without_room_nothing_is_fetched(wanted: Wanted, around: Surroundings) -> None:
    with pytest.raises(DownloadError, match=r"takes 3,000,000 more bytes .* room for 1,000; make room"):
        await download(wanted, replace(around, free=lambda _: 1_000))


async def test_a_busy_source_is_asked_again_ever_later_and_then_given_up(
    wanted: Wanted, around: Surroundings, source: ModelSource, waits: list[float]
) -> None:
    source.failures = [503, 429, 500]
    await download(wanted, around)
    assert waits == [0.5, 1.0, 2.0]
    wanted.target.unlink()
    waits.clear()
    source.failures = [503] * 20
    with pytest.raises(DownloadError, match="answered 503; try again later"):
        await download(wanted, around)
    assert waits == list(module.BACK_OFF_SECONDS)


@pytest.mark.parametrize(
    ("status", "said"), [(401, "set HF_TOKEN"), (403, "set HF_TOKEN"), (404, "no such file or revision")]
)
async def test_a_refusal_is_not_asked_again_and_says_what_to_do(
    wanted: Wanted, around: Surroundings, source: ModelSource, status: int, said: str
) -> None:
    source.failures = [status]
    with pytest.raises(DownloadError, match=said):
        await download(wanted, around)
    assert len(source.asked) == 1


async def test_nobody_there_is_said_with_the_address(wanted: Wanted, around: Surroundings) -> None:
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1:9/m\.gguf: .*try again later"):
        await download(replace(wanted, url="http://127.0.0.1:9/m.gguf"), around)


async def test_redirects_are_followed_with_credentials_at_home(
    wanted: Wanted, around: Surroundings, source: ModelSource
) -> None:
    source.redirects = {"/start": "/m.gguf?Signature=a%2Bb"}
    source.put("/m.gguf?Signature=a%2Bb", DATA)
    key = (("Authorization", "Bearer secret"),)
    await download(replace(wanted, url=f"{source.url}/start", headers=key), around)
    assert [headers.get("authorization") for _, headers in source.asked] == ["Bearer secret"] * 2


async def test_redirects_that_go_round_or_away_from_https_end(
    wanted: Wanted, around: Surroundings, source: ModelSource
) -> None:
    source.redirects = {"/round": "/round", "/away": "http://localhost:1/x"}
    with pytest.raises(DownloadError, match="more than 5 times"):
        await download(replace(wanted, url=f"{source.url}/round"), around)
    assert len(source.asked) == 6
    with pytest.raises(DownloadError, match="not https"):
        await download(replace(wanted, url=f"{source.url}/away"), around)


async def test_progress_tells_bytes_total_rate_and_what_remains(
    wanted: Wanted, around: Surroundings, source: ModelSource
) -> None:
    source.pause_seconds = 0.002
    told: list[Progress] = []
    await download(wanted, replace(around, tell=told.append))
    assert [one.bytes for one in told] == sorted(one.bytes for one in told)
    assert {one.total for one in told} == {len(DATA)}
    assert told[-1].bytes == len(DATA)
    assert told[-1].rate > 0
    assert told[-1].remaining_seconds == 0


async def test_cancelled_while_the_part_is_read_it_lets_go_of_it(
    wanted: Wanted, around: Surroundings
) -> None:
    wanted.target.parent.mkdir()
    wanted.target.with_name("m.gguf.part").write_bytes(DATA[:1_000_000])
    task = asyncio.ensure_future(download(wanted, around))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await download(wanted, around)
    assert wanted.target.read_bytes() == DATA


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PIECE", 400_000)


@pytest.mark.usefixtures("small_pieces")
async def test_a_large_file_comes_over_several_connections_and_is_whole(
    source: ModelSource, wanted: Wanted, around: Surroundings
) -> None:
    await download(wanted, around)
    assert wanted.target.read_bytes() == DATA
    starts = sorted(int(asked.removeprefix("bytes=").partition("-")[0]) for asked in ranges(source) if asked)
    assert starts == list(range(400_000, len(DATA), 400_000))


@pytest.mark.usefixtures("small_pieces")
async def test_a_source_that_does_not_bear_several_connections_is_read_over_one(
    source: ModelSource, wanted: Wanted, around: Surroundings
) -> None:
    source.refuses_pieces = True
    await download(wanted, around)
    assert wanted.target.read_bytes() == DATA
    assert any(asked.endswith("-") for asked in ranges(source))


@pytest.mark.usefixtures("small_pieces")
async def test_pieces_that_are_cut_off_are_fetched_again_and_the_hash_holds(
    source: ModelSource, wanted: Wanted, around: Surroundings
) -> None:
    source.cuts = [100_000, 20_000, 4_000_000]
    await download(wanted, around)
    assert wanted.target.read_bytes() == DATA
