"""Every page renders, is usable by everybody, and fits a phone."""

import os
from pathlib import Path

import pytest
from browsing import SignIn, axe
from playwright.sync_api import Page, expect

PAGES = {
    "/": "Overview",
    "/requests": "Requests",
    "/playground": "Playground",
    "/models": "Models",
    "/projects": "Projects",
    "/usage": "Usage",
    "/routing": "Routing",
    "/audit": "Audit",
    "/settings": "Settings",
}


def settle(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.get_by_text("Loading …")).to_have_count(0)


def keep(page: Page, name: str) -> None:
    """Leave a picture where the environment asks for one."""
    if folder := os.environ.get("LAROUTER_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_any_page(sign_in: SignIn, dark: bool) -> None:
    page = sign_in(dark=dark)
    found = {}
    for path, title in PAGES.items():
        page.goto(page.url.partition("#")[0] + "#" + path)
        settle(page, title)
        found[title] = axe(page, *(["color-contrast"] if dark else []))
        keep(page, f"{title.lower()}-{'dark' if dark else 'light'}")
    assert {title: faults for title, faults in found.items() if faults} == {}


def test_axe_finds_nothing_on_a_project_a_request_and_the_first_page(sign_in: SignIn) -> None:
    page = sign_in("/projects")
    page.get_by_role("link", name="home").click()
    settle(page, "home")
    assert axe(page) == []
    page.goto(page.url.partition("#")[0] + "#/requests")
    page.get_by_role("table").get_by_role("link").first.click()
    settle(page, "Why this request went where it went")
    assert axe(page) == []
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert axe(page) == []


def test_no_page_is_wider_than_a_phone(sign_in: SignIn) -> None:
    page = sign_in(width=360)
    for path, title in PAGES.items():
        page.goto(page.url.partition("#")[0] + "#" + path)
        settle(page, title)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, title


def test_the_menu_of_a_phone_opens_and_leads_somewhere(sign_in: SignIn) -> None:
    page = sign_in(width=360)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation").get_by_role("link", name="Usage").click()
    settle(page, "Usage")


def test_an_unknown_address_says_so(sign_in: SignIn) -> None:
    page = sign_in("/nowhere")
    expect(page.get_by_role("heading", name="There is no such page.")).to_be_visible()


def test_a_keyboard_is_enough_to_reach_the_content(sign_in: SignIn) -> None:
    page = sign_in()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main#main")).to_be_focused()
