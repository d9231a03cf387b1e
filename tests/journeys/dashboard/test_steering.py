"""Steering by hand: backends, models of this machine, opinions and votes."""

import csv
import io
import random
import re
from pathlib import Path

from browsing import SignIn, axe
from model_source import model_source
from playwright.sync_api import expect
from serving import Serving, eventually, running

from larouter.fleet.local.gguf import write_reply

REPLY = "Fetched from a page."


def test_a_backend_is_tried_drained_and_resumed(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/models")
    simple = page.get_by_role("region", name="sim-simple")
    simple.get_by_role("button", name="Try it: sim-simple").click()
    expect(simple.get_by_text("ms; sim-simple")).to_be_visible()
    simple.get_by_role("button", name="Drain sim-simple").click()
    expect(simple.get_by_text("drained: no new requests")).to_be_visible()
    assert "sim-simple" not in router.chat("SIMPLE", max_tokens=4).headers["x-larouter-model"]
    simple.get_by_role("button", name="Resume sim-simple").click()
    expect(simple.get_by_text("drained: no new requests")).to_be_hidden()
    assert "sim-simple" in router.chat("SIMPLE", max_tokens=4).headers["x-larouter-model"]


def test_a_backend_is_tried_before_it_is_added_and_removed_again(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/models")
    page.get_by_role("button", name="Add a backend").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("lost")
    form.get_by_label("URL").fill("http://127.0.0.1:9")
    form.get_by_role("button", name="Try it").click()
    expect(form.locator("p.text-bad")).to_contain_text("127.0.0.1:9")
    form.get_by_role("button", name="Add", exact=True).click()
    lost = page.get_by_role("region", name="lost")
    expect(lost.get_by_text("down", exact=True).first).to_be_visible()
    page.on("dialog", lambda asked: asked.accept())
    lost.get_by_role("button", name="Remove lost").click()
    expect(lost).to_be_hidden()


def test_a_public_address_is_not_added_as_a_local_one(sign_in: SignIn) -> None:
    page = sign_in("/models")
    page.get_by_role("button", name="Add a backend").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("misplaced")
    form.get_by_label("URL").fill("http://93.184.216.34/v1")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(form.get_by_role("alert")).to_contain_text("local")


def test_a_model_is_fetched_started_and_removed_from_the_page(sign_in: SignIn, tmp_path: Path) -> None:
    write_reply(tmp_path / "m.gguf", REPLY)
    with model_source() as source:
        whole = (tmp_path / "m.gguf").read_bytes() + random.Random(1).randbytes(2_000_000)
        sha256 = source.put("/m.gguf", whole)
        source.pause_seconds = 0.005
        settings = f'[models.mine]\nurl = "{source.url}/m.gguf"\nsha256 = "{sha256}"\ncontext = 1024\n'
        with running(tmp_path, settings, LAROUTER_MODELS=str(tmp_path / "models")) as router:
            page = sign_in("/models", at=router)
            mine = page.get_by_role("row", name="mine")
            mine.get_by_role("button", name="Download mine").click()
            expect(mine.get_by_role("progressbar", name="Download of mine")).to_be_visible()
            mine.get_by_role("button", name="Start mine").click(timeout=30_000)
            expect(mine.get_by_text("ready", exact=True)).to_be_visible(timeout=30_000)
            said = eventually(lambda: router.chat("mine", max_tokens=16))
            assert REPLY in said.json()["choices"][0]["message"]["content"]
            assert axe(page) == []
            mine.get_by_role("button", name="Stop mine").click()
            page.on("dialog", lambda asked: asked.accept())
            mine.get_by_role("button", name="Remove mine").click()
            expect(mine.get_by_text("not here")).to_be_visible()


def test_an_opinion_of_an_answer_is_kept(sign_in: SignIn, router: Serving) -> None:
    asked = router.chat("SIMPLE", max_tokens=4).request_id
    router.story(asked)
    page = sign_in(f"/requests/{asked}")
    page.get_by_label("Comment (optional)").fill("it knew nothing")
    page.get_by_role("button", name="Needed a stronger model").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    (kept,) = router.control("GET", f"/api/feedback?requestId={asked}")["feedback"]
    assert (kept["label"], kept["comment"]) == ("too_weak", "it knew nothing")


def test_opinions_are_listed_with_who_said_them_and_lead_to_the_request(
    sign_in: SignIn, router: Serving
) -> None:
    token = router.project("talkative")
    for number in range(21):
        said = {
            "request_id": router.chat("SIMPLE", token, max_tokens=4).request_id,
            "score": -0.5,
            "label": "COMPLEX",
        }
        said["comment"] = f"<b>missed</b> question {number}"
        assert router.call("POST", "/v1/feedback", said, token).status == 201
    page = sign_in("/routing")
    page.get_by_label("Project").select_option("talkative")
    listed = page.get_by_role("region", name="What was said of answers")
    expect(listed.get_by_role("row")).to_have_count(21)
    listed.get_by_role("button", name="Load more").click()
    expect(listed.get_by_role("row")).to_have_count(22)
    first = listed.get_by_role("row", name="<b>missed</b> question 20")
    expect(first).to_contain_text("Needed COMPLEX")
    expect(first).to_contain_text("−0.5")  # noqa: RUF001 - a real minus
    assert axe(page) == []
    first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Why this request went where it went")).to_be_visible()


def test_two_models_are_compared_and_the_vote_is_kept_with_both(sign_in: SignIn, router: Serving) -> None:
    page = sign_in("/playground")
    page.get_by_label("Prompt").fill("Hello")
    page.get_by_label("First").select_option("sim-heartbeat")
    page.get_by_label("Second (for comparison)").select_option("sim-simple")
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="This one is better: B").click(timeout=30_000)
    expect(page.get_by_text("Your vote is kept with both requests")).to_be_visible()
    votes = router.control("GET", "/api/feedback?limit=2")["feedback"]
    assert sorted(vote["score"] for vote in votes) == [-0.5, 1.0]
    assert all("compared with req_" in vote["comment"] for vote in votes)


def test_the_curve_says_how_many_requests_it_takes(sign_in: SignIn) -> None:
    page = sign_in("/routing")
    expect(page.get_by_role("region", name="What quality costs")).to_contain_text("A curve takes 50 requests")


def test_a_budget_for_each_user_is_set_and_removed(sign_in: SignIn, router: Serving) -> None:
    router.project("shared")
    page = sign_in("/projects")
    page.get_by_role("link", name="shared").click()
    page.get_by_label("Amount (USD)").fill("2")
    page.get_by_label("Window").select_option("24h")
    page.get_by_label("Covers").select_option("user")
    page.get_by_label("Which").fill("ada")
    page.get_by_role("button", name="Set a budget").click()
    expect(page.get_by_text("$0 of $2.00 spent in any 24 hours")).to_be_visible()
    (kept,) = router.control("GET", "/api/projects/shared/budgets")["budgets"]
    assert (kept["scope"], kept["value"], kept["window"]) == ("tag", "user=ada", "24h")
    page.on("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name=re.compile("Remove: tag user=ada")).click()
    expect(page.get_by_text("No budget: what this project spends is not limited.")).to_be_visible()


def test_a_period_is_compared_with_the_one_before(sign_in: SignIn, router: Serving) -> None:
    assert router.chat("SIMPLE", max_tokens=4).status == 200
    page = sign_in("/usage")
    calls = (
        page.get_by_role("region", name="Compared with before")
        .get_by_role("row", name="Calls", exact=False)
        .first
    )
    expect(calls.get_by_role("cell").nth(2)).to_have_text("0")
    expect(calls.get_by_role("cell").nth(3)).to_have_text("new")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download this comparison (CSV)").click()
    assert coming.value.suggested_filename == "larouter-usage-compared-weekly.csv"
    head, *rows = csv.reader(io.StringIO(Path(coming.value.path()).read_text()))
    assert head == ["Figure", "7 days", "Before", "Change (%)"]
    (told,) = [row for row in rows if row[0] == "Calls"]
    assert int(told[1]) == router.control("GET", "/api/usage?period=weekly")["totalCalls"]
    assert told[2:] == ["0", ""]
