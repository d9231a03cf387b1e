"""`bert`: a sequence classifier of your own in ONNX, run by onnxruntime in a thread (extra `bert`).

What `optimum-cli export onnx --task text-classification` writes fits as it is: token ids and a mask in, one number or
one for each class out. Nothing is fetched: model and vocabulary are files of this machine.
"""

import asyncio
import math
import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from larouter.routers.plug import Asked, CannotRoute, Options
from larouter.routers.wordpiece import NotWordPiece, WordPiece, read_vocabulary

LONGEST = 256
_VOCABULARIES = ("vocab.txt", "tokenizer.json")
_READ = 24  # characters for each piece that is kept, so that a long text is not cut up for nothing


class Bert:
    """Asks a classifier how likely the classes are that need the strong model.

    Options: `file`, the model; `vocabulary`, else `vocab.txt` or `tokenizer.json` beside it; `strong`, the numbers of
    the classes that need the strong model, with commas between them, else the last one; `longest`, in pieces;
    `lower`, false for a vocabulary with case; `threads`.

    Raises:
        CannotRoute: onnxruntime or a file is missing, or an option makes no sense.
    """

    def __init__(self, options: Options) -> None:
        if find_spec("onnxruntime") is None:
            raise CannotRoute("the router bert needs onnxruntime: pip install 'larouter[bert]'")
        if not options.get("file"):
            raise CannotRoute("the router bert needs a classifier in ONNX: set [routers.bert] file = …")
        self._file = Path(str(options["file"]))
        if not self._file.is_file():
            raise CannotRoute(f"{self._file} is not there; [routers.bert] file names it")
        self._pieces = _vocabulary(self._file, options)
        self._longest = _whole(options, "longest", LONGEST, least=8)
        self._threads = _whole(options, "threads", 1, least=1)
        self._strong = _classes(str(options.get("strong", "-1")))
        self._session: Any = None
        self._lock = threading.Lock()

    async def score(self, asked: Asked) -> float:
        """The likelihood of the classes that need the strong model."""
        return await asyncio.to_thread(self._classify, asked.text)

    def _classify(self, text: str) -> float:
        read = self._longest * _READ
        clipped = text if len(text) <= 2 * read else f"{text[:read]} {text[-read:]}"
        numbers = self._pieces.encode(clipped, self._longest)
        likely = likelihoods(self._run(numbers))
        try:
            return math.fsum(likely[at] for at in self._strong)
        except IndexError:
            raise CannotRoute(
                f"{self._file} has {len(likely)} classes, and [routers.bert] strong names another"
            ) from None

    def _run(self, numbers: Sequence[int]) -> list[float]:
        try:
            found = self._opened().run(None, self._inputs(numbers))[0]
        except CannotRoute:
            raise
        except Exception as error:  # noqa: BLE001 - its errors share no other base, and any file may be named
            raise CannotRoute(f"{self._file} cannot be run: {str(error)[:200]}") from None
        return [float(one) for one in found.ravel()]

    def _inputs(self, numbers: Sequence[int]) -> dict[str, Any]:
        import numpy as np  # noqa: PLC0415 - onnxruntime brings it; whoever does not classify does not load it

        known = {
            "input_ids": numbers,
            "attention_mask": [1] * len(numbers),
            "token_type_ids": [0] * len(numbers),
        }
        asked = [(one.name, one.type) for one in self._opened().get_inputs()]
        if strange := [name for name, _ in asked if name not in known]:
            raise CannotRoute(f"{self._file} wants {', '.join(strange)}; known are {', '.join(known)}")
        return {
            name: np.array([known[name]], "int32" if "int32" in kind else "int64") for name, kind in asked
        }

    def _opened(self) -> Any:  # noqa: ANN401 - onnxruntime is an extra
        with self._lock:
            if self._session is None:
                import onnxruntime  # noqa: PLC0415 - a second of loading, in the thread of who asks first

                settings = onnxruntime.SessionOptions()
                settings.intra_op_num_threads = self._threads
                settings.inter_op_num_threads = 1
                settings.log_severity_level = 4
                self._session = onnxruntime.InferenceSession(
                    str(self._file), settings, providers=["CPUExecutionProvider"]
                )
            return self._session


def likelihoods(numbers: Sequence[float]) -> list[float]:
    """Of logits: one is the log-odds of the second of two classes, several are turned into shares by softmax."""
    if len(numbers) == 1:
        numbers = [0.0, numbers[0]]
    top = max(numbers)
    shares = [math.exp(one - top) for one in numbers]
    return [one / sum(shares) for one in shares]


def _vocabulary(file: Path, options: Options) -> WordPiece:
    named = options.get("vocabulary")
    beside = [file.parent / name for name in _VOCABULARIES]
    path = Path(str(named)) if named else next((one for one in beside if one.is_file()), beside[0])
    try:
        return WordPiece(read_vocabulary(path), lower=bool(options.get("lower", True)))
    except (OSError, UnicodeDecodeError, NotWordPiece) as error:
        raise CannotRoute(f"the vocabulary {path} cannot be used: {error}") from None


def _classes(said: str) -> tuple[int, ...]:
    try:
        return tuple(int(one) for one in said.split(","))
    except ValueError:
        raise CannotRoute(f"[routers.bert] strong = {said!r} is no list of class numbers") from None


def _whole(options: Options, name: str, usual: int, least: int) -> int:
    value = options.get(name, usual)
    if not isinstance(value, int) or value < least:
        raise CannotRoute(f"[routers.bert] {name} must be a whole number from {least} on")
    return value
