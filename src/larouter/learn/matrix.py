"""From readings to a sparse matrix, through the very spaces that scoring uses."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from larouter.core.chat import Chat
from larouter.inspect.reading import Reading, alone, read
from larouter.inspect.signs import Signs, itself, names
from larouter.inspect.spaces import PIECES, SIGN, SIGN_FACTOR, spaces

Column = tuple[str, str]
Row = Mapping[Column, float]
_SIGNS = Signs(itself)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request as a row, and what it follows on as rows of their own.

    Attributes:
        row: The value of every piece that it shows.
        reading: What was read of it when it follows on something, else None.
        before: What was asked before, as if it were all.
        offer: What was offered, as if it were asked.
    """

    row: Row
    reading: Reading | None = None
    before: Row | None = None
    offer: Row | None = None


def prepare(chat: Chat) -> Prepared:
    """Read a request for training."""
    reading = read(chat)
    row = _row(reading)
    if not reading.follows:
        return Prepared(row)
    before = _row(alone(reading.before)) if reading.before.tokens else None
    offer = _row(alone(reading.offer)) if reading.offer.tokens else None
    return Prepared(row, reading, before, offer)


def _row(reading: Reading) -> Row:
    values: dict[Column, float] = {}
    for sign in names(_SIGNS(reading)):
        values[SIGN, sign] = values.get((SIGN, sign), 0.0) + SIGN_FACTOR
    for space, items, factor in spaces(reading):
        pieces = PIECES[space]
        for item in items:
            for piece in set(pieces(item)):
                column = (space, piece)
                values[column] = values.get(column, 0.0) + factor
    return values


def with_levels(prepared: Prepared, before: float, offer: float) -> Row:
    """The row of a request together with the signs of how hard its history was."""
    if prepared.reading is None:
        return prepared.row
    found = _SIGNS.of_levels(prepared.reading, before, offer)
    return {**prepared.row, **{(SIGN, sign): SIGN_FACTOR for sign in found}}


def vocabulary(rows: Iterable[Row], least: int = 2) -> dict[Column, int]:
    """The pieces that at least `least` requests show, numbered in order of their names."""
    met = Counter(column for one in rows for column in one)
    return {column: at for at, column in enumerate(sorted(c for c, count in met.items() if count >= least))}


def matrix(rows: Sequence[Row], columns: Mapping[Column, int]) -> Any:  # noqa: ANN401 - scipy has no types
    """One line a request, one column a piece."""
    starts, at, values = [0], [], []
    for one in rows:
        for column, value in one.items():
            if (index := columns.get(column)) is not None:
                at.append(index)
                values.append(value)
        starts.append(len(at))
    return csr_matrix((np.array(values, np.float32), at, starts), shape=(len(rows), len(columns)))
