"""The dashboard in a real browser, in front of a real router with the simulated fleet."""

import os
import shutil
from collections.abc import Iterator

import pytest
from browsing import SignIn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import Serving, running

from larouter.cli.simulation import simulated
from larouter.dashboard.pages import BUILT

expect.set_options(timeout=15_000)  # how busy the machine is says nothing about the page
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session", autouse=True)
def _there() -> None:
    missing = [
        name
        for name, there in (("chromium", CHROMIUM), ("the built dashboard", (BUILT / "index.html").exists()))
        if not there
    ]
    if missing and os.environ.get("LAROUTER_STRICT") != "1":
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    assert not missing


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """No longer than a module: while it lives its event loop runs, beside which no other test's loop may."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def router(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A router with a fleet of every tier, two projects and some requests."""
    with simulated() as environment:
        given = {name: value for name, value in environment.items() if name.startswith("LAROUTER_")}
        given.pop("LAROUTER_PORT", None)
        with running(tmp_path_factory.mktemp("dashboard"), "", **given) as router:
            router.project("home", always_local=True)
            for model in ("HEARTBEAT", "SIMPLE", "COMPLEX"):
                assert router.chat(model, max_tokens=8).status == 200
            yield router


@pytest.fixture
def sign_in(browser: Browser, router: Serving) -> Iterator[SignIn]:
    """Sign in and open a page: `sign_in("/requests")`; the browser's complaints fail the test."""
    contexts = []
    complaints: list[str] = []

    def enter(
        path: str = "/", *, key: str = "", at: Serving = router, width: int = 1280, dark: bool = False
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type == "error" and "Failed to load resource" not in said.text
                else None
            ),
        )
        page.goto(f"{at.url}/#{path}")
        page.get_by_label("Admin key or project token").fill(key or at.admin)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("main#main h1")).to_be_visible()
        return page

    yield enter
    for context in contexts:
        context.close()
    assert complaints == []
