"""The answer is in another language than the question, and nobody asked for that."""

import pytest

from larouter.dispatch.checks.language import language, tongue_of
from larouter.dispatch.checks.said import Said, Wanted
from larouter.wire.neutral import Format

TEXTS = {
    "en": "The capital of the country is a city that lies on a river, and it is known for the bridges there.",
    "de": "Die Hauptstadt des Landes ist eine Stadt, die an einem Fluss liegt und für ihre Brücken bekannt ist.",
    "fr": "La capitale du pays est une ville qui se trouve sur un fleuve et qui est connue pour les ponts.",
    "es": "La capital del país es una ciudad que se encuentra en un río y que es conocida por los puentes.",
    "pl": "Stolica kraju jest nad rzeką, przez którą są mosty, oraz może się podobać, jak nie jest za zimno.",
    "ru": "Столица страны — город, который стоит на реке и известен своими мостами, и не только ими.",
    "zh": "这个国家的首都是一座位于河边的城市，以桥梁闻名，也有很多博物馆和公园，许多游客每年都会前来参观。",
    "ja": "その国の首都は川のそばにある街で、橋で知られています。博物館や公園もたくさんあり、毎年多くの人が訪れます。",
    "ko": "그 나라의 수도는 강가에 있는 도시로, 다리로 유명합니다. 박물관과 공원도 많아서 많은 사람들이 찾아옵니다.",
    "ar": "عاصمة البلاد مدينة تقع على نهر وهي معروفة بجسورها ومتاحفها وحدائقها التي يزورها الناس كل عام.",
}


def wrong(question: str, answer: str, around: str = "") -> bool:
    return language(Said(answer, reason="stop"), Wanted(question, around))


@pytest.mark.parametrize("asked", TEXTS)
@pytest.mark.parametrize("answered", TEXTS)
def test_another_language_is_found_and_the_same_is_not(asked: str, answered: str) -> None:
    assert wrong(TEXTS[asked], TEXTS[answered]) == (asked != answered)


@pytest.mark.parametrize(
    "question",
    [
        "Translate this for me, as it is in the book that I have: the house is on the hill.",
        "How do you say 'the house is on the hill and it is old' in French?",
        "Übersetze das bitte in die Sprache, die ich mit dem Lehrer spreche: das Haus ist alt und schön.",
        "把这句话翻译成我需要的语言，谢谢你的帮助，我明天要用。",
    ],
)
def test_where_a_language_is_mentioned_nothing_is_wrong(question: str) -> None:
    assert not any(wrong(question, answer) for answer in TEXTS.values())


def test_the_system_may_name_the_language() -> None:
    assert not wrong(TEXTS["de"], TEXTS["en"], "Always answer in English.")


def test_code_formulas_and_short_words_tell_nothing() -> None:
    code = "```python\n" + "def f(the, and_, of):\n    return the\n" * 20 + "```"
    assert not wrong(TEXTS["ru"], code)
    assert not wrong(TEXTS["ru"], "x = y + z; a[i] = b[j] * c; print(foo, bar, baz); qux(quux, corge)")
    assert not wrong(TEXTS["en"], "42")
    assert not wrong("Hi", TEXTS["fr"])


def test_json_is_not_looked_at() -> None:
    it = Wanted(TEXTS["en"], format=Format("json"))
    assert not language(Said(TEXTS["fr"], reason="stop"), it)


def test_neighbours_are_not_told_apart() -> None:
    danish = (
        "Hovedstaden i landet er en by, som ligger ved en flod, og den er kendt for de broer, der er bygget."
    )
    assert tongue_of(danish) in ("da", "no", "")
