"""The figures of the sensitivity inspector on labelled files, for people and for programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from larouter.core.zones import Sensitivity
from larouter.inspect.sensitive import Inspector
from larouter.learn.sensitivity import Report, Share, evaluate

Found = dict[str, Any]
OBFUSCATED = "obfuscated"


def sensitivity(files: Sequence[Path]) -> Found:
    """Recall, precision and confusion of each file, and the shares of languages and tags."""
    inspector = Inspector()
    return {"files": {file.name: _figures(evaluate(file, inspector)) for file in files}}


def sensitivity_as_text(found: Found) -> str:
    """The tables of `sensitivity` in Markdown; no text of any case is in them."""
    lines: list[str] = []
    for name, figures in found["files"].items():
        lines += [
            f"{name}: {figures['cases']:,} requests",
            "",
            "| | recall | precision | F1 |",
            "|---|---|---|---|",
        ]
        lines += [_level(level, one) for level, one in figures["levels"].items()]
        if figures[OBFUSCATED]["of"]:
            lines += [f"| disguised, judged right | {_share(figures[OBFUSCATED])} | | |"]
        lines += ["", "| expected | public | internal | confidential |", "|---|---|---|---|"]
        lines += [
            f"| {row} | {' | '.join(map(str, counts))} |" for row, counts in figures["confusion"].items()
        ]
        lines += ["", *_weak("language", figures["languages"]), *_weak("tag", figures["tags"])]
    return "\n".join(lines)


def _figures(report: Report) -> Found:
    confusion = report.confusion()
    tags = report.by_tag()
    return {
        "cases": len(report.cases),
        "levels": {
            level.name.lower(): {
                "recall": _shape(report.recall(level)),
                "precision": _shape(report.precision(level)),
                "f1": round(report.f1(level), 4),
            }
            for level in reversed(Sensitivity)
        },
        "confusion": {
            expected.name.lower(): [confusion.get((expected, got), 0) for got in Sensitivity]
            for expected in Sensitivity
        },
        OBFUSCATED: _shape(tags.get(OBFUSCATED, Share(0, 0))),
        "languages": {name: _shape(share) for name, share in report.by_language().items()},
        "tags": {name: _shape(share) for name, share in tags.items()},
    }


def _shape(share: Share) -> Found:
    low, high = share.interval
    return {
        "share": round(share.value, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "hits": share.hits,
        "of": share.of,
    }


def _share(one: Found) -> str:
    return f"{one['share']:.1%} ({one['hits']}/{one['of']}; {one['low']:.1%} to {one['high']:.1%})"


def _level(level: str, one: Found) -> str:
    return f"| {level} | {_share(one['recall'])} | {_share(one['precision'])} | {one['f1']:.3f} |"


def _weak(title: str, shares: Found) -> list[str]:
    """The groups with a case judged wrong, worst first."""
    worst = sorted((one["share"], name) for name, one in shares.items() if one["hits"] < one["of"])
    if not worst:
        return [f"every {title} is judged right", ""]
    rows = [f"| {name} | {_share(shares[name])} |" for _, name in worst[:20]]
    return [f"| {title} | judged right |", "|---|---|", *rows, ""]
