"""Alerts on their way: to the log, to signed webhooks, by mail; tried again until they arrive or are given up.

A webhook is signed as Standard Webhooks has it: `webhook-signature` is `v1,` and the base64 of the HMAC-SHA256 of
id, timestamp and body, with dots between, under the secret.
"""

import base64
import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import msgspec

from larouter.core.errors import RouterError
from larouter.outbound.permit import OPERATOR
from larouter.store import alerts
from larouter.store.alerts import Alert, Delivery, Sent
from larouter.store.database import Database

if TYPE_CHECKING:
    from email.message import EmailMessage

MOST_TRIES = 12
FIRST_WAIT_MS = 10_000
LONGEST_WAIT_MS = 3_600_000
LEASE_MS = 60_000
AT_ONCE = 20
GIVEN_UP = "given up: "
NO_CHANNEL = "no such channel"
_log = logging.getLogger("larouter.alerts")


@dataclass(frozen=True, slots=True)
class Channel:
    """Where alerts are sent; secrets stand in the environment under the names given here.

    Attributes:
        kind: `webhook` or `email`.
        url: Of the webhook.
        secret_env: The variable with the secret that signs it; empty for no signature.
        inside: Whether the webhook may be at an address of a private network.
        host: Of the mail server.
        port: Of the mail server.
        sender: The address mail comes from.
        recipients: The addresses it goes to.
        user: To sign in at the mail server; empty for not.
        password_env: The variable with the password.
    """

    kind: Literal["webhook", "email"]
    url: str = ""
    secret_env: str = ""
    inside: bool = False
    host: str = ""
    port: int = 587
    sender: str = ""
    recipients: tuple[str, ...] = ()
    user: str = ""
    password_env: str = ""


Send = Callable[[Channel, Alert], Awaitable[str]]


