"""Plots as SVG, written by hand: a line chart needs no library."""

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT = 520, 380
LEFT, RIGHT, TOP, BOTTOM = 56, 150, 30, 46
COLOURS = ("#2563eb", "#d97706", "#059669", "#dc2626", "#7c3aed", "#0891b2", "#4b5563", "#be185d")
TICKS = 5
Series = Mapping[str, Sequence[tuple[float, float]]]


def chart(title: str, across: str, up: str, lines: Series, *, diagonal: bool = False) -> str:
    """A line for each series over 0 to 1 in both directions (further up or down where a line goes there).

    Args:
        title: Above it.
        across: What the horizontal axis shows.
        up: What the vertical axis shows.
        lines: Points by name, in order.
        diagonal: Whether to draw where both axes are equal.
    """
    values = [y for points in lines.values() for _, y in points]
    low, high = min(0.0, *values), max(1.0, *values)

    def place(x: float, y: float) -> str:
        return f"{LEFT + x * (WIDTH - LEFT - RIGHT):.1f},{_height(y, low, high):.1f}"

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
            f'font-size="12" role="img" aria-label="{escape(title)}">'
        ),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="18" font-size="14" font-weight="bold">{escape(title)}</text>',
        *_grid(low, high),
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>',
        f'<text transform="translate(14 {HEIGHT / 2}) rotate(-90)" text-anchor="middle">{escape(up)}</text>',
    ]
    if diagonal:
        parts.append(
            f'<polyline points="{place(0, 0)} {place(1, 1)}" stroke="#9ca3af" stroke-dasharray="4" fill="none"/>'
        )
    for at, (name, points) in enumerate(lines.items()):
        colour = COLOURS[at % len(COLOURS)]
        path = " ".join(place(x, y) for x, y in points)
        parts.append(f'<polyline points="{path}" stroke="{colour}" stroke-width="2" fill="none"/>')
        y = TOP + 14 + 18 * at
        parts.append(f'<rect x="{WIDTH - RIGHT + 12}" y="{y - 9}" width="12" height="3" fill="{colour}"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 30}" y="{y - 3}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _height(value: float, low: float, high: float) -> float:
    return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)


def _grid(low: float, high: float) -> list[str]:
    found = []
    for at in range(TICKS + 1):
        share = at / TICKS
        x = LEFT + share * (WIDTH - LEFT - RIGHT)
        value = low + share * (high - low)
        y = _height(value, low, high)
        found += [
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e5e7eb"/>',
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.1f}</text>',
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{share:.1f}</text>',
        ]
    return found
