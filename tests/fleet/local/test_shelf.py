"""The models that are here, and what is known of them."""

import hashlib
from pathlib import Path

import pytest

from larouter.config.local_models import LocalModel
from larouter.fleet.local import shelf
from larouter.fleet.local.gguf import write_reply
from larouter.fleet.local.shelf import NotAModel, Shelved


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_reply(tmp_path / "m.gguf")
    return tmp_path / "m.gguf"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LAROUTER_MODELS": "/big/models", "HOME": "/home/me"}, "/big/models"),
        ({"XDG_CACHE_HOME": "/cache", "HOME": "/home/me"}, "/cache/larouter-models"),
        ({"HOME": "/home/me"}, "/home/me/.cache/larouter-models"),
    ],
)
def test_models_are_kept_where_the_environment_says(environment: dict[str, str], expected: str) -> None:
    assert shelf.models_folder(environment) == Path(expected)


def test_what_is_put_on_the_shelf_is_found_as_it_was(folder: Path) -> None:
    place = folder / "m"
    put = Shelved("m", place / "w.gguf", "ab", "from here", place / "p.gguf", "cd", wanted=False)
    shelf.put(folder, put)
    assert shelf.everything(folder, {}) == (put,)
    shelf.want(folder, put, True)
    assert shelf.find(folder, {}, "m").wanted


def test_an_empty_shelf_is_no_error(folder: Path) -> None:
    assert shelf.everything(folder, {}) == ()


def test_a_file_of_the_configuration_is_here_without_being_fetched(folder: Path, file: Path) -> None:
    models = {"mine": LocalModel("mine", "mine", None, path=file)}
    (found,) = shelf.everything(folder, models)
    assert (found.file, found.wanted) == (file, True)
    shelf.want(folder, found, False)
    assert not shelf.find(folder, models, "mine").wanted


def test_an_imported_file_stays_where_it_is_even_when_the_model_is_removed(folder: Path, file: Path) -> None:
    taken = shelf.take_in(folder, "mine", file)
    assert taken.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert shelf.find(folder, {}, "mine").bytes == file.stat().st_size
    shelf.remove(folder, "mine")
    assert file.exists()
    assert shelf.everything(folder, {}) == ()


def test_what_is_no_model_is_not_taken_in(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "page").write_text("<html>")
    with pytest.raises(NotAModel, match="not a GGUF file"):
        shelf.take_in(folder, "page", tmp_path / "page")
    with pytest.raises(NotAModel, match="cannot be read"):
        shelf.take_in(folder, "gone", tmp_path / "gone")


@pytest.mark.parametrize("name", ["other", "..", "../m", "m/.."])
def test_nothing_but_a_model_can_be_removed(folder: Path, file: Path, name: str) -> None:
    shelf.take_in(folder, "m", file)
    with pytest.raises(NotAModel):
        shelf.remove(folder, name)
    assert shelf.find(folder, {}, "m")


def test_removing_tells_how_much_came_free_and_takes_half_a_download_along(folder: Path) -> None:
    (folder / "m").mkdir(parents=True)
    (folder / "m" / "w.gguf.part").write_bytes(b"x" * 1000)
    assert shelf.remove(folder, "m") == 1000
    assert not (folder / "m").exists()


def test_damage_is_found_by_reading_everything(folder: Path, file: Path) -> None:
    taken = shelf.take_in(folder, "m", file)
    assert shelf.damage(taken) == ""
    with file.open("r+b") as opened:
        opened.seek(1000)
        opened.write(b"\xff")
    assert f"expected sha256 {taken.sha256}, found" in shelf.damage(taken)
    file.unlink()
    assert "is not there" in shelf.damage(taken)


def test_a_model_that_is_not_here_is_told_with_the_way_to_get_it(folder: Path) -> None:
    with pytest.raises(NotAModel, match="models pull m"):
        shelf.find(folder, {"m": LocalModel("m", "m", None)}, "m")
    with pytest.raises(NotAModel, match="models catalog"):
        shelf.find(folder, {}, "m")


def test_a_damaged_card_is_told_with_the_cure(folder: Path) -> None:
    (folder / "m").mkdir(parents=True)
    (folder / "m" / "model.json").write_text("{")
    with pytest.raises(NotAModel, match="models rm m"):
        shelf.everything(folder, {})
