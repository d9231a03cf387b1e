"""Questions that people bring to the dashboard, and whether it answers them."""

import re

from browsing import SignIn, axe
from playwright.sync_api import expect
from serving import Serving, eventually


def test_a_figure_of_usage_leads_to_the_requests_behind_it(sign_in: SignIn, router: Serving) -> None:
    asked = router.chat("COMPLEX", max_tokens=4).request_id
    router.story(asked)
    page = sign_in("/usage")
    page.get_by_label("Show", exact=True).select_option("calls")
    page.get_by_role("link", name=re.compile("of COMPLEX, private: show the requests")).click()
    expect(page).to_have_url(re.compile(r"tier=COMPLEX.*zone=private|zone=private.*tier=COMPLEX"))
    expect(page.locator(f"a[href*='{asked}']")).to_be_visible()
    expect(page.get_by_role("table").get_by_text("HEARTBEAT")).to_have_count(0)


def test_days_begin_where_one_says_and_the_sums_stay_the_same(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/usage")
    total = page.get_by_role("definition").nth(1)
    before = total.inner_text()
    page.get_by_label("Days begin in").select_option("Asia/Tokyo")
    page.get_by_label("Rows").select_option("hour")
    expect(page.get_by_role("cell", name=re.compile(r"\+09:00")).first).to_be_visible()
    assert total.inner_text() == before


def test_the_feed_is_live_under_filters_too(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/requests?tier=SIMPLE")
    expect(page.get_by_role("heading", name="Requests")).to_be_visible()
    other = router.chat("HEARTBEAT", max_tokens=4).request_id
    wanted = router.chat("SIMPLE", max_tokens=4).request_id
    expect(page.locator(f"a[href*='{wanted}']")).to_be_visible()
    expect(page.locator(f"a[href*='{other}']")).to_have_count(0)


def test_the_id_and_the_link_of_a_request_are_copied(sign_in: SignIn, router: Serving) -> None:
    asked = router.chat("SIMPLE", max_tokens=4).request_id
    router.story(asked)
    page = sign_in(f"/requests/{asked}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    read = "navigator.clipboard.readText()"
    for label, said in (
        ("Copy id", asked),
        ("Copy link", f"{router.url}/#/requests/{asked}"),
        ("Copy the command", f"larouter explain {asked}"),
        ("Copy as curl", f"{router.url}/api/requests/{asked}"),
    ):
        page.get_by_role("button", name=label).click()
        eventually(lambda said=said: said in page.evaluate(read))
    expect(page.get_by_text(re.compile(r"\(\d+ seconds? ago\)"))).to_be_visible()


def test_a_column_of_a_chart_is_read_by_keyboard(sign_in: SignIn, router: Serving) -> None:
    assert router.chat("SIMPLE", max_tokens=4).status == 200
    page = sign_in("/")
    chart = page.get_by_role("group", name="Where requests went, minute by minute")
    chart.focus()
    page.keyboard.press("End")
    expect(page.get_by_role("figure").get_by_role("status")).to_have_text(
        re.compile(r"\d\d:\d\d: local [1-9]")
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("figure").get_by_role("status")).to_have_text("")


def test_quality_and_cost_follow_a_threshold_that_is_dragged(sign_in: SignIn, router: Serving) -> None:
    token = router.project("dragged")
    for number in range(52):
        assert (
            router.chat("auto", token, messages=[{"role": "user", "content": f"Hello {number}"}]).status
            == 200
        )
    page = sign_in("/routing")
    page.get_by_label("Project").select_option("dragged")
    moved = page.get_by_role("definition").last
    expect(moved).to_have_text("0 / 52")
    for name in ("SIMPLE", "MODERATE", "COMPLEX"):
        page.get_by_role("slider", name=f"Where {name} begins").fill("0")
    expect(moved).to_have_text("52 / 52")
    page.get_by_role("button", name="Back to those in force").click()
    expect(moved).to_have_text("0 / 52")


def test_what_changed_is_said_beside_yesterday(sign_in: SignIn, router: Serving) -> None:
    router.project("new today")
    page = sign_in("/")
    card = page.get_by_role("region", name="What changed since yesterday")
    expect(card.get_by_role("row", name=re.compile("Calls"))).to_contain_text("new")
    expect(card).to_contain_text("project.create")


def test_keys_are_named_and_the_files_are_read_again(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/settings")
    keys = page.get_by_role("region", name="Keys", exact=True)
    expect(keys.get_by_role("row", name="OPENAI_API_KEY")).to_contain_text("not set")
    page.get_by_role("button", name="Read the files again").click()
    expect(page.get_by_text("Read again, and in force.")).to_be_visible()


def test_axe_finds_nothing_in_any_dialog(sign_in: SignIn) -> None:
    page = sign_in("/projects")
    for path, name in (
        ("/projects", "New project"),
        ("/models", "Add a backend"),
        ("/settings", "Add a place"),
        ("/settings", "Change log.level"),
    ):
        page.goto(page.url.partition("#")[0] + "#" + path)
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert axe(page) == [], name
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
