"""From readings to a sparse matrix, through the very spaces that scoring uses."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from larouter.core.chat import Chat
from larouter.inspect.reading import read
from larouter.inspect.signs import signs
from larouter.inspect.spaces import PIECES, spaces

Row = Mapping[tuple[str, str], float]
Column = tuple[str, str]


def row(chat: Chat) -> Row:
    """The value of every piece that a request shows."""
    reading = read(chat)
    values: dict[Column, float] = {}
    for space, items, factor in spaces(reading, signs(reading)):
        pieces = PIECES[space]
        for item in items:
            for piece in set(pieces(item)):
                column = (space, piece)
                values[column] = values.get(column, 0.0) + factor
    return values


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
