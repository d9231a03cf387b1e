"""What people tell in passing, and numbers that stand beside a name by chance."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("scrivi a Paolo al 347 2234296 che il treno è in ritardo", "contact.phone.person"),
        ("escríbele a Nuria, 655 72 66 68, que llego tarde", "contact.phone.person"),
        ("le compte de la mairie c'est compta2 / Paprika*1199z", "credential.shared"),
        ("augmentation de Mme Lefort : 2 310 € → 2 480 €", "pay.change"),
        ("新员工王磊，1992年11月20日出生", "birth.east"),
        ("NSW licence no. 19355450 – renew online?", "id.paper.shape"),
        ("mon permis belge 1420381036 est-il valable", "id.paper.shape"),
        ("Pass C4VPL5K7M, Visum für Vietnam: welche Spalte", "id.paper.shape"),
    ],
)
def test_what_is_told_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Tom's invoice total is 655 728 900 HUF",
        "John scored 655 72 66 68 points over four games",
        "Elena measured 347 2234296 cells",
        "log in with GitHub and set Node_v18_LTS as default",
        "raise the minimum wage from 11.44 to 12.21: effects?",
        "what does the C at the start of a German passport number mean",
        "message the customers that order 4471882910 ships on Friday",
    ],
)
def test_what_stands_there_by_chance_is_not(text: str) -> None:
    assert found(text) == set()
