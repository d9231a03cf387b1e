"""What tests of the dashboard share: signing in, and axe as the judge of accessibility."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SignIn = Callable[..., Page]


def axe(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong, one line a finding; by some of its rules, or by all of the WCAG to AA."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", list(rules) or STANDARDS)
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
