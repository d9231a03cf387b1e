"""LangChain's own integration tests of chat models, through three of its clients, with each kind of cloud."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from clouds import MODELS

SUITE = Path(__file__).parents[2] / "clients/langchain_standard.py"
OFFLINE = (
    "test_pdf_inputs",
    "test_image_inputs",
    "test_image_tool_message",
)  # they fetch pictures from the Internet
PASSED = 155


@pytest.mark.timeout(300)
@pytest.mark.parametrize("backend", ["compatible", "opus", "argon"])
def test_every_test_that_applies_passes(
    backend: str, outsider: Path, run: Callable[..., str], shown: dict[str, str]
) -> None:
    said = run(
        *(outsider, "-m", "pytest", "-q", "--noconftest", "-c", "/dev/null", "-p", "no:cacheprovider"),
        *("-o", "asyncio_mode=auto", "-o", "asyncio_default_fixture_loop_scope=session"),
        *("-o", "asyncio_default_test_loop_scope=session", "-W", "ignore", "--tb=short"),
        *("-k", " and ".join(f"not {name}" for name in OFFLINE), SUITE),
        LAROUTER_MODEL=MODELS[backend],
        **shown,
    )
    passed = re.search(r"(\d+) passed", said)
    assert passed is not None, said
    assert int(passed[1]) == PASSED, said
