"""A name right beside a number, before it or after it, in any script."""

import pytest

from larouter.inspect.beside import beside_name


def beside(text: str, number: str) -> bool:
    data = text.encode()
    start = data.index(number.encode())
    return beside_name(data, start, start + len(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("I am Tihomir Brncic, 18267722170, and the car was parked", "18267722170"),
        ("Gwendolyn Strand (537221509)", "537221509"),
        ("537221509 - Gwendolyn Strand", "537221509"),
        ("Доверитель Гурьянов Степан, 4536884916", "4536884916"),
        ("אני, אביגדור שליו, 073211252, מסמיך", "073211252"),
        ("ผู้มอบชื่อ นายประสิทธิ์ แก้วมณี 3661565452711", "3661565452711"),
    ],
)
def test_a_name_right_beside_a_number_is_seen(text: str, number: str) -> None:
    assert beside(text, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("our order 18267722170", "18267722170"),
        ("Tihomir Brncic asked on Monday about 18267722170", "18267722170"),
        ("Order Number 18267722170", "18267722170"),
        ("18267722170 Our Team", "18267722170"),
        ("18267722170, and so on", "18267722170"),
        ("הזמנה 073211252 טרם הגיעה", "073211252"),
    ],
)
def test_other_words_are_no_name_and_a_name_elsewhere_is_not_beside_it(text: str, number: str) -> None:
    assert not beside(text, number)
