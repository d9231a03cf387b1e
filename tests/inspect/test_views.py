from larouter.inspect.normalise import normalise
from larouter.inspect.views import Spoken, joined


def test_what_separates_fields_is_taken_out_and_places_lead_back() -> None:
    data = b'{"a": "4556 7375", "b": "8689 9855"}'
    view = joined(data)
    assert view is not None
    assert "7375 8689" in view.text
    assert data[view.origin(view.text.index("8689")) :].startswith(b"8689")


def test_text_without_parts_of_numbers_has_no_other_view() -> None:
    assert joined(b"one, two and three") is None


def test_numbers_spelled_digit_by_digit_are_read_in_many_languages() -> None:
    spoken = Spoken(lambda word: normalise(word).lower())
    for text in (
        "one two three four five six seven",
        "eins zwei drei vier fünf sechs sieben",
        "один два три четыре пять шесть семь",
    ):
        [(_, _, read)] = spoken.find(normalise(text).lower().encode())
        assert "1234567" in read
    assert list(spoken.find(b"one or two people")) == []
