"""What the evaluation commands find, as plain values and as Markdown."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from larouter.inspect.difficulty import Scorer
from larouter.inspect.weights import Weights, load, shipped
from larouter.learn import latency as timing
from larouter.learn import pairs as pairing
from larouter.learn.datasets import Example, read_examples
from larouter.learn.evaluate import Guess, report
from larouter.learn.plots import chart
from larouter.learn.robustness import robustness
from larouter.learn.routers import baseline_routers, first_stage
from larouter.learn.shipping import leave_one_out as left_out

OURS = "first stage"
Found = Mapping[str, Any]


def _weights(path: Path | None) -> Weights:
    return load(path.read_bytes()) if path else shipped()


def tiers(
    files: Sequence[Path],
    weights: Path | None,
    training: Sequence[Path],
    *,
    leave_one_out: bool,
    robust: bool,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> dict[str, Any]:
    """The first stage and its baselines on labelled files; `told` how many authors are done, and of how many."""
    found: dict[str, Any] = {"files": [path.stem for path in files]}
    if leave_one_out:
        found["reports"] = {OURS: _left_out(files, found, told)}
        return found
    examples = read_examples(files)
    used = _weights(weights)
    routers = {OURS: first_stage(used), **baseline_routers(read_examples(training))}
    said = {name: router(examples) for name, router in routers.items()}
    found["reports"] = {name: report(examples, guesses) for name, guesses in said.items()}
    if len(files) > 1:
        found["parts"] = {path.stem: _of_author(path.stem, examples, said[OURS]) for path in files}
    if robust:
        found["robustness"] = robustness(routers[OURS], examples, used)
    return found


def _of_author(author: str, examples: Sequence[Example], guesses: Sequence[Guess]) -> Found:
    theirs = [at for at, example in enumerate(examples) if example.author == author]
    return report([examples[at] for at in theirs], [guesses[at] for at in theirs])


def _left_out(files: Sequence[Path], found: dict[str, Any], told: Callable[[int, int], None]) -> Found:
    examples: list[Example] = []
    guesses: list[Guess] = []
    found["authors"] = {}
    for author, theirs, said in left_out(files, told):
        found["authors"][author] = report(theirs, said)["marks"]
        examples += theirs
        guesses += said
    return report(examples, guesses)


def tiers_as_text(found: Found) -> str:
    """The tables of `tiers` in Markdown."""
    lines = [f"{', '.join(found['files'])}", ""]
    lines += [
        "| router | requests | exact | acceptable | under-routed | side | ECE |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_router_line(name, one) for name, one in found["reports"].items()]
    lines += [_router_line(f"{OURS} on {name}", one) for name, one in found.get("parts", {}).items()]
    ours = found["reports"][OURS]
    if "authors" in found:
        lines += ["", *_group_lines("author left out", found["authors"])]
    lines += [
        "",
        "| best label | HEARTBEAT | SIMPLE | MODERATE | COMPLEX | FRONTIER |",
        "|---|---|---|---|---|---|",
    ]
    names = ("HEARTBEAT", "SIMPLE", "MODERATE", "COMPLEX", "FRONTIER")
    lines += [
        f"| {name} | {' | '.join(map(str, row))} |"
        for name, row in zip(names, ours["confusion"], strict=True)
    ]
    for title in ("languages", "tags"):
        lines += ["", *_group_lines(title, ours[title])]
    lines += ["", "| confidence | requests | was right |", "|---|---|---|"]
    lines += [f"| {said:.2f} | {size} | {came:.2f} |" for size, said, came in ours["reliability"]]
    if "robustness" in found:
        lines += ["", "| change | moves |", "|---|---|"]
        lines += [f"| {name} | {share:.1%} |" for name, share in found["robustness"].items()]
    return "\n".join(lines)


def _router_line(name: str, one: Found) -> str:
    shares, ranges = one["marks"], one["intervals"]
    cells = [
        f"{shares[key]:.1%} [{ranges[key][0]:.1%}, {ranges[key][1]:.1%}]"
        for key in ("exact", "accepted", "under", "side")
    ]
    error = "-" if one["ece"] is None else f"{one['ece']:.3f}"
    return f"| {name} | {shares['count']} | {' | '.join(cells)} | {error} |"


def _group_lines(title: str, groups: Mapping[str, Found]) -> list[str]:
    head = [f"| {title} | requests | exact | acceptable | under-routed | side |", "|---|---|---|---|---|---|"]
    return head + [
        f"| {name} | {one['count']} | {one['exact']:.1%} | {one['accepted']:.1%} "
        f"| {one['under']:.1%} | {one['side']:.1%} |"
        for name, one in groups.items()
    ]


def pairs(
    files: Sequence[Path], weights: Path | None, labels: Sequence[int], draws: int, models: tuple[str, str]
) -> dict[str, Any]:
    """Pair routers without labels, and with so many of them."""
    found: dict[str, Any] = {}
    for path in files:
        graded = pairing.read_pairs(path, *models)
        learned = {
            str(count): pairing.with_labels(graded, count, draws)
            for count in labels
            if count * 4 <= len(graded.prompts) * 3
        }
        found[path.name.split(".")[0]] = {
            "prompts": len(graded.prompts),
            "0": pairing.without_labels(graded, _weights(weights)),
            **learned,
        }
    return found


def pairs_as_text(found: Found) -> str:
    """The table of `pairs` in Markdown."""
    lines = ["| set | labels | router | APGR | CPT50 | CPT80 | AIQ |", "|---|---|---|---|---|---|---|"]
    for name, sets in found.items():
        for labels, routers in sets.items():
            if labels == "prompts":
                continue
            for router, one in routers.items():
                low_high = one.get("interval")
                spread = f"[{low_high[0]:.3f}, {low_high[1]:.3f}]" if low_high else f"± {one['apgr_sd']:.3f}"
                lines.append(
                    f"| {name} | {labels} | {router} | {one['apgr']:.3f} {spread} "
                    f"| {one['cpt50']:.1f} | {one['cpt80']:.1f} | {one['aiq']:.3f} |"
                )
    return "\n".join(lines)


def latency(files: Sequence[Path], weights: Path | None) -> dict[str, dict[str, float]]:
    """How much CPU time the first stage takes, in microseconds."""
    return timing.measure(Scorer(_weights(weights)), read_examples(files))


def latency_as_text(found: Mapping[str, Mapping[str, float]]) -> str:
    """The table of `latency` in Markdown."""
    lines = ["| tokens | first sight p50 | best | p50 | p99 |", "|---|---|---|---|---|"]
    lines += [
        f"| {size} | {one['first_p50']} µs | {one['best']} µs | {one['p50']} µs | {one['p99']} µs |"
        for size, one in found.items()
    ]
    return "\n".join(lines)


def reliability_chart(found: Found) -> str:
    """How often each router that says how sure it is was right, by how sure it was, as SVG."""
    lines = {
        name: [(said, came) for _, said, came in one["reliability"]]
        for name, one in found["reports"].items()
        if one["reliability"]
    }
    return chart("Confidence and what came of it", "confidence", "share that was right", lines, diagonal=True)
