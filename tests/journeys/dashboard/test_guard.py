"""What the dashboard must never do, and what it says when things go wrong."""

import json
import time
from pathlib import Path

from browsing import SignIn
from playwright.sync_api import Browser, expect
from serving import Serve, Serving

SCRIPTS = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "javascript:window.pwned=1",
    "{{constructor.constructor('window.pwned=1')()}}",
    '"><svg onload=window.pwned=1>',
)


def test_what_people_write_is_shown_as_text(sign_in: SignIn, router: Serving) -> None:
    hostile = [text for text in SCRIPTS if "/" not in text]
    for number, text in enumerate(hostile):
        token = router.project(f"{number}{text}"[:64])
        router.control("POST", "/api/projects/default/tokens", {"label": text[:64]})
        router.chat(text[:60], token)
        router.chat("HEARTBEAT", token, max_tokens=4, x_larouter_tags=f"team={text}"[:100])
    page = sign_in("/projects")
    for text in hostile:
        expect(page.get_by_text(text[:40]).first).to_be_visible()
    for path in ("/requests", "/", "/usage", "/models", "/routing"):
        page.goto(page.url.partition("#")[0] + "#" + path)
        page.wait_for_timeout(300)
    page.goto(page.url.partition("#")[0] + "#/projects")
    page.get_by_role("link", name="default").click()
    expect(page.get_by_text(hostile[0][:40]).first).to_be_visible()
    assert page.evaluate("window.pwned") is None


def test_keys_that_would_change_every_object_change_none(sign_in: SignIn) -> None:
    page = sign_in('/requests?__proto__=%7B"polluted"%3A1%7D&constructor=1&status=ok')
    expect(page.get_by_role("heading", name="Requests")).to_be_visible()
    assert page.evaluate("({}).polluted") is None


def test_a_change_by_cookie_needs_the_secret_of_the_page(sign_in: SignIn) -> None:
    page = sign_in()
    answered = page.evaluate(
        "fetch('/api/projects', {method: 'POST', headers: {'content-type': 'application/json'}, "
        "body: JSON.stringify({name: 'forged'})}).then(async r => [r.status, await r.text()])"
    )
    assert answered[0] == 403
    assert "x-larouter-csrf" in answered[1]


def test_another_site_can_neither_change_nor_read_with_the_cookie(sign_in: SignIn, router: Serving) -> None:
    page = sign_in()
    cookie = page.context.cookies(f"{router.url}/api/")[0]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Strict"
    shown = {"Cookie": f"{cookie['name']}={cookie['value']}", "Origin": "http://evil.example"}
    assert router.call("GET", "/api/projects", key="", **shown).status == 403
    assert router.call("POST", "/api/projects", {"name": "forged"}, key="", **shown).status == 403


def test_no_other_page_may_frame_it(browser: Browser, router: Serving) -> None:
    page = browser.new_page()
    page.set_content(f'<iframe src="{router.url}/"></iframe>')
    page.wait_for_timeout(500)
    assert all(not frame.locator("#root").count() for frame in page.frames)
    page.close()


def test_nothing_is_loaded_from_elsewhere_and_nothing_inline_runs(sign_in: SignIn, router: Serving) -> None:
    page = sign_in()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{router.url}/#/usage")
    page.reload()
    expect(page.get_by_role("heading", name="Usage")).to_be_visible()
    assert asked
    assert all(url.startswith(router.url) for url in asked)
    answer = router.call("GET", "/", key="")
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert b"<script>" not in answer.body


def test_an_ended_session_leads_back_to_the_key(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/models")
    expect(page.get_by_text("sim-frontier").first).to_be_visible()
    for session in router.control("GET", "/api/sessions")["sessions"]:
        router.control("DELETE", f"/api/sessions/{session['id']}")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_viewer_is_signed_out_when_its_token_is_revoked(sign_in: SignIn, router: Serving) -> None:
    token = router.project("brief")
    page = sign_in("/requests", key=token)
    ident = router.control("GET", "/api/projects/brief")["tokens"][0]["id"]
    router.control("DELETE", f"/api/projects/brief/tokens/{ident}")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_router_that_goes_away_is_said_and_found_again(
    sign_in: SignIn, serve: Serve, tmp_path: Path
) -> None:
    router = serve("", folder=tmp_path / "gone", LAROUTER_TOY="false")
    page = sign_in(at=router)
    port = str(router.address[1])
    before = time.monotonic()
    router.stop()
    assert time.monotonic() - before < 5, "an open page holds the end up"
    expect(page.get_by_text("The router does not answer. Trying again by itself").first).to_be_visible()
    serve("", folder=tmp_path / "gone", LAROUTER_TOY="false", LAROUTER_PORT=port)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_first_day_ends_with_a_working_request(sign_in: SignIn, serve: Serve, tmp_path: Path) -> None:
    router = serve("", folder=tmp_path / "new", LAROUTER_TOY="false")
    page = sign_in(at=router)
    expect(page.get_by_role("heading", name="Send your first request")).to_be_visible()
    page.get_by_role("button", name="New token").click()
    expect(page.locator("pre")).not_to_contain_text("lr_…")
    command = page.locator("pre").inner_text()
    token = command.partition("Bearer ")[2].partition('"')[0]
    assert router.call("GET", "/v1/models", key=token).status == 200
    assert json.loads(command.partition("-d '")[2].rpartition("'")[0])["model"] == "auto"
