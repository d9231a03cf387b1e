"""Codes, papers and addresses as people put them into notes and questions."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The door code of the practice is 4471#", "credential.code"),
        ("код от домофона 5*2208", "credential.code"),
        ("log me in as admin / Paprika_1341x", "credential.login"),
        ("the wifi is FRITZ-guest and the key is Lantern+2535z", "credential.wifi"),
        ("gebruikersnaam wdevries, ww Kestrel%8304z", "credential.short"),
        (
            "import the private key 5Kb8kLf9zgWQnogidDA76MzPL6TsZZY36hWXMssSzNydYXYB9KF",
            "credential.wallet.key",
        ),
        ("Ohio licence, RL205852, expired", "id.paper"),
        ("employee Kwame, SSNIT C013645917907", "id.paper"),
        ("Delivery: ship to Priya Raman, 22 Larkspur, Boise 83702", "contact.delivery"),
        ("收件人李秀英，浙江省杭州市文三路90号", "contact.delivery"),
        ("Not announced yet: Q4 bookings came in at 41.2m, 6% under plan", "internal.untold"),
    ],
)
def test_what_is_said_without_the_words_of_forms_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "how do I change the alarm code on a Yale alarm?",
        "Wie stelle ich den Code an einem Zahlenschloss mit 4 Ziffern neu ein?",
        "What's a good way to share a wifi password with guests?",
        "licence plates in Ohio: how many characters?",
        "Ship the 40 boxes to the Antwerp warehouse, dock 7, by Friday 12:00",
        "nobody knows yet why the dinosaurs died, or do we?",
        "Zamówienie 55120/2025 jeszcze nie dotarło",
        "assert user == 'admin' and role in ('admin', 'root/superuser')",
    ],
)
def test_talk_is_public(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "the Wi-Fi password is correct horse battery staple",
        "WLAN-Passwort: ahorn anker samt tundra",
        "clé wifi : érable ancre velours toundra.",
    ],
)
def test_a_passphrase_of_plain_words_is_found(text: str) -> None:
    assert "credential.passphrase" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "the Wi-Fi password is written under the router near the window",
        "WLAN-Passwort: bitte beim Empfang erfragen",
        "How do I change the wifi password on my phone",
        "A good passphrase: correct horse battery staple",
    ],
)
def test_a_sentence_about_a_passphrase_is_none(text: str) -> None:
    assert "credential.passphrase" not in found(text)
