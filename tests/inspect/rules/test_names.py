"""Names that stand in no list, told by where they stand; and what is written like a name and is none."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    "text",
    [
        "care plan for Xiomara Delacroix: insulin twice a day",
        "Zawadi's PHQ-9 was 21 at intake",
        "A Nayeli Cuautle le detectaron lupus",
        "overdracht: mevr. Dijkgraaf, decompensatio cordis, furosemide verdubbeld",
        "סבתא ציפורה חולה באלצהיימר, איך מספרים לנכדים",
        "दादी कमला को लकवा मार गया है, रिश्तेदारों को संदेश लिखो",
        "ยายบุญมีเป็นอัลไซเมอร์ หลงทางบ่อย",
        "担任へ：早乙女蓮は食物アレルギーがあります",
        "Әжем Күлтай инсульт алды, туыстарға хабарлама жаз",
    ],
)
def test_an_unlisted_name_makes_illness_personal(text: str) -> None:
    assert "health.named" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "What does the Mayo Clinic say about diabetes?",
        "Difference between Crohn's disease and ulcerative colitis",
        "The Red Cross and malaria in East Africa",
        "my grandmother has dementia, what can she eat",
        "امي عندها سكري وش الاكل المناسب",
        "Chronische Niereninsuffizienz: welche Symptome gibt es?",
        "List Johnson Johnson vaccine trials and asthma",
    ],
)
def test_what_nobody_is_called_does_not(text: str) -> None:
    assert "health.named" not in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Marguerite is off sick, breast cancer, chemo starts Monday",
        "fyi Oluchi won't be in till May, it's her gallbladder",
        "Jonas Wiegert hat Pfeiffersches Drüsenfieber",
        "M. Lucien Abgrall, 83 ans, troubles cognitifs débutants",
    ],
)
def test_who_is_away_ill_is_known_by_one_name(text: str) -> None:
    assert "health.named" in found(text)
