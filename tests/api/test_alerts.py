"""Alerts over the control API."""

import json

import pytest
from in_process import Running
from listeners import listening

from larouter.store import alerts

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_channel_is_added_tested_and_removed(it: Running) -> None:
    async with listening() as heard:
        wanted = {"kind": "webhook", "url": f"http://127.0.0.1:{heard.port}/hook", "inside": True}
        made = await it.control("POST", "/api/alerts/channels", wanted)
        assert made.status == 201
        ident = made.json()["id"]
        listed = (await it.control("GET", "/api/alerts/channels")).json()["channels"]
        assert [row["id"] for row in listed] == [ident]
        tested = await it.control("POST", "/api/alerts/test", {"channel": ident})
        assert tested.json() == {"results": [{"id": ident, "ok": True, "said": "answered 200"}]}
        heard.answers = [500]
        (result,) = (await it.control("POST", "/api/alerts/test", {})).json()["results"]
        assert (result["ok"], result["said"]) == (False, "the webhook answered 500")
        assert (await it.control("DELETE", f"/api/alerts/channels/{ident}")).status == 200
        assert (await it.control("DELETE", f"/api/alerts/channels/{ident}")).status == 404
        assert (await it.control("POST", "/api/alerts/test", {"channel": ident})).status == 404
    assert (await it.control("GET", "/api/alerts")).json() == {"alerts": []}


@pytest.mark.parametrize(
    "channel",
    [
        {"kind": "webhook"},
        {"kind": "webhook", "url": "http://example.org/"},
        {"kind": "webhook", "url": "ftp://example.org/"},
        {"kind": "webhook", "url": "https://example.org/a\r\nx: y"},
        {"kind": "webhook", "url": "https://example.org/", "secret_env": "no such name"},
        {"kind": "email", "host": "mail.example.org"},
        {"kind": "email", "host": "h", "sender": "a\r\nb", "recipients": ["a@b.c"]},
        {"kind": "email", "host": "h", "sender": "a@b.c", "recipients": ["nobody"]},
        {"kind": "pigeon"},
    ],
)
async def test_what_makes_no_sense_is_refused(it: Running, channel: dict[str, object]) -> None:
    assert (await it.control("POST", "/api/alerts/channels", channel)).status == 400


async def test_a_project_may_not_look(it: Running) -> None:
    assert (await it.ask("GET", "/api/alerts")).status in (401, 403)
    assert (await it.ask("POST", "/api/alerts/test", {})).status in (401, 403)


async def test_neither_a_secret_nor_the_path_of_a_webhook_is_shown(it: Running) -> None:
    wanted = {
        "kind": "webhook",
        "url": "https://u:p@hooks.example.org/T0/s3cret?k=1",
        "secret_env": "HOOK_KEY",
    }
    made = (await it.control("POST", "/api/alerts/channels", wanted)).json()
    assert (made["url"], made["missing"]) == ("https://hooks.example.org/…", ["HOOK_KEY"])
    for path in ("/api/alerts/channels", "/api/audit/acts"):
        assert b"s3cret" not in (await it.control("GET", path)).body
    assert (await it.control("DELETE", f"/api/alerts/channels/{made['id']}")).status == 200


async def test_who_added_and_removed_a_channel_is_written_down(it: Running) -> None:
    wanted = {"kind": "email", "host": "localhost", "sender": "a@b.c", "recipients": ["d@e.f"]}
    ident = (await it.control("POST", "/api/alerts/channels", wanted)).json()["id"]
    await it.control("DELETE", f"/api/alerts/channels/{ident}")
    acts = (await it.control("GET", "/api/audit/acts")).json()["acts"]
    done = [(act["action"], act["subject"]) for act in acts if act["subject"] == ident]
    assert sorted(done) == [("channel.add", ident), ("channel.remove", ident)]


async def test_an_alert_is_told_in_words_with_its_deliveries_and_their_tries(it: Running) -> None:
    async with listening() as heard:
        heard.answers = [500]
        wanted = {"kind": "webhook", "url": f"http://127.0.0.1:{heard.port}/", "inside": True}
        ident = (await it.control("POST", "/api/alerts/channels", wanted)).json()["id"]
        body = json.dumps({"kind": "cloud_share", "share": 71, "before": 20})
        await it.house.database.write(lambda c: alerts.add(c, "cloud/1", 1, "", body))
        await it.house.alerter.round()
        (told,) = (await it.control("GET", "/api/alerts")).json()["alerts"]
        assert told["words"].startswith("71 % of the answers")
        assert told["share"] == 71
        there, logged = told["deliveries"]
        assert (there["channel"], there["state"], there["tries"], there["said"]) == (
            ident, "waiting", 1, "the webhook answered 500",
        )  # fmt: skip
        assert there["next_ms"] > told["at_ms"]
        assert (logged["channel"], logged["state"], logged["next_ms"]) == ("log", "arrived", None)
        await it.control("DELETE", f"/api/alerts/channels/{ident}")
