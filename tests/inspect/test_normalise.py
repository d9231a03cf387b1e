import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from larouter.inspect.normalise import normalise, trace


def test_plain_ascii_is_returned_as_it_came() -> None:
    text = "Nothing to see here, 42 times."
    assert normalise(text) is text


def test_digits_of_every_script_become_ascii_digits() -> None:
    assert normalise("٤٥٦ ۴۵۶ ४५६ ৪৫৬ ๔๕๖ ４５６ 𝟒𝟓𝟔") == "456 456 456 456 456 456 456"


def test_invisible_characters_vanish() -> None:
    assert normalise("4\u200b5\u200d5\ufeff6\u00ad7\u2060") == "45567"


def test_accents_are_dropped_and_scripts_with_vowel_signs_keep_theirs() -> None:
    assert normalise("Größe, façade, źródło, Ωμέγα, ёж") == "Grosse, facade, zrodlo, Ωμεγα, еж"
    assert normalise("आधार เบอร์") == "आधार เบอร์"


def test_escapes_of_urls_html_json_and_c_are_undone() -> None:
    assert normalise("a%20b%C3%A9") == "a be"
    assert normalise("&#52;&#x35;&nbsp;&amp;") == "45 &"
    assert normalise("\\u0034\\u0035\\x36\\n7") == "456\n7"
    assert normalise("\\ud83d\\ude00 x") == "\U0001f600 x"


def test_a_lone_percent_in_a_password_stays() -> None:
    assert normalise("Otter%4454x") == "Otter%4454x"


def test_lookalike_letters_in_mixed_words_become_latin() -> None:
    assert normalise("pаsswоrd") == "password"
    assert normalise("пароль") == "пароль"


@given(st.text(max_size=200))
def test_normalising_twice_is_normalising_once_where_nothing_is_escaped(text: str) -> None:
    text = text.replace("%", "").replace("&", "").replace("\\", "")
    once = normalise(text)
    assert (
        normalise(once).replace("%", "").replace("&", "").replace("\\", "")
        == once.replace("%", "").replace("&", "").replace("\\", "")
        or not once.isascii()
    )


@given(st.text(max_size=200))
def test_a_trace_spells_the_same_and_points_into_the_original(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    traced = trace(text)
    assert traced.text == normalise(text)
    assert len(traced.starts) == len(traced.ends) == len(traced.text)
    assert all(0 <= start < end <= len(text) for start, end in zip(traced.starts, traced.ends, strict=True))
