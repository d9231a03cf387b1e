"""A body remembers where its members stand, and changes some without touching the rest."""

import json
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import objects, values

from larouter.core.chat import Body
from larouter.wire.members import read_object

indents = st.sampled_from((None, 0, 2))


def body_of(value: dict[str, object], indent: int | None = None, **style: object) -> Body:
    return read_object(json.dumps(value, indent=indent, **style).encode())


@given(objects, indents, st.booleans())
def test_the_text_between_two_offsets_is_the_value_of_its_member(
    value: dict[str, object], indent: int | None, ascii_only: bool
) -> None:
    body = body_of(value, indent, ensure_ascii=ascii_only)
    assert {name: json.loads(body.text[start:end]) for name, (start, end) in body.spans.items()} == value


@given(objects, st.dictionaries(st.text(ascii_letters, max_size=4), values, max_size=4), indents)
def test_changing_members_in_the_text_is_changing_them_in_the_object(
    value: dict[str, object], changes: dict[str, object], indent: int | None
) -> None:
    changed = body_of(value, indent).with_members({name: json.dumps(new) for name, new in changes.items()})
    assert json.loads(changed) == value | changes


@given(objects, indents)
def test_a_body_without_changes_is_the_bytes_that_came(value: dict[str, object], indent: int | None) -> None:
    raw = json.dumps(value, indent=indent).encode()
    assert read_object(raw).with_members({}) == raw


def test_what_is_not_changed_stays_byte_for_byte() -> None:
    raw = b'{ "model" : "auto",\n\t"temperature":1.00, "messages":[ ] , "x":"\\u00e9" }\n'
    changed = read_object(raw).with_members({"model": '"m"', "stream": "true"})
    assert (
        changed == b'{ "model" : "m",\n\t"temperature":1.00, "messages":[ ] , "x":"\\u00e9" ,"stream":true}\n'
    )


@pytest.mark.parametrize("raw", [b"{}", b"{ }", b" {\n}\n"])
def test_a_member_is_added_to_an_empty_object(raw: bytes) -> None:
    assert json.loads(read_object(raw).with_members({"model": '"m"'})) == {"model": "m"}


def test_a_member_whose_name_is_written_with_escapes_is_found() -> None:
    assert json.loads(read_object(b'{"m\\u006fdel": 1}').with_members({"model": "2"})) == {"model": 2}
