"""What a scraper reads, and that alerts, dashboard and reference speak of the same numbers."""

import asyncio
import re
import subprocess
from pathlib import Path

import pytest
from in_process import Running

from larouter.account.tally import Histogram
from larouter.api.metrics import counter, histogram
from larouter.decide.because import REASONS

pytestmark = pytest.mark.asyncio(loop_scope="module")
ROOT = Path(__file__).parents[2]
SAMPLE = re.compile(r'^(larouter_\w+)(?:\{(\w+="(?:[^"\\\n]|\\.)*",?)*\})? -?[0-9.e+-]+$')


async def chat(it: Running) -> None:
    body = {"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}
    assert (await it.ask("POST", "/v1/chat/completions", body)).status == 200


async def scraped(it: Running, key: str = "") -> str:
    answer = await it.ask("GET", "/metrics", key=key or it.house.keys.admin)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return answer.body.decode()


def value(text: str, sample: str) -> float:
    found = [line.rpartition(" ")[2] for line in text.splitlines() if line.rpartition(" ")[0] == sample]
    return float(found[0]) if found else 0.0


async def test_every_line_is_of_the_format_and_no_sample_comes_twice(it: Running) -> None:
    await chat(it)
    lines = (await scraped(it)).splitlines()
    samples = [line for line in lines if not line.startswith("# ")]
    assert [line for line in samples if not SAMPLE.match(line)] == []
    names = [line.rpartition(" ")[0] for line in samples]
    assert len(names) == len(set(names))


async def test_prometheus_finds_nothing_to_improve(it: Running, promtool: str) -> None:
    await chat(it)
    page = (await scraped(it)).encode()
    ran = await asyncio.to_thread(
        subprocess.run,
        (promtool, "check", "metrics"),
        input=page,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, b"")


async def test_a_request_is_counted_once_in_every_sum(it: Running) -> None:
    before = await scraped(it)
    await chat(it)
    after = await scraped(it)
    for sample in ('larouter_attempts_total{status="ok",zone="private"}', "larouter_added_seconds_count"):
        assert value(after, sample) - value(before, sample) == 1
    grown = [
        line
        for line in after.splitlines()
        if line.startswith("larouter_requests_total{") and line not in before.splitlines()
    ]
    assert len(grown) == 1
    assert 'status="2xx"' in grown[0]


async def test_a_decision_is_counted_under_one_of_a_few_reasons(it: Running) -> None:
    before = await scraped(it)
    await chat(it)
    after = await scraped(it)
    reasons = set(re.findall(r'larouter_decision_reasons_total\{reason="(\w+)"\}', after))
    assert reasons == set(REASONS)
    samples = [f'larouter_decision_reasons_total{{reason="{reason}"}}' for reason in REASONS]
    assert sum(value(after, one) - value(before, one) for one in samples) == 1


async def test_the_ledger_is_not_behind_when_nothing_happens(it: Running) -> None:
    await it.house.database.flush()
    assert 0 <= value(await scraped(it), "larouter_ledger_lag_seconds") < 1


async def test_a_project_sees_no_budget_but_its_own(it: Running) -> None:
    made = (await it.control("POST", "/api/projects", {"name": "other"})).json()
    await it.control("PUT", "/api/projects/other/budget", {"amount": 5})
    (budget,) = (await it.control("GET", "/api/projects/other/budgets")).json()["budgets"]
    labels = f'project="{made["id"]}",budget="{budget["id"]}",window="monthly",hard="true"'
    sample = f"larouter_budget_left_usd{{{labels}}} 5"
    assert sample in await scraped(it)
    assert sample in await scraped(it, made["token"])
    assert "budget_left_usd{" not in await scraped(it, it.house.keys.token)


async def test_nobody_reads_them_without_a_key(it: Running) -> None:
    assert (await it.ask("GET", "/metrics", key="wrong")).status == 401


async def test_a_histogram_counts_upwards_to_all() -> None:
    it = Histogram((5, 1000))
    for milliseconds in (1, 6, 2000):
        it.saw(milliseconds)
    assert list(histogram("x", "y", [({"zone": "local"}, it)]))[1:] == [
        'larouter_x_bucket{zone="local",le="0.005"} 1\n',
        'larouter_x_bucket{zone="local",le="1"} 2\n',
        'larouter_x_bucket{zone="local",le="+Inf"} 3\n',
        'larouter_x_sum{zone="local"} 2.007\n',
        'larouter_x_count{zone="local"} 3\n',
    ]


async def test_names_of_models_cannot_break_a_line() -> None:
    assert (
        list(counter("x", "y", [({"deployment": 'a"\\\nb'}, 2)]))[1]
        == 'larouter_x{deployment="a\\"\\\\\\nb"} 2\n'
    )


async def test_what_is_said_is_documented_and_what_is_watched_is_said(it: Running) -> None:
    said = set(re.findall(r"^# TYPE (larouter_\w+)", await scraped(it), re.MULTILINE))
    reference = (ROOT / "docs/reference/metrics.md").read_text()
    assert set(re.findall(r"^\| `(larouter_\w+)`", reference, re.MULTILINE)) == said
    for watching in ("deploy/prometheus/alerts.yml", "deploy/grafana/larouter.json"):
        named = set(re.findall(r"larouter_[a-z_]+", (ROOT / watching).read_text()))
        assert {name.removesuffix("_bucket") for name in named} <= said
