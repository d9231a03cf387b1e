"""A model of the catalogue, fetched with all its files and put on the shelf."""

from dataclasses import replace
from pathlib import Path

import pytest
from model_source import ModelSource

from larouter.config.local_models import LocalModel, ModelFile
from larouter.fleet.local import shelf
from larouter.fleet.local.download import DownloadError, Surroundings, WrongHash
from larouter.fleet.local.pull import PUBLIC_SOURCE, Place, Source, pull, source_of
from larouter.fleet.local.shelf import NotAModel
from larouter.outbound.transport import Transport

WEIGHTS, PROJECTOR = b"GGUF weights", b"GGUF projector"


@pytest.fixture
def place(tmp_path: Path, source: ModelSource) -> Place:
    return Place(tmp_path / "models", Source(source.url, "secret"))


@pytest.fixture
def around(transport: Transport) -> Surroundings:
    return Surroundings(transport.send)


@pytest.fixture
def model(source: ModelSource) -> LocalModel:
    weights = source.put("/me/m/resolve/abc/sub/m%20q4.gguf", WEIGHTS)
    projector = source.put("/me/m/resolve/abc/p.gguf", PROJECTOR)
    return LocalModel(
        "m",
        "M",
        ModelFile("sub/m q4.gguf", "me/m", "abc", sha256=weights, bytes=len(WEIGHTS)),
        ModelFile("p.gguf", "me/m", "abc", sha256=projector),
    )


async def test_weights_and_projector_come_from_the_pinned_revision_with_the_token(
    model: LocalModel, place: Place, around: Surroundings, source: ModelSource
) -> None:
    got = await pull(model, place, around)
    assert got.file.read_bytes() == WEIGHTS
    assert got.projector is not None
    assert got.projector.read_bytes() == PROJECTOR
    assert shelf.find(place.folder, {}, "m") == got
    assert {headers["authorization"] for _, headers in source.asked} == {"Bearer secret"}


async def test_the_projector_can_be_left_out(model: LocalModel, place: Place, around: Surroundings) -> None:
    assert (await pull(model, replace(place, projector=False), around)).projector is None


async def test_what_is_here_and_whole_is_not_fetched_again(
    model: LocalModel, place: Place, around: Surroundings, source: ModelSource
) -> None:
    got = await pull(model, place, around)
    source.asked.clear()
    assert await pull(model, place, around) == got
    assert source.asked == []
    got.file.write_bytes(b"damaged")
    await pull(model, place, around)
    assert got.file.read_bytes() == WEIGHTS


async def test_a_wrong_file_is_not_put_on_the_shelf(
    model: LocalModel, place: Place, around: Surroundings, source: ModelSource
) -> None:
    source.put("/me/m/resolve/abc/sub/m%20q4.gguf", b"GGUF weighed")
    with pytest.raises(WrongHash):
        await pull(model, place, around)
    assert shelf.everything(place.folder, {}) == ()


async def test_a_file_elsewhere_comes_without_the_hubs_token_and_must_be_a_model(
    place: Place, around: Surroundings, source: ModelSource
) -> None:
    source.put("/any.gguf", b"<html>")
    model = LocalModel("any", "any", ModelFile("any.gguf", url=f"{source.url}/any.gguf"))
    with pytest.raises(NotAModel, match="not a GGUF file"):
        await pull(model, place, around)
    assert list((place.folder / "any").iterdir()) == []
    assert "authorization" not in source.asked[0][1]


async def test_a_file_of_this_machine_is_not_fetched(place: Place, around: Surroundings) -> None:
    with pytest.raises(NotAModel, match="nothing to fetch"):
        await pull(LocalModel("m", "m", None, path=Path("/m")), place, around)


def test_the_source_and_the_token_come_from_the_environment() -> None:
    assert source_of({}) == Source(PUBLIC_SOURCE)
    assert source_of({"LAROUTER_MODEL_SOURCE": "http://mirror/", "HF_TOKEN": "t"}) == Source(
        "http://mirror", "t"
    )
    assert "secret" not in repr(Source("x", "secret"))
    with pytest.raises(DownloadError, match="must begin with https"):
        source_of({"LAROUTER_MODEL_SOURCE": "mirror"})
