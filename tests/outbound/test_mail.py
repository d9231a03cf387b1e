"""Mail to an operator."""

from email.message import EmailMessage

import pytest
from listeners import taking_mail

from larouter.core.errors import Unreachable
from larouter.core.zones import Zone
from larouter.outbound import mail
from larouter.outbound.mail import MailServer
from larouter.outbound.permit import OPERATOR, EgressForbidden, Permit


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "router@example.org", "ops@example.org", "hello"
    message.set_content("there")
    return message


async def test_a_letter_is_handed_over() -> None:
    async with taking_mail() as heard:
        await mail.send(MailServer("127.0.0.1", heard.port), letter(), OPERATOR)
    ((_, told),) = heard.requests
    assert b"Subject: hello" in told
    assert b"there" in told


async def test_without_tls_no_letter_travels_beyond_this_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "zone_admits", lambda *_: False)
    async with taking_mail() as heard:
        with pytest.raises(EgressForbidden):
            await mail.send(MailServer("127.0.0.1", heard.port), letter(), OPERATOR)
    assert heard.requests == []


async def test_without_a_permit_no_letter_leaves() -> None:
    with pytest.raises(EgressForbidden):
        await mail.send(MailServer("127.0.0.1", 1), letter(), Permit(Zone.LOCAL))


async def test_a_server_that_is_not_there_is_unreachable_and_no_password_is_told() -> None:
    with pytest.raises(Unreachable) as caught:
        await mail.send(MailServer("127.0.0.1", 1, "me", "hunter2"), letter(), OPERATOR)
    assert "hunter2" not in str(caught.value.operator_detail) + repr(MailServer("h", 1, "me", "hunter2"))
