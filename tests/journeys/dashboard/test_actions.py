"""What people do with the dashboard."""

import re

from browsing import SignIn
from playwright.sync_api import Page, expect
from serving import Serving, eventually


def test_a_wrong_key_is_refused_with_the_cure(sign_in: SignIn, router: Serving) -> None:
    page = sign_in()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Admin key or project token").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("neither the admin key nor a project token")


def test_a_project_is_made_gets_a_budget_and_its_token_is_revoked(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/projects")
    page.get_by_role("button", name="New project").click()
    page.get_by_label("Name").fill("made by hand")
    page.get_by_role("button", name="Create").click()
    token = page.get_by_role("dialog").locator("pre").inner_text()
    assert router.chat("HEARTBEAT", token, max_tokens=4).status == 200
    page.get_by_role("button", name="Open made by hand").click()

    page.get_by_label("Amount (USD)").fill("0.5")
    page.get_by_role("button", name="Set a budget").click()
    expect(page.get_by_text("$0 of $0.50 spent monthly")).to_be_visible()

    page.get_by_role("button", name="Revoke first").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("cell", name="revoked")).to_be_visible()
    assert router.chat("HEARTBEAT", token).status == 401


def test_a_policy_that_makes_no_sense_is_refused_while_it_is_typed(sign_in: SignIn) -> None:
    page = sign_in("/projects")
    page.get_by_role("link", name="default").click()
    page.get_by_label("Never aim lower than").select_option("FRONTIER")
    page.get_by_label("Never aim higher than").select_option("SIMPLE")
    expect(page.get_by_text("The floor is above the ceiling")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_disabled()


def test_a_policy_says_what_it_would_have_moved_before_it_is_saved(sign_in: SignIn, router: Serving) -> None:
    token = router.project("movable")
    assert router.chat("auto", token, max_tokens=4).status == 200
    page = sign_in("/projects")
    page.get_by_role("link", name="movable").click()
    page.get_by_label("Never aim lower than").select_option("COMPLEX")
    page.get_by_role("button", name="What would have moved?").click()
    expect(page.get_by_text("1 / 1 (100 %) would go elsewhere")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="No changes")).to_be_visible()
    assert router.control("GET", "/api/projects/movable")["policy"]["floor"] == "COMPLEX"


def test_one_finds_a_request_and_reads_why_it_went_where_it_went(sign_in: SignIn, router: Serving) -> None:
    asked = router.chat("COMPLEX", max_tokens=4).request_id
    router.story(asked)
    page = sign_in("/requests")
    page.get_by_label("Tier").select_option("COMPLEX")
    expect(page).to_have_url(re.compile("tier=COMPLEX"))
    page.locator(f"a[href*='{asked}']").click()
    expect(page.get_by_text("Answered by sim-complex/sim-complex in the private zone.")).to_be_visible()
    candidates = page.get_by_role("region", name="2 · Who could answer")
    expect(candidates.get_by_text("serves COMPLEX")).to_be_visible()
    expect(page.get_by_role("region", name="4 · The money")).to_contain_text("Taken")

    page.get_by_role("button", name="Decide again").click()
    expect(page.get_by_text(re.compile("It would go to sim-moderate/sim-moderate instead"))).to_be_visible()


def test_a_new_request_appears_by_itself(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/requests")
    expect(page.get_by_role("table")).to_be_visible()
    asked = router.chat("SIMPLE", max_tokens=4).request_id
    expect(page.locator(f"a[href*='{asked}']")).to_be_visible()


def test_the_playground_shows_the_decision_and_streams_an_answer(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/playground")
    page.get_by_label("Prompt").fill("Hello")
    page.get_by_role("button", name="Where would it go?").click()
    expect(page.get_by_role("region", name="2 · Who could answer")).to_contain_text("sim-heartbeat")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("See why it went where it went")).to_be_visible()
    expect(page.get_by_role("region", name="Answer", exact=True)).to_contain_text("This was sim-heartbeat")
    page.get_by_role("navigation").get_by_role("link", name="Audit").click()
    eventually(lambda: _all_playground_tokens_revoked(router))


def _all_playground_tokens_revoked(router: Serving) -> bool:
    lent = [
        token
        for project in router.control("GET", "/api/projects")["projects"]
        for token in router.control("GET", f"/api/projects/{project['id']}")["tokens"]
        if token["label"] == "playground"
    ]
    return bool(lent) and all(token["revoked_ms"] for token in lent)


def test_the_chain_is_verified(sign_in: SignIn) -> None:
    page = sign_in("/audit")
    page.get_by_role("button", name="Verify now").click()
    expect(page.get_by_text(re.compile("Whole: .* records"))).to_be_visible()


def test_who_changed_what_is_listed(sign_in: SignIn, router: Serving) -> None:
    router.project("newcomer")
    page = sign_in("/audit")
    acts = page.get_by_role("region", name="Who changed what")
    expect(acts.get_by_role("row", name="newcomer")).to_contain_text("project.create")
    expect(acts.get_by_role("row", name="newcomer")).to_contain_text("admin key")


def test_usage_by_two_dimensions_adds_up(sign_in: SignIn) -> None:
    page = sign_in("/usage")
    page.get_by_label("Show", exact=True).select_option("calls")
    table = page.get_by_role("group", name=re.compile("Tier . Zone")).get_by_role("table")
    expect(table).to_be_visible()
    numbers = [
        [int(cell.replace(",", "")) for cell in row.locator("td").all_inner_texts()[1:]]
        for row in table.locator("tbody tr, tfoot tr").all()
    ]
    *rows, foot = numbers
    assert [sum(column) for column in zip(*rows, strict=True)] == foot
    assert sum(foot[:-1]) == foot[-1]


def test_a_setting_is_changed_and_says_where_it_now_comes_from(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/settings")
    page.get_by_label("Find a setting").fill("log.level")
    page.get_by_role("button", name="Change log.level").click()
    page.get_by_role("dialog").get_by_label("Value").fill('"warning"')
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("cell", name='"warning"')).to_be_visible()
    assert router.control("GET", "/api/config")["settings"]["log.level"]["value"] == "warning"


def test_a_viewer_sees_one_project_and_changes_nothing(sign_in: SignIn, router: Serving) -> None:
    token = router.project("watched")
    assert router.chat("HEARTBEAT", token, max_tokens=4).status == 200
    page: Page = sign_in("/requests", key=token)
    expect(page.get_by_text("Looking at watched, read only")).to_be_visible()
    expect(page.get_by_role("table").locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="Projects")).to_have_count(0)
    status = page.evaluate(
        "fetch('/api/session').then(r => r.json()).then(who => fetch('/api/projects', {method: 'POST', "
        "headers: {'content-type': 'application/json', 'x-larouter-csrf': who.csrf}, body: '{\"name\": \"x\"}'}))"
        ".then(r => r.status)"
    )
    assert status == 403
