"""Local models in service, with real llama.cpp servers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from larouter.background import spawn
from larouter.config.local_models import LISTING, LocalModel
from larouter.fleet.fetch import Fetch, ask
from larouter.fleet.local import shelf
from larouter.fleet.local.gguf import write_reply, write_sparse
from larouter.fleet.local.runner import LocalServerError, State
from larouter.fleet.local.service import Service, Surroundings, plan
from larouter.fleet.local.shelf import NotAModel, Shelved

ROW = LocalModel(
    "m", "m", None, context=131072, memory=((4096, 4_000), (32768, 6_000), (131072, 9_000)), checked=LISTING
)
Make = Callable[..., Service]


@pytest.fixture
def models(tmp_path: Path) -> dict[str, LocalModel]:
    write_reply(tmp_path / "m.gguf")
    return {"m": LocalModel("m", "m", None, path=tmp_path / "m.gguf", context=1024)}


@pytest.fixture
def told() -> list[tuple[str, bool]]:
    return []


@pytest.fixture
async def make(
    tmp_path: Path, models: dict[str, LocalModel], told: list[tuple[str, bool]], fetch: Fetch
) -> AsyncIterator[Make]:
    made: list[Service] = []

    def make(free: int = 10**12) -> Service:
        changed = lambda running, answers: told.append((running.model.name, answers))  # noqa: E731
        around = Surroundings(tmp_path / "models", lambda: models, fetch, changed, lambda: (2 * free, free))
        made.append(Service(around))
        return made[-1]

    yield make
    for service in made:
        await service.close()


async def test_a_wanted_model_is_started_and_answers_with_its_own_key(
    make: Make, told: list[tuple[str, bool]], fetch: Fetch
) -> None:
    service = make()
    await service.start_wanted()
    running = service.running["m"]
    assert told[-1] == ("m", True)
    url = f"{running.runner.url}/v1/models"
    assert (await ask(fetch, url, {}, 5.0)).status == 401
    assert (await ask(fetch, url, {"authorization": f"Bearer {running.key}"}, 5.0)).status == 200


async def test_a_stopped_model_is_not_started_again_until_asked(
    make: Make, told: list[tuple[str, bool]]
) -> None:
    service = make()
    await service.start("m")
    runner = service.running["m"].runner
    await service.stop("m")
    assert told[-1] == ("m", False)
    assert (runner.state, runner.pid, service.running) == (State.STOPPED, 0, {})
    await make().start_wanted()
    assert told[-1] == ("m", False)
    assert (await service.start("m")).runner.state is State.READY


async def test_starting_twice_is_starting_once(make: Make) -> None:
    service = make()
    assert await service.start("m") is await service.start("m")


async def test_what_does_not_fit_into_the_memory_is_not_started_and_said(make: Make) -> None:
    service = make(free=1_000)
    with pytest.raises(LocalServerError, match=r"m takes 0\.5 GB of memory .* 0\.0 GB are free"):
        await service.start("m")
    await service.start_wanted()
    assert service.running == {}
    assert "free" in service.problems["m"]


async def test_what_runs_is_deducted_because_the_system_counts_mapped_files_as_free(
    make: Make, models: dict[str, LocalModel]
) -> None:
    models["n"] = models["m"]
    service = make(free=3_600_000_000)  # 3.6 GB of 7.2 free, 6.5 of which models may take
    models["m"] = replace(models["m"], memory=((1024, 3_500_000_000),))
    models["n"] = replace(models["n"], name="n", memory=((1024, 3_500_000_000),))
    await service.start("m")
    with pytest.raises(LocalServerError, match=r"3\.0 GB are free"):
        await service.start("n")
    await service.stop("m")
    assert (await service.start("n")).runner.state is State.READY


async def test_stopped_while_a_model_loads_no_server_is_left_and_none_starts(
    make: Make, models: dict[str, LocalModel], tmp_path: Path
) -> None:
    write_sparse(tmp_path / "slow.gguf")
    models["a"] = replace(models["m"], name="a", path=tmp_path / "slow.gguf")
    service = make()
    starting = spawn(service.start_wanted(), "start")
    async with asyncio.timeout(10):
        while not (service.running and next(iter(service.running.values())).runner.pid):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    runner = service.running["a"].runner
    await service.close()
    await starting
    assert (runner.pid, service.running) == (0, {})


async def test_a_file_that_is_no_model_is_told_with_what_llama_cpp_said(
    make: Make, models: dict[str, LocalModel]
) -> None:
    path = models["m"].path
    assert path is not None
    path.write_bytes(b"GGUF nothing of the kind")
    service = make()
    with pytest.raises(LocalServerError, match="ended with code"):
        await service.start("m")
    assert "ended with code" in service.problems["m"]
    path.unlink()
    with pytest.raises(NotAModel, match="is not there"):
        await service.start("m")


async def test_a_damaged_shelf_keeps_no_router_from_starting(make: Make, tmp_path: Path) -> None:
    (tmp_path / "models" / "x").mkdir(parents=True)
    (tmp_path / "models" / "x" / "model.json").write_text("{")
    service = make()
    await service.start_wanted()
    assert "damaged" in service.problems["shelf"]


async def test_an_imported_model_needs_no_row_in_the_catalogue(
    make: Make, models: dict[str, LocalModel], tmp_path: Path
) -> None:
    models.clear()
    shelf.take_in(tmp_path / "models", "other", tmp_path / "m.gguf")
    service = make()
    await service.start_wanted()
    assert list(service.running) == ["other"]


@pytest.fixture
def files(tmp_path: Path) -> Shelved:
    (tmp_path / "w").write_bytes(b"x" * 3_000)
    (tmp_path / "p").write_bytes(b"x" * 500)
    return Shelved("m", tmp_path / "w", projector=tmp_path / "p")


def test_the_window_is_the_widest_that_fits_up_to_a_usual_one(files: Shelved) -> None:
    assert plan(ROW, files, 5_000) == (4096, 4_500)
    assert plan(ROW, files, 6_499) == (4096, 4_500)
    assert plan(ROW, files, 6_500) == (32768, 6_500)
    assert plan(ROW, replace(files, projector=None), 100_000) == (32768, 6_000)


def test_the_operators_window_is_taken_when_it_fits(files: Shelved) -> None:
    assert plan(replace(ROW, checked="operator"), files, 100_000) == (131072, 9_500)
    assert plan(replace(ROW, checked="operator", context=2048), files, 4_500) == (2048, 4_500)


def test_without_a_table_memory_is_reckoned_from_the_files(files: Shelved) -> None:
    assert plan(replace(ROW, memory=(), context=0), files, 10**9) == (8192, 500_004_200)
    with pytest.raises(LocalServerError):
        plan(replace(ROW, memory=()), files, 10**8)
