"""The script of a text."""

import pytest

from larouter.dispatch.checks.tongues import script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("plain words here", "latin"),
        ("größere Käsewürste überall", "latin"),
        ("это русский текст", "cyrillic"),
        ("これは日本語の文章です", "kana"),
        ("这是一个中文的句子", "han"),
        ("이것은 한국어 문장입니다", "hangul"),
        ("هذا نص باللغة العربية", "arabic"),
        ("यह हिंदी का वाक्य है", "devanagari"),
        ("half this наполовину то", None),
        ("short", None),
        ("123 456 !!", None),
        ("𐎠𐎡𐎢𐎣𐎤𐎥𐎦𐎧𐎨𐎩", None),
    ],
)
def test_most_of_the_letters_decide(text: str, script: str | None) -> None:
    assert script_of(text) == script
