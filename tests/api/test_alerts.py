"""Alerts over the control API."""

import pytest
from in_process import Running
from listeners import listening

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
