"""Why: before a request is sent, after it was answered, and next year from its record."""

import sqlite3
from pathlib import Path

import pytest
from cast import Cast
from serving import Serving

from larouter.config.policy import parse_policy, policy_of
from larouter.decide.record import decode
from larouter.decide.replay import replay
from larouter.fleet.snapshot import read_body
from larouter.testing import faults


def asked(text: str, model: str = "auto", **members: object) -> dict[str, object]:
    return {"model": model, "messages": [{"role": "user", "content": text}], **members}


def test_the_decision_of_a_preview_is_the_decision_of_the_request(toy: Serving) -> None:
    for body in (asked("Hello"), asked("Prove it."), asked("x", "auto:complex"), asked("x", max_tokens=3)):
        told = toy.call("POST", "/api/route", body)
        assert told.status == 200
        answer = toy.call("POST", "/v1/chat/completions", body)
        assert toy.story(answer.request_id)["decision"] == told.json()
        assert answer.headers["x-larouter-model"] == told.json()["answered_by"]
        assert answer.headers["x-larouter-reason"] == told.json()["plan"][0]["reason"]


def test_a_preview_has_the_members_that_others_build_on_and_sends_nothing(cast: Cast) -> None:
    model = cast.fresh()
    told = cast.router.call("POST", "/api/route", asked("Hello", model)).json()
    wanted = {"tier", "answered_by", "difficulty", "confidence", "sensitivity", "plan", "reasons"}
    assert wanted <= set(told)
    assert told["answered_by"] == f"near/{model}"
    assert [step["deployment"] for step in told["plan"]] == [
        f"{at}/{model}" for at in ("near", "spare", "office", "cloud")
    ]
    assert all(cast.asked(model, at) == [] for at in cast.fakes)
    assert cast.router.control("GET", "/api/usage?period=all")["byModel"].get(model) is None


def test_a_preview_obeys_the_hints_of_the_request(cast: Cast) -> None:
    model = cast.fresh()
    told = cast.router.call(
        "POST", "/api/route", asked("Hello", model), x_larouter_sensitivity="confidential"
    ).json()
    assert told["sensitivity"] == "confidential"
    assert [step["deployment"] for step in told["plan"]] == [f"near/{model}", f"spare/{model}"]
    assert f"not cloud/{model}: public is beyond local, as far as this request may go" in told["reasons"]


def test_a_preview_of_nothing_possible_says_why_instead_of_failing(cast: Cast) -> None:
    told = cast.router.call("POST", "/api/route", asked("Hello", "gpt-2000")).json()
    assert told["answered_by"] is None
    assert told["plan"] == []


def test_the_command_line_explains_in_sentences(toy: Serving) -> None:
    route = toy.cli("route", "Hello")
    assert route.returncode == 0, route.stderr
    answer = toy.call("POST", "/v1/chat/completions", asked("Hello"))
    toy.story(answer.request_id)
    explained = toy.cli("explain", answer.request_id)
    decision, _, rest = explained.stdout.partition("\nAttempts\n")
    assert decision.strip() == route.stdout.strip()
    assert "HEARTBEAT → toy/toy" in decision
    assert "is HEARTBEAT: a greeting" in decision
    assert "toy/toy: ok" in rest
    assert "status 200" in rest
    assert "nothing left the local zone" in rest


def test_a_prompt_may_come_from_standard_input_or_be_odd(toy: Serving) -> None:
    for prompt in ("--", "-x", "{}", "ü 🎉", "a\nb"):
        ran = toy.cli("route", "--", prompt)
        assert ran.returncode == 0, ran.stderr


def test_the_story_tells_every_attempt(cast: Cast) -> None:
    model = cast.fresh()
    cast.fail(faults.Status(500))
    answer = cast.router.call("POST", "/v1/chat/completions", asked("Hello", model))
    cast.router.story(answer.request_id)
    said = cast.router.cli("explain", answer.request_id).stdout
    assert f"near/{model}: failed (upstream_error)" in said
    assert f"spare/{model}: ok" in said


def test_a_project_reads_its_own_stories_only(toy: Serving) -> None:
    answer = toy.chat(max_tokens=1)
    stranger = toy.project("stranger")
    path = f"/api/requests/{answer.request_id}"
    assert toy.call("GET", path).status == 200
    assert toy.call("GET", path, key=stranger).status == 404
    assert toy.call("GET", "/api/requests", key=stranger).json() == {"requests": [], "next": None}


@pytest.mark.parametrize("request_id", ["req_nope", "%2e%2e", "a b", "'; DROP TABLE requests"])
def test_a_story_that_is_not_there(toy: Serving, request_id: str) -> None:
    ran = toy.cli("explain", request_id)
    assert ran.returncode == 1
    assert "there is no request" in ran.stderr
    assert "x-larouter-request-id" in ran.stderr


def test_every_record_replays_to_the_same_decision(cast: Cast, tmp_path: Path) -> None:
    """With the policy and the fleet that were stored under their hashes, and nothing else."""
    model = cast.fresh()
    token = cast.router.project("replayed", ceiling="MODERATE", deny=["spare"])
    cast.fail(*[faults.Status(500)] * 3)
    for body in (asked("Hello", model), asked("Hello", model), asked("Hello"), asked("x", "auto:frontier")):
        cast.router.story(cast.router.call("POST", "/v1/chat/completions", body, token).request_id)
    with sqlite3.connect(cast.router.folder / "larouter.db") as database:
        policies = dict(database.execute("SELECT version, body FROM policies"))
        fleets = dict(database.execute("SELECT version, body FROM fleets"))
        rows = database.execute("SELECT record, policy_version, fleet_version FROM requests").fetchall()
    database.close()
    assert len(rows) >= 4
    for stored, policy_version, fleet_version in rows:
        record = decode(stored)
        policy = policy_of(parse_policy(policies[policy_version]))
        fleet = read_body(fleets[fleet_version])
        assert (policy.version, fleet.version) == (policy_version, fleet_version)
        assert replay(record, policy, fleet) == record.decision


def test_no_prompt_is_written_anywhere(toy: Serving) -> None:
    canary = "canary-8f2c61"
    answer = toy.call("POST", "/v1/chat/completions", asked(f"My word is {canary}", user=canary))
    toy.story(answer.request_id)
    toy.call("POST", "/v1/chat/completions", asked(canary, temperature=9))
    toy.call("POST", "/api/route", asked(canary))
    assert canary not in toy.log + toy.said
    for file in toy.folder.glob("larouter.db*"):
        assert canary.encode() not in file.read_bytes(), file


def test_a_route_to_a_model_that_is_not_here_says_so(toy: Serving) -> None:
    said = toy.cli("route", "Hello", "--model", "gpt-4o").stdout
    assert "no model here is called 'gpt-4o'" in said
    assert "no model here" not in toy.cli("route", "Hello").stdout
