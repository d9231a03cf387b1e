"""E-mail to an operator, by the server that the operator named; never without TLS unless that is on this machine."""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

from larouter.core.errors import Unreachable
from larouter.core.zones import Zone
from larouter.outbound.endpoint import zone_admits
from larouter.outbound.permit import EgressForbidden, Permit

SECONDS = 15.0
IMPLICIT_TLS = 465


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail.

    Attributes:
        host: Its name.
        port: 465 for TLS from the first byte, else STARTTLS; without either only on this machine or network.
        user: To sign in; empty for not.
        password: Never shown.
    """

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)


async def send(server: MailServer, message: EmailMessage, permit: Permit) -> None:
    """Hand a message over.

    Raises:
        EgressForbidden: The server offers no TLS and is not of this machine or its network.
        Unreachable: It did not take the message.
    """
    permit.check(Zone.PUBLIC, "mail server")
    try:
        await asyncio.to_thread(_send, server, message)
    except (OSError, smtplib.SMTPException) as error:
        kind = type(error).__name__
        raise Unreachable(
            "the mail server did not take it", operator_detail=f"{server.host}: {kind}"
        ) from None


def _send(server: MailServer, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    if server.port == IMPLICIT_TLS:
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=SECONDS, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=SECONDS)
    with client:
        client.ehlo()
        if server.port != IMPLICIT_TLS and client.has_extn("starttls"):
            client.starttls(context=context)
            client.ehlo()
        elif server.port != IMPLICIT_TLS and not _is_near(client):
            raise EgressForbidden(
                "mail may not travel in clear", operator_detail=f"{server.host} offers no TLS"
            )
        if server.user:
            client.login(server.user, server.password)
        client.send_message(message)


def _is_near(client: smtplib.SMTP) -> bool:
    return client.sock is not None and zone_admits(Zone.LOCAL, str(client.sock.getpeername()[0]))
