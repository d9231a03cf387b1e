"""How commands print: JSON for programs, plain aligned tables for people."""

import json
from collections.abc import Sequence


def as_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under a head, columns as wide as they need to be, numbers to the right."""
    texts = [[_text(cell) for cell in row] for row in rows]
    widths = [max(len(line[at]) for line in [list(head), *texts]) for at in range(len(head))]
    numeric = [
        bool(rows) and all(isinstance(row[at], int | float) for row in rows) for at in range(len(head))
    ]
    for line in [list(head), *texts]:
        cells = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ]
        print("  ".join(cells).rstrip())


def _text(cell: object) -> str:
    if cell is None:
        return "-"
    return f"{cell:.6f}" if isinstance(cell, float) else str(cell)
