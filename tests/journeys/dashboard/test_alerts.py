"""Being told: webhooks and mail, set up, tested and watched from the settings page."""

import base64
import hmac
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from backstage import Backstage
from browsing import SignIn, axe
from listeners import listening, taking_mail
from playwright.sync_api import Locator, Page, expect
from serving import Serving, running

from larouter.testing.fake_openai import FakeOpenAI

SECRET = "a secret of the hook"
# A cent for each word of the answer, so that one request spends a whole budget.
SETTINGS = """
[backends.dear]
url = "{url}"
zone = "local"
models = [{{ id = "dear", tiers = ["SIMPLE"], price = {{ input = 1.0, output = 10000.0 }} }}]
"""


@pytest.fixture(scope="module")
def stage() -> Iterator[Backstage]:
    with Backstage() as stage:
        yield stage


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, stage: Backstage) -> Iterator[Serving]:
    dear = stage.start(FakeOpenAI("dear"))
    with running(
        tmp_path_factory.mktemp("told"), SETTINGS.format(url=dear.url), HOOK_SECRET=SECRET
    ) as router:
        yield router


def card(page: Page) -> Locator:
    return page.get_by_role("region", name="Alerts", exact=True)


def add(page: Page, kind: str, **fields: str) -> None:
    card(page).get_by_role("button", name="Add a place").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Kind").select_option(kind)
    if kind == "webhook":
        form.get_by_label("It is in a private network").check()
    for label, value in fields.items():
        form.get_by_label(label.replace("_", " "), exact=label in ("To", "From", "URL")).fill(value)
    form.get_by_role("button", name="Add", exact=True).click()
    expect(form).to_be_hidden()


def test_a_webhook_is_added_tested_watched_and_removed(
    sign_in: SignIn, told: Serving, stage: Backstage
) -> None:
    heard = stage.open(listening())
    page = sign_in("/settings", at=told)
    expect(card(page)).to_contain_text("Alerts stand in the log alone")
    hook = f"http://127.0.0.1:{heard.port}/T0/k3y"
    add(page, "webhook", URL=hook, Environment_variable_of_the_secret="HOOK_SECRET")
    expect(card(page)).to_contain_text("in HOOK_SECRET")
    expect(card(page)).not_to_contain_text("k3y")
    card(page).get_by_role("button", name=re.compile("Send a test to http")).click()
    expect(card(page).get_by_text("Arrived: answered 200.")).to_be_visible()
    ((head, body),) = heard.requests
    assert json.loads(body)["kind"] == "test"
    assert signed(head, body)
    heard.answers = [503]
    card(page).get_by_role("button", name=re.compile("Send a test to http")).click()
    expect(card(page).get_by_text("Did not arrive: the webhook answered 503.")).to_be_visible()
    page.on("dialog", lambda asked: asked.accept())
    card(page).get_by_role("button", name=re.compile("Remove http")).click()
    expect(card(page)).to_contain_text("Alerts stand in the log alone")


def signed(head: str, body: bytes) -> bool:
    fields = dict(line.split(": ", 1) for line in head.splitlines()[1:] if line)
    said = f"{fields['webhook-id']}.{fields['webhook-timestamp']}.".encode() + body
    made = base64.b64encode(hmac.digest(SECRET.encode(), said, "sha256")).decode()
    return fields["webhook-signature"] == f"v1,{made}"


def test_a_variable_that_is_not_set_is_named_and_the_test_says_so(sign_in: SignIn, told: Serving) -> None:
    page = sign_in("/settings", at=told)
    add(page, "webhook", URL="http://127.0.0.1:9/", Environment_variable_of_the_secret="NO_SUCH")
    expect(card(page)).to_contain_text("NO_SUCH is not set")
    card(page).get_by_role("button", name=re.compile("Send a test to http")).click()
    expect(card(page)).to_contain_text("Did not arrive: NO_SUCH is not set.")
    page.on("dialog", lambda asked: asked.accept())
    card(page).get_by_role("button", name=re.compile("Remove http")).click()


def test_what_makes_no_sense_is_said_in_the_form(sign_in: SignIn, told: Serving) -> None:
    page = sign_in("/settings", at=told)
    card(page).get_by_role("button", name="Add a place").click()
    form = page.get_by_role("dialog")
    form.get_by_label("URL").fill("http://hooks.example.org/")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("a webhook outside must be https")


def test_mail_is_tested_and_a_real_alert_is_listed_with_its_tries(
    sign_in: SignIn, told: Serving, stage: Backstage
) -> None:
    mail, hook = stage.open(taking_mail()), stage.open(listening())
    hook.answers = [500] * 20
    page = sign_in("/settings", at=told)
    expect(card(page)).to_contain_text("No alert has been sent yet.")
    add(page, "webhook", URL=f"http://127.0.0.1:{hook.port}/")
    add(
        page,
        "email",
        Mail_server="127.0.0.1",
        Port=str(mail.port),
        From="router@example.org",
        To="ops@example.org",
    )
    card(page).get_by_role("button", name="Send a test to ops@example.org").click()
    expect(card(page).get_by_text("Arrived: taken by the mail server.")).to_be_visible()
    assert b"this is a test of alerts" in mail.requests[0][1]
    spender = told.project("spender")
    told.control("PUT", "/api/projects/spender/budget", {"amount": 0.01, "window": "daily", "hard": False})
    assert told.chat("dear", spender).status == 200
    row = card(page).get_by_role("row", name=re.compile("has passed 50 %"))
    expect(row).to_be_visible(timeout=30_000)
    mailed = row.get_by_role("listitem").filter(has_text="ops@example.org")
    expect(mailed).to_contain_text("arrived", timeout=30_000)
    expect(row.get_by_role("listitem").filter(has_text="127.0.0.1")).to_contain_text("on its way")
    expect(row.get_by_role("listitem").filter(has_text="127.0.0.1")).to_contain_text(
        "the webhook answered 500"
    )
    assert axe(page) == []
    if folder := os.environ.get("LAROUTER_SCREENSHOTS"):
        card(page).screenshot(path=Path(folder) / "alerts.png")
