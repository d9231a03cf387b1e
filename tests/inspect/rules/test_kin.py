"""What people write about those who are close to them, and what only looks like it."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("aunt Margaret's biopsy came back, stage II melanoma", "health.kin"),
        ("Mein Vater Karl-Heinz nimmt Ramipril, INR 4,8", "health.kin"),
        ("У мужа Антона шизофрения, он бросил рисперидон", "health.kin"),
        ("Ο πεθερός μου ο Μανώλης έχει άνοια", "health.kin"),
        ("我爸陈建国肝硬化腹水", "health.kin"),
        ("父の正雄は透析中です", "health.kin"),
        ("남편 이준호가 조현병으로 입원했는데", "health.kin"),
        ("Sanne krijgt 3.150 bruto en ik 2.890", "pay.compared"),
        ("小王一个月拿一万八，我才一万五", "pay.compared.han"),
        ("Anmeldung Kita: Ben Hartwig, *12.08.2021", "birth.form"),
    ],
)
def test_a_person_who_is_named_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Explain dementia to a ten-year-old",
        "Meine Schwester Julia heiratet, schreib eine Rede, 5 Minuten",
        "какие первые признаки инсульта",
        "Anna hat 12 Murmeln und ich 15, wer hat mehr",
        "Tom has 3 apples and I have 5",
        "registration form: fields for name, date of birth, school",
        "conference on 12/05/2026, registration closes 30/04/2026",
        "Freddie Mercury died of AIDS in 1991; when was he diagnosed?",
    ],
)
def test_talk_is_public(text: str) -> None:
    assert found(text) == set()
