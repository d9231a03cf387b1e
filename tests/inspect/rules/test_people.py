"""Who a text is about: names, titles and labels, in several scripts."""

import pytest

from larouter.inspect.sensitive import Inspector


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Grace Mbeki called", "person"),
        ("Mrs Voss called", "person"),
        ("the patient was seen", "person.label"),
        ("my name is on the list", "person.label"),
        ("환자 김민수", "person.other"),
        ("นางสาว สมใจ", "person.other"),
    ],
)
def test_a_person_is_seen(inspector: Inspector, text: str, signal: str) -> None:
    assert inspector.scanner._page(text).signal(signal)


@pytest.mark.parametrize("text", ["the red house", "what is diabetes?", "print(x + 1)"])
def test_nobody_is_seen_where_nobody_is(inspector: Inspector, text: str) -> None:
    page = inspector.scanner._page(text)
    assert not any(page.signal(name) for name in ("person", "person.other", "person.paid", "person.label"))
