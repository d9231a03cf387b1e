"""Numbers, addresses and codes in notes to a plumber, a sitter or a guest; and numbers that only look like them."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("stuur vir die loodgieter, Fanie, 082 448 2903", "contact.phone.errand"),
        ("plombier jeudi, 06 2941 8837, laat weten", "contact.phone.errand"),
        ("പ്ലംബർ ജോസിന് 9447244829 മെസേജ് എഴുതൂ", "contact.phone.errand"),
        ("uzraksti santehniķim Jānim, 2644 8291", "contact.phone.errand"),
        ("the safe at the shop opens with 38-12-77, write that into the handover", "credential.code.place"),
        ("koden til porten er 4471, alarmen 2290", "credential.code.place"),
        ("the PIN 840261 still works, how do I reset the pattern", "credential.pin"),
        ("pošli to na: Rodina Švecová, Hlavná 55, 040 01 Košice", "contact.address.sent"),
        ("return label: Jonah Whitfield, 4407 NE Alberta Ct, Portland OR 97218", "contact.address.sent"),
        ("г. Казань, ул. Чистопольская, д. 61, кв. 118", "contact.address.flat"),
        ("zapis na kolonie: Igor Wasiak, ur. 2.11.2013", "birth.enrolment"),
        ("BSB 063-182, acc 1029 4471, as my personal account", "payment.account.local"),
        ("CBU 0170099220000067797370, alias perro.luna.sol", "payment.account.local"),
    ],
)
def test_what_a_note_says_of_somebody_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Yeni mesai düzeni: 08.30–17.30. Daha anlaşılır yaz",
        "Unsere Praxis, Tel. 07551 000-0, hat mittwochs zu",
        "48 65 78 20 64 75 6d 70 → text?",
        "tell him the order 4407 1182 9931 never arrived",
        "error code 4471 on the alarm, what does it mean",
        "register for the summer camp by 30.04.2026",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert found(text) == set()
