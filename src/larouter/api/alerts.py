"""`/api/alerts`: what was told, where it is sent, and a test that it arrives. Admin only."""

import secrets
from functools import partial
from typing import Any, Literal, Self, cast

import msgspec
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from larouter.account.alerts import Alerter, Channel, in_words, name_of, state_of
from larouter.api.acts import note
from larouter.api.answers.alerts import (
    Alerts,
    AlertTold,
    Channels,
    ChannelTold,
    DeliveryTold,
    TestResult,
    TestResults,
)
from larouter.api.answers.projects import ThingRemoved
from larouter.api.caller import Admin
from larouter.config.settings import check_url
from larouter.core.errors import NoSuchRoute, RouterError
from larouter.store import alerts

router = APIRouter(prefix="/api/alerts", tags=["alerts"], dependencies=[Admin])
MOST_SHOWN = 200
VARIABLE = "^([A-Z][A-Z0-9_]{0,99})?$"


class NewChannel(BaseModel):
    """Where alerts are to be sent; secrets stand in the environment, and only their names here."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["webhook", "email"] = Field(description="How it is told.")
    url: str = Field("", max_length=2000, description="Of the webhook; https, unless inside.")
    secret_env: str = Field(
        "", pattern=VARIABLE, description="The variable with the secret that signs webhooks."
    )
    inside: bool = Field(False, description="Whether the webhook may be at an address of a private network.")
    host: str = Field("", max_length=255, pattern=r"^[A-Za-z0-9.:_-]*$", description="Of the mail server.")
    port: int = Field(587, ge=1, le=65535, description="Of the mail server; 465 is TLS, else STARTTLS.")
    sender: str = Field("", max_length=255, pattern=r"^[^\r\n]*$", description="The address mail comes from.")
    recipients: tuple[str, ...] = Field((), max_length=20, description="The addresses it goes to.")
    user: str = Field("", max_length=255, description="To sign in at the mail server.")
    password_env: str = Field("", pattern=VARIABLE, description="The variable with the password.")

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.kind == "webhook":
            check_url(self.url)
            if any(not sign.isprintable() or sign == " " or not sign.isascii() for sign in self.url):
                raise ValueError("the URL has signs that no URL has")
            if not self.inside and not self.url.startswith("https://"):
                raise ValueError("a webhook outside must be https")
        elif not (self.host and self.sender and self.recipients):
            raise ValueError("mail needs host, sender and recipients")
        if any("@" not in it or not it.isprintable() or len(it) > 255 for it in self.recipients):
            raise ValueError("recipients are addresses such as ops@example.org")
        return self

    def channel(self) -> Channel:
        """The value that alerts are sent by."""
        return Channel(**self.model_dump())


class Tested(BaseModel):
    """Which channel to test."""

    model_config = ConfigDict(extra="forbid")

    channel: str = Field("", max_length=64, description="Its id; all of them if unset.")


def _alerter(request: Request) -> Alerter:
    found = request.app.state.alerter
    assert isinstance(found, Alerter)  # noqa: S101 - set where the application is made
    return found


@router.get("")
async def recent(request: Request) -> Alerts:
    """The latest alerts, and whether they have arrived."""
    found = await request.app.state.database.read(partial(alerts.recent, most=MOST_SHOWN))
    return {"alerts": [_alert(*one) for one in found]}


@router.get("/channels")
async def channels(request: Request) -> Channels:
    """Where alerts are sent, besides the log."""
    alerter = _alerter(request)
    found = await alerter.channels()
    return {"channels": [_told(alerter, ident, channel) for ident, channel in found.items()]}


@router.post("/channels", status_code=201)
async def add(request: Request, new: NewChannel) -> ChannelTold:
    """Send alerts there from now on."""
    ident = f"chn_{secrets.token_hex(6)}"
    body = msgspec.json.encode(new.channel()).decode()
    state = request.app.state
    put = partial(alerts.put_channel, channel_id=ident, body=body, now_ms=state.now_ms())
    await state.database.write(put)
    told = _told(_alerter(request), ident, new.channel())
    await note(request, "channel.add", ident, told)
    return told


@router.delete("/channels/{ident}")
async def remove(request: Request, ident: str) -> ThingRemoved:
    """Send nothing there any more.

    Raises:
        NoSuchRoute: There is no such channel.
    """
    if not await request.app.state.database.write(partial(alerts.remove_channel, channel_id=ident)):
        raise NoSuchRoute(f"there is no channel {ident[:64]!r}")
    await note(request, "channel.remove", ident)
    return {"id": ident, "removed": True}


@router.post("/test")
async def test(request: Request, wanted: Tested) -> TestResults:
    """Send a harmless alert at once, and say what came of it.

    Raises:
        NoSuchRoute: There is no such channel.
    """
    alerter = _alerter(request)
    known = await alerter.channels()
    if wanted.channel and wanted.channel not in known:
        raise NoSuchRoute(f"there is no channel {wanted.channel!r}")
    asked = {ident: it for ident, it in known.items() if wanted.channel in ("", ident)}
    return {"results": [await _tested(alerter, ident, channel) for ident, channel in asked.items()]}


async def _tested(alerter: Alerter, ident: str, channel: Channel) -> TestResult:
    try:
        return {"id": ident, "ok": True, "said": await alerter.test(channel, ident)}
    except RouterError as error:
        return {"id": ident, "ok": False, "said": error.operator_detail or str(error)}


def _told(alerter: Alerter, ident: str, channel: Channel) -> ChannelTold:
    return {
        "id": ident,
        "kind": channel.kind,
        "url": _without_path(channel.url),
        "secret_env": channel.secret_env,
        "inside": channel.inside,
        "host": channel.host,
        "port": channel.port,
        "sender": channel.sender,
        "recipients": list(channel.recipients),
        "user": channel.user,
        "password_env": channel.password_env,
        "missing": alerter.missing(channel),
    }


def _without_path(url: str) -> str:
    """A URL down to its host: what stands behind it often is a secret, as in the webhooks of chats."""
    scheme, mark, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{mark}{host.rpartition('@')[2].partition('?')[0]}{slash}{'…' if path else ''}"


def _alert(alert: alerts.Alert, sent: list[alerts.Sent]) -> AlertTold:
    told: dict[str, Any] = msgspec.json.decode(alert.body)
    row: AlertTold = {
        "id": name_of(alert),
        "at_ms": alert.at_ms,
        "project": alert.project_id,
        "kind": told["kind"],
        "words": in_words(alert),
        "deliveries": [_delivery(one) for one in sent],
    }
    return cast("AlertTold", {**told, **row})


def _delivery(one: alerts.Sent) -> DeliveryTold:
    return {
        "channel": one.channel_id,
        "state": state_of(one),
        "tries": one.tries,
        "next_ms": one.due_ms if one.over_ms is None else None,
        "over_ms": one.over_ms,
        "said": one.said,
    }
