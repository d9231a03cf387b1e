"""The suites that OpenAI and Anthropic test their SDKs with, pointed at a router."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import Serving, running
from suites import ANTHROPIC, CLAUDE, GPT, OPENAI, Suite, ran, settings

from larouter.testing.fake_anthropic import KEY, FakeAnthropic
from larouter.testing.fake_openai import FakeOpenAI

PLUGINS = Path(__file__).parents[2] / "clients"
PAGE = Path(__file__).parents[3] / "docs/reference/clients.md"
SUITES = pytest.mark.parametrize("suite", [OPENAI, ANTHROPIC], ids=lambda suite: suite.sdk)


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory, backstage: Any) -> Iterator[Serving]:
    if not Path(sys.prefix, "suites/.ready").exists():
        pytest.skip("the published suites are not there; run `make test`")
    openai, anthropic = backstage.start(FakeOpenAI(*GPT)), backstage.start(FakeAnthropic(*CLAUDE))
    folder = tmp_path_factory.mktemp("suites")
    with running(folder, settings(openai.url, anthropic.url), FAKE_KEY=KEY) as router:
        yield router


@pytest.mark.timeout(300)
@SUITES
def test_every_test_that_applies_passes(suite: Suite, router: Serving) -> None:
    done = ran(suite, router.url, router.token, PLUGINS)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-1000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None, done.stdout
    assert int(passed[1]) == suite.passed, done.stdout[-300:]


@SUITES
def test_what_is_left_out_is_told_with_its_reason(suite: Suite) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [why for _, why in suite.without if why not in page] == []
