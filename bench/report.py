"""Turns the figures of all rounds into the table of docs/benchmarks.md, beside the targets."""

import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scenarios import OPEN_STREAMS, Figures

# scenario -> target -> one set of figures for each round
Readings = dict[str, dict[str, list[Figures]]]
# The values of one row for one target, one for each round that has them.
Series = Callable[[Readings, str], list[float]]

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
_TARGETS = ("direct", "nginx", "router")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        at_most: The target for the router's median, in the unit of the row.
    """

    label: str
    scenario: str
    series: Series
    at_most: float | None = None


def _plain(scenario: str, figure: str) -> Series:
    def values(readings: Readings, target: str) -> list[float]:
        return [each[figure] for each in readings.get(scenario, {}).get(target, []) if figure in each]

    return values


def _against(scenario: str, figure: str, base: str, combine: Callable[[float, float], float]) -> Series:
    """Compare within a round, because the machine differs from one round to the next."""

    def values(readings: Readings, target: str) -> list[float]:
        if target == base:
            return []
        rounds = readings.get(scenario, {})
        pairs = zip(rounds.get(target, []), rounds.get(base, []), strict=False)
        both = ((ours, theirs) for ours, theirs in pairs if figure in ours and figure in theirs)
        return [combine(ours[figure], theirs[figure]) for ours, theirs in both]

    return values


def _times_nginx(scenario: str, figure: str) -> Series:
    return _against(scenario, figure, "nginx", lambda ours, theirs: ours / theirs)


def _added(scenario: str, figure: str) -> Series:
    return _against(scenario, figure, "direct", lambda ours, theirs: ours - theirs)


ROWS = (
    Row("CPU per 1 KB request, 32 connections (µs)", "s1", _plain("s1", "cpu_us"), 220),
    Row("… times nginx", "s1", _times_nginx("s1", "cpu_us"), 14),
    Row("1 KB requests per second", "s1", _plain("s1", "per_second")),
    Row("latency at 200/s, p50 (ms)", "rate", _plain("rate", "latency_p50_ms")),
    Row("… added p50 (ms)", "rate", _added("rate", "latency_p50_ms"), 0.6),
    Row("… added p99 (ms)", "rate", _added("rate", "latency_p99_ms")),
    Row("CPU per chunk, 50 streams of 50/s (µs)", "stream-50", _plain("stream-50", "chunk_cpu_us")),
    Row("… times nginx", "stream-50", _times_nginx("stream-50", "chunk_cpu_us"), 2.2),
    Row("… added time to first token, p50 (ms)", "stream-50", _added("stream-50", "first_p50_ms"), 0.6),
    Row("CPU per chunk, 300 streams of 50/s (µs)", "stream-300", _plain("stream-300", "chunk_cpu_us")),
    Row("… times nginx", "stream-300", _times_nginx("stream-300", "chunk_cpu_us"), 2.2),
    Row("… a chunk under way, p50 (ms)", "stream-300", _plain("stream-300", "lag_p50_ms")),
    Row("… a chunk under way, p99 (ms)", "stream-300", _plain("stream-300", "lag_p99_ms")),
    Row("CPU per 200 KB request (µs)", "large", _plain("large", "cpu_us"), 1000),
    Row("… times nginx", "large", _times_nginx("large", "cpu_us")),
    Row("… added latency at 20/s, p50 (ms)", "large-rate", _added("large-rate", "latency_p50_ms"), 1),
    Row("start to first 200 of /health (s)", "start", _plain("start", "seconds"), 0.8),
    Row("memory, idle (MB)", "memory", _plain("memory", "idle_mb"), 80),
    Row(f"memory, {OPEN_STREAMS} open streams (MB)", "memory", _plain("memory", "open_mb")),
    Row("… cancelled upstream within 1 s of the client leaving", "memory", _plain("memory", "cancelled")),
)


def table(readings: Readings) -> str:
    """The rows that were measured, as Markdown."""
    lines = [
        "| | direct | nginx | LA Router | target | |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for row in ROWS:
        series = {target: row.series(readings, target) for target in _TARGETS}
        if any(series.values()):
            target = "" if row.at_most is None else f"≤ {row.at_most:g}"
            cells = " | ".join(_cell(series[name]) for name in _TARGETS)
            verdict = _verdict(row, readings, series["router"])
            lines.append(f"| {row.label} | {cells} | {target} | {verdict} |")
    return "\n".join(lines)


def write_into(document: Path, text: str) -> None:
    """Replace what stands between the markers.

    Raises:
        ValueError: The document has no markers.
    """
    before = document.read_text()
    if BEGIN not in before or END not in before:
        raise ValueError(f"{document.name} has no lines {BEGIN} and {END}")
    block = f"{BEGIN}\n{text}\n{END}"
    document.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: block, before, flags=re.DOTALL))


def _verdict(row: Row, readings: Readings, values: list[float]) -> str:
    if row.at_most is None or not values:
        return ""
    verdict = "met" if statistics.median(values) <= row.at_most else "missed"
    errors = sum(each.get("errors", 0) for each in readings[row.scenario]["router"])
    return f"{verdict}, with {errors:.0f} errors" if errors else verdict


def _cell(values: list[float]) -> str:
    if not values:
        return ""
    middle = _number(statistics.median(values))
    low, high = _number(min(values)), _number(max(values))
    return middle if low == high else f"{middle} ({low} to {high})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
