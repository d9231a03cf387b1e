"""How well the sensitivity inspector does on a labelled set."""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from larouter.core.zones import Sensitivity
from larouter.inspect.sensitive import Inspector

_Z95 = 1.959964
_LABELS = {level.name.lower(): level for level in Sensitivity}


@dataclass(frozen=True, slots=True)
class Share:
    """A share of cases with its 95 % confidence interval after Wilson."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share itself; 1 when there were no cases."""
        return self.hits / self.of if self.of else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper bound."""
        if not self.of:
            return 0.0, 1.0
        p, n = self.hits / self.of, self.of
        centre = (p + _Z95**2 / (2 * n)) / (1 + _Z95**2 / n)
        half = _Z95 / (1 + _Z95**2 / n) * math.sqrt(p * (1 - p) / n + _Z95**2 / (4 * n * n))
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled request and what the inspector made of it."""

    id: str
    lang: str
    tags: tuple[str, ...]
    split: str
    expected: Sensitivity
    found: Sensitivity
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The judgement over a set of cases."""

    cases: tuple[Case, ...]

    def recall(self, level: Sensitivity) -> Share:
        """Of the cases of a level, how many were found to be it."""
        of = [case for case in self.cases if case.expected == level]
        return Share(sum(case.found == level for case in of), len(of))

    def precision(self, level: Sensitivity) -> Share:
        """Of the cases found to be of a level, how many are."""
        of = [case for case in self.cases if case.found == level]
        return Share(sum(case.expected == level for case in of), len(of))

    def f1(self, level: Sensitivity) -> float:
        """The harmonic mean of both."""
        recall, precision = self.recall(level).value, self.precision(level).value
        return 2 * recall * precision / (recall + precision) if recall + precision else 0.0

    def confusion(self) -> Mapping[tuple[Sensitivity, Sensitivity], int]:
        """Cases by (expected, found)."""
        return Counter((case.expected, case.found) for case in self.cases)

    def by_language(self) -> Mapping[str, Share]:
        """Cases judged right, per language."""
        return _right(self.cases, lambda case: (case.lang,))

    def by_tag(self) -> Mapping[str, Share]:
        """Cases judged right, per tag."""
        return _right(self.cases, lambda case: case.tags)

    def only(self, split: str) -> "Report":
        """The report on one split."""
        return Report(tuple(case for case in self.cases if case.split == split))

    def wrong(self) -> tuple[Case, ...]:
        """The cases judged wrong."""
        return tuple(case for case in self.cases if case.expected != case.found)


def evaluate(path: Path, inspector: Inspector | None = None) -> Report:
    """Judge every case of a JSON Lines file (see data/sensitivity/README.md for the format)."""
    inspector = inspector or Inspector()
    with path.open(encoding="utf-8") as lines:
        return Report(tuple(_case(json.loads(line), inspector) for line in lines if line.strip()))


def _case(entry: Mapping[str, Any], inspector: Inspector) -> Case:
    verdict = inspector.inspect(_texts(entry))
    return Case(
        id=str(entry["id"]),
        lang=str(entry["lang"]),
        tags=tuple(entry["tags"]),
        split=str(entry.get("split", "")),
        expected=_LABELS[entry["label"]],
        found=verdict.level,
        rules=tuple(finding.rule for finding in verdict.findings),
    )


def _texts(entry: Mapping[str, Any]) -> list[str]:
    if "text" in entry:
        return [str(entry["text"])]
    return [message if isinstance(message, str) else str(message["content"]) for message in entry["messages"]]


def _right(cases: Iterable[Case], groups: Callable[[Case], tuple[str, ...]]) -> dict[str, Share]:
    of: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for case in cases:
        for group in groups(case):
            of[group] += 1
            hits[group] += case.expected == case.found
    return {group: Share(hits[group], of[group]) for group in sorted(of)}
