"""What every test may ask for, and the rule that in CI nothing is skipped."""

import os
import shutil
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A timing never decides a test: neither a deadline nor how slowly examples are made on a busy machine.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# Coding agents weigh most of a gigabyte; `make clients` asks for them.
collect_ignore = [] if os.environ.get("LAROUTER_AGENTS") == "1" else ["journeys/agents"]
STRICT = os.environ.get("LAROUTER_STRICT") == "1"
REPOSITORY = Path(__file__).parents[1]


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that carries the reason."""
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"LAROUTER_STRICT=1 allows no skip. {reason}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what somebody opts in to by naming a program in the environment."""
    kept, left = [], []
    for item in items:
        asked = all(os.environ.get(mark.args[0]) for mark in item.iter_markers("opt_in"))
        (kept if asked else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the working copy."""
    return REPOSITORY


@pytest.fixture(scope="session")
def promtool() -> str:
    """Prometheus's own checker of rules and metrics."""
    found = shutil.which("promtool")
    if found is None:
        pytest.skip("promtool is missing; `make test` installs Debian's package prometheus as root")
    return found


@pytest.fixture(scope="session")
def node() -> str:
    """A Node that can run tests/node/*.mjs: the environment's own, else the machine's."""
    modules = REPOSITORY / "tests/node/node_modules"
    if not (modules / ".ready").exists():
        missing = modules / ".missing"
        pytest.skip(
            missing.read_text().strip() if missing.exists() else "tests/node is not set up; run `make test`"
        )
    found = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert found, "tests/node was set up with a Node that is gone"
    return found