class Alerter:
    """Tells people; lives on one event loop, and shares the work with other processes on the database."""

    def __init__(
        self, database: Database, clock: Callable[[], int], environment: Callable[[], Mapping[str, str]]
    ) -> None:
        """Begin with nothing on its way.

        Args:
            database: Where alerts are written down.
            clock: Now, in ms since 1970.
            environment: Where the secrets are.
        """
        self._database = database
        self._clock = clock
        self._environment = environment

    async def round(self) -> int:
        """Log what is new, try what is due; how many arrived. Call it every ten seconds or so."""
        now_ms = self._clock()
        if not await self._database.read(partial(alerts.waiting, now_ms=now_ms)):
            return 0
        for alert in await self._database.write(partial(alerts.spread, now_ms=now_ms)):
            _log.warning("%s", in_words(alert))
        claimed = await self._database.write(
            partial(alerts.claim, now_ms=now_ms, until_ms=now_ms + LEASE_MS, most=AT_ONCE)
        )
        known = await self.channels()
        return sum([await self._try(delivery, known.get(delivery.channel_id)) for delivery in claimed])

    async def channels(self) -> dict[str, Channel]:
        """Every channel by its id."""
        found = await self._database.read(alerts.channels)
        return {ident: msgspec.json.decode(body, type=Channel) for ident, body in found.items()}

    def missing(self, channel: Channel) -> list[str]:
        """The variables that the channel takes its secrets from and that are not set."""
        given = self._environment()
        return [name for name in (channel.secret_env, channel.password_env) if name and not given.get(name)]

    async def test(self, channel: Channel, ident: str) -> str:
        """Send a harmless alert at once; what came back.

        Raises:
            RouterError: It did not arrive.
        """
        body = msgspec.json.encode({"kind": "test", "channel": ident}).decode()
        return await self._send(channel, Alert(f"test/{ident}/{self._clock()}", self._clock(), "", body))

    async def _try(self, delivery: Delivery, channel: Channel | None) -> bool:
        database, now_ms = self._database, self._clock()
        if channel is None:
            await database.write(partial(alerts.arrived, delivery=delivery, now_ms=now_ms, said=NO_CHANNEL))
            return False
        try:
            said = await self._send(channel, delivery.alert)
        except RouterError as error:
            said = error.operator_detail or str(error)
            if delivery.tries >= MOST_TRIES:
                _log.error("alert %s is given up: %s", delivery.alert.alert_id, said)
                gone = partial(alerts.arrived, delivery=delivery, now_ms=now_ms, said=f"{GIVEN_UP}{said}")
                await database.write(gone)
                return False
            wait = min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (delivery.tries - 1))
            await database.write(partial(alerts.postpone, delivery=delivery, due_ms=now_ms + wait, said=said))
            return False
        await database.write(partial(alerts.arrived, delivery=delivery, now_ms=now_ms, said=said))
        return True

    async def _send(self, channel: Channel, alert: Alert) -> str:
        if channel.kind == "email":
            from larouter.outbound import mail  # noqa: PLC0415 - most installations send none

            server = mail.MailServer(
                channel.host, channel.port, channel.user, self._environment().get(channel.password_env, "")
            )
            await mail.send(server, letter(channel, alert), OPERATOR)
            return "taken by the mail server"
        body = payload(alert)
        from larouter.outbound import webhook  # noqa: PLC0415 - most installations send none

        stamp, ident = str(self._clock() // 1000), name_of(alert)
        headers = {"content-type": "application/json", "webhook-id": ident, "webhook-timestamp": stamp}
        if channel.secret_env:
            secret = self._environment().get(channel.secret_env, "")
            if not secret:
                raise RouterError(
                    f"{channel.secret_env} is not set", operator_detail=f"{channel.secret_env} is not set"
                )
            headers["webhook-signature"] = signature(secret, ident, stamp, body)
        status = await webhook.post(channel.url, body, headers, OPERATOR, inside=channel.inside)
        if not 200 <= status < 300:
            raise RouterError("the webhook refused", operator_detail=f"the webhook answered {status}")
        return f"answered {status}"


def state_of(sent: Sent) -> Literal["arrived", "waiting", "given_up"]:
    """How a delivery stands, in a word."""
    if sent.over_ms is None:
        return "waiting"
    return "given_up" if sent.said.startswith((GIVEN_UP, NO_CHANNEL)) else "arrived"


def name_of(alert: Alert) -> str:
    """A short name of an alert, the same at every try, so that whoever gets it twice can tell."""
    return f"alr_{hashlib.sha256(alert.alert_id.encode(errors='replace')).hexdigest()[:24]}"


def payload(alert: Alert) -> bytes:
    """The alert as a webhook gets it."""
    told = msgspec.json.decode(alert.body)
    return msgspec.json.encode(
        {"id": name_of(alert), "at_ms": alert.at_ms, "project": alert.project_id, **told}
    )


def signature(secret: str, ident: str, stamp: str, body: bytes) -> str:
    """The signature of a webhook (Standard Webhooks 1.0)."""
    signed = f"{ident}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret.encode(), signed, "sha256")).decode()


def letter(channel: Channel, alert: Alert) -> "EmailMessage":
    """The alert as a mail."""
    from email.message import EmailMessage  # noqa: PLC0415 - as above

    message = EmailMessage()
    message["From"] = channel.sender
    message["To"] = ", ".join(channel.recipients)
    message["Subject"] = " ".join(f"LA Router: {in_words(alert)}".split())
    message.set_content(f"{in_words(alert)}\n\n{payload(alert).decode()}\n")
    return message


def in_words(alert: Alert) -> str:
    """The alert as a sentence."""
    told = msgspec.json.decode(alert.body)
    if told["kind"] == "budget":
        whose = f" of {told['subject']}" if told["subject"] else ""
        return (
            f"budget {told['budget']}{whose} ({told['window']}) has passed {told['threshold']} % of "
            f"{told['amount_usd']:.2f} USD"
        )
    if told["kind"] == "excess":
        return (
            f"an answer of {told['deployment']} cost {told['cost_usd']:.6f} USD, {told['excess_usd']:.6f} more than "
            f"was set aside for it ({told['output_tokens']:,} tokens of answer, request {told['request']})"
        )
    if told["kind"] == "cloud_share":
        return (
            f"{told['share']} % of the answers of a day came from the cloud, after {told['before']} % before"
        )
    return "this is a test of alerts"
