"""Alerts arrive once, signed, and are tried again until they do."""

import asyncio
import base64
import hmac
import json
import logging
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from listeners import listening, taking_mail
from spending import cap

from larouter.account.alerts import (
    FIRST_WAIT_MS,
    MOST_TRIES,
    Alerter,
    Channel,
    in_words,
    letter,
    payload,
    state_of,
)
from larouter.account.ledger import Ledger
from larouter.core.errors import RouterError
from larouter.core.ledger import Attempt, Opening, Outcome
from larouter.store import alerts
from larouter.store.alerts import Alert
from larouter.store.database import Database

SECRET = "a secret of some length"
BUDGET = {
    "kind": "budget", "budget": "bud_1", "window": "daily", "subject": "", "hard": True, "threshold": 80,
    "amount_usd": 1.0, "spent_usd": 0.8,
}  # fmt: skip


@pytest.fixture
def alerter(database: Database, clock: Any) -> Alerter:
    return Alerter(database, clock, lambda: {"HOOK_SECRET": SECRET})


async def channel(database: Database, **changes: object) -> None:
    body = msgspec.json.encode(Channel(**{"kind": "webhook", "inside": True} | changes)).decode()  # type: ignore[arg-type]
    await database.write(lambda c: alerts.put_channel(c, "chn_1", body, 1))


async def tell(database: Database, name: str = "a") -> None:
    await database.write(lambda c: alerts.add(c, name, 1, "prj_a", json.dumps(BUDGET)))


async def test_a_threshold_that_traffic_passes_is_told_once_signed_and_in_the_log(
    alerter: Alerter,
    database: Database,
    ledger: Ledger,
    opening: Callable[..., Opening],
    attempt: Callable[..., Attempt],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await ledger.set_budget(cap(100))
    async with listening() as heard:
        await channel(database, url=f"http://127.0.0.1:{heard.port}/hook", secret_env="HOOK_SECRET")
        for cost in (40, 20, 5):
            ticket = ledger.open(opening())
            ticket.settle(attempt(cost))
            ticket.close(Outcome(200, answered_by="cloud/big"))
        await database.flush()
        with caplog.at_level(logging.WARNING):
            assert await alerter.round() == 1
        assert await alerter.round() == 0
    ((head, body),) = heard.requests
    told = json.loads(body)
    assert (told["kind"], told["threshold"], told["project"]) == ("budget", 50, "prj_a")
    fields = dict(line.split(": ", 1) for line in head.splitlines()[1:] if line)
    signed = f"{fields['webhook-id']}.{fields['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(SECRET.encode(), signed, "sha256")).decode()
    assert fields["webhook-signature"] == f"v1,{expected}"
    assert "has passed 50 %" in caplog.text


async def test_what_fails_is_tried_again_later_and_later_with_the_same_id(
    alerter: Alerter, database: Database, clock: Any
) -> None:
    async with listening() as heard:
        heard.answers = [500, 503]
        await channel(database, url=f"http://127.0.0.1:{heard.port}/")
        await tell(database)
        assert await alerter.round() == 0
        clock.now += FIRST_WAIT_MS - 1
        assert await alerter.round() == 0
        assert len(heard.requests) == 1
        clock.now += 1
        assert await alerter.round() == 0
        clock.now += 2 * FIRST_WAIT_MS
        assert await alerter.round() == 1
    assert len({json.loads(body)["id"] for _, body in heard.requests}) == 1
    assert len(heard.requests) == 3


async def test_what_never_arrives_is_given_up(alerter: Alerter, database: Database, clock: Any) -> None:
    await channel(database, url="http://127.0.0.1:1/")
    await tell(database)
    for _ in range(MOST_TRIES + 3):
        await alerter.round()
        clock.now += 10_000_000
    ((_, sent),) = await database.read(lambda c: alerts.recent(c, 9))
    (arrived,) = [one for one in sent if one.channel_id == "chn_1"]
    assert arrived.tries == MOST_TRIES
    assert arrived.said.startswith("given up")
    assert state_of(arrived) == "given_up"


async def test_two_processes_tell_it_once(alerter: Alerter, database: Database, clock: Any) -> None:
    other = Alerter(database, clock, dict)
    async with listening() as heard:
        await channel(database, url=f"http://127.0.0.1:{heard.port}/")
        await tell(database)
        assert sum(await asyncio.gather(alerter.round(), other.round())) == 1
    assert len(heard.requests) == 1


async def test_an_alert_goes_by_mail(alerter: Alerter, database: Database) -> None:
    async with taking_mail() as heard:
        mail = {"kind": "email", "host": "127.0.0.1", "port": heard.port, "sender": "a@b.c"}
        await channel(database, **mail, recipients=("ops@example.org",))
        await tell(database)
        assert await alerter.round() == 1
    assert b"has passed 80 % of 1.00 USD" in heard.requests[0][1].replace(b"=\r\n", b"")


async def test_a_test_says_what_came_back(alerter: Alerter) -> None:
    async with listening() as heard:
        heard.answers = [200, 404]
        hook = Channel("webhook", f"http://127.0.0.1:{heard.port}/", inside=True)
        assert await alerter.test(hook, "chn_1") == "answered 200"
        with pytest.raises(RouterError):
            await alerter.test(hook, "chn_1")
    with pytest.raises(RouterError, match="MISSING"):
        await alerter.test(Channel("webhook", "https://example.org/", "MISSING"), "chn_1")


def test_a_subject_cannot_add_headers_to_a_mail() -> None:
    body = json.dumps(BUDGET | {"subject": "x\r\nBcc: everybody@example.org"})
    message = letter(Channel("email", sender="a@b.c", recipients=("d@e.f",)), Alert("x\r\ny", 1, "p", body))
    assert message["Bcc"] is None
    assert "\n" not in str(message["Subject"])
    assert "\r" not in json.loads(payload(Alert("x\r\ny", 1, "p", body)))["id"]


def test_an_excess_is_said_in_a_sentence() -> None:
    told = {
        "kind": "excess", "request": "req_1", "deployment": "cloud/big", "model": "big", "output_tokens": 9_000,
        "reserved_usd": 0.01, "cost_usd": 0.09, "excess_usd": 0.08,
    }  # fmt: skip
    said = in_words(Alert("excess/x", 1, "prj_a", json.dumps(told)))
    assert said == (
        "an answer of cloud/big cost 0.090000 USD, 0.080000 more than was set aside for it "
        "(9,000 tokens of answer, request req_1)"
    )
