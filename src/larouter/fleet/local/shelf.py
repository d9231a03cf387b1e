"""The models that are here: a folder for each, with its files and a card that says what they are."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from larouter.config.local_models import LocalModel

_CARD = "model.json"
_BLOCK = 4 * 1024 * 1024
_MAGIC = b"GGUF"
Read = Callable[[int], None]


def _unheard(_bytes: int) -> None:
    return


class NotAModel(Exception):
    """A file that is no model, or a name under which none is here; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A model that is here.

    Attributes:
        name: What clients call it.
        file: Its weights.
        sha256: What they had when they came; empty when nobody looked.
        source: Where they came from.
        projector: The file for pictures and sound, or None.
        projector_sha256: What it had when it came.
        wanted: Whether it starts with the router.
    """

    name: str
    file: Path
    sha256: str = ""
    source: str = ""
    projector: Path | None = None
    projector_sha256: str = ""
    wanted: bool = True

    @property
    def bytes(self) -> int:
        """What its files take, in bytes; 0 when they have gone."""
        parts = [self.file] if self.projector is None else [self.file, self.projector]
        files = [file for part in parts for file in (part.rglob("*") if part.is_dir() else [part])]
        return sum(file.stat().st_size for file in files if file.is_file())


def models_folder(environment: Mapping[str, str]) -> Path:
    """Where models are kept: `LAROUTER_MODELS`, else beside the cache, whose files can be made again in no time."""
    if named := environment.get("LAROUTER_MODELS"):
        return Path(named).expanduser()
    base = environment.get("XDG_CACHE_HOME")
    home = environment.get("HOME") or environment.get("USERPROFILE")
    return Path(base or Path(home or tempfile.gettempdir()) / ".cache") / "larouter-models"


def everything(folder: Path, models: Mapping[str, LocalModel]) -> tuple[Shelved, ...]:
    """The models that are here, those of the configuration by path included, by name."""
    found = {card.parent.name: _read(card) for card in sorted(folder.glob(f"*/{_CARD}"))}
    for name, model in models.items():
        if model.path is not None:
            card = found.get(name)
            found[name] = Shelved(
                name, model.path, source=str(model.path), wanted=card is None or card.wanted
            )
    return tuple(found[name] for name in sorted(found))


def find(folder: Path, models: Mapping[str, LocalModel], name: str) -> Shelved:
    """The model of that name.

    Raises:
        NotAModel: It is not here.
    """
    for shelved in everything(folder, models):
        if shelved.name == name:
            return shelved
    cure = (
        f"`larouter models pull {name}` fetches it"
        if name in models
        else "`larouter models catalog` lists names"
    )
    raise NotAModel(f"{name} is not on this machine; {cure}")


def put(folder: Path, shelved: Shelved) -> None:
    """Write the card of a model."""
    place = folder / shelved.name
    place.mkdir(parents=True, exist_ok=True)
    card = {
        "file": _told(shelved.file, place),
        "sha256": shelved.sha256,
        "source": shelved.source,
        "projector": _told(shelved.projector, place) if shelved.projector else "",
        "projector_sha256": shelved.projector_sha256,
        "wanted": shelved.wanted,
    }
    part = place / f"{_CARD}.part"
    part.write_text(json.dumps(card, indent=1), encoding="utf-8")
    part.replace(place / _CARD)


def want(folder: Path, shelved: Shelved, wanted: bool) -> None:
    """Say whether a model starts with the router."""
    if shelved.wanted != wanted:
        put(folder, replace(shelved, wanted=wanted))


def take_in(folder: Path, name: str, file: Path, read: Read = _unheard) -> Shelved:
    """Put a model file that is already on this machine on the shelf, where it lies.

    Raises:
        NotAModel: It is no GGUF file.
    """
    check_model(file)
    shelved = Shelved(name, file.resolve(), hash_of(file, read), str(file.resolve()))
    put(folder, shelved)
    return shelved


def remove(folder: Path, name: str) -> int:
    """Remove a model and every part of it, and return the bytes that came free; a file that was imported stays.

    Raises:
        NotAModel: Nothing of it is here.
    """
    places = list(folder.iterdir()) if folder.is_dir() else []
    place = next((path for path in places if path.name == name and path.is_dir()), None)
    if place is None:
        raise NotAModel(f"nothing of {name} is in {folder}")
    freed = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    shutil.rmtree(place)
    return freed


def damage(shelved: Shelved, read: Read = _unheard) -> str:
    """What is wrong with a model's files, read whole; empty when nothing is. `read` hears how many bytes were."""
    for path, expected in ((shelved.file, shelved.sha256), (shelved.projector, shelved.projector_sha256)):
        if path is None:
            continue
        if not path.is_file():
            return f"{path} is not there"
        if expected and (found := hash_of(path, read)) != expected:
            return f"{path} is damaged: expected sha256 {expected}, found {found}"
    return ""


def check_model(file: Path) -> None:
    """Refuse what is no model file.

    Raises:
        NotAModel: It is no GGUF file.
    """
    try:
        with file.open("rb") as opened:
            magic = opened.read(len(_MAGIC))
    except OSError as error:
        raise NotAModel(f"{file} cannot be read: {error.strerror}") from None
    if magic != _MAGIC:
        raise NotAModel(f"{file} is not a GGUF file: it begins with {magic!r}")


def hash_of(file: Path, read: Read = _unheard) -> str:
    """The sha256 of a file; `read` hears how many bytes were read, again and again."""
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            found.update(block)
            read(len(block))
    return found.hexdigest()


def _told(path: Path, place: Path) -> str:
    return path.name if path.parent == place else str(path)


def _read(card: Path) -> Shelved:
    try:
        told = json.loads(card.read_text(encoding="utf-8"))
        projector = card.parent / told["projector"] if told["projector"] else None
        return Shelved(
            name=card.parent.name,
            file=card.parent / told["file"],
            sha256=told["sha256"],
            source=told["source"],
            projector=projector,
            projector_sha256=told["projector_sha256"],
            wanted=bool(told["wanted"]),
        )
    except (ValueError, KeyError, TypeError):
        raise NotAModel(
            f"{card} is damaged; `larouter models rm {card.parent.name}` removes the model"
        ) from None
