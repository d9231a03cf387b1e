"""A JSON object read strictly: what is inspected is what any other parser reads, and where it stands."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_values import names, objects, values

from larouter.core.errors import BadRequest
from larouter.wire.members import MAX_DEPTH, read_object

styles = st.fixed_dictionaries(
    {
        "indent": st.sampled_from((None, 0, 2)),
        "ensure_ascii": st.booleans(),
        "separators": st.sampled_from(((",", ":"), (" ,\t", "\r\n: "), None)),
    }
)


@given(objects, styles, st.sampled_from(("", " ", "\n\t\r ")))
def test_any_object_is_read_as_the_standard_library_reads_it(
    value: dict[str, object], style: dict[str, object], around: str
) -> None:
    text = around + json.dumps(value, **style) + around
    body = read_object(text.encode())
    assert body.members == json.loads(text)
    assert list(body.members) == list(value)


@given(objects, styles)
def test_the_offsets_cut_the_text_into_what_it_is_made_of(
    value: dict[str, object], style: dict[str, object]
) -> None:
    body = read_object(json.dumps(value, **style).encode())
    at, rebuilt = 0, ""
    for name, (start, end) in body.spans.items():
        between = body.text[at:start]
        assert json.loads(re.search(r'"(?:[^"\\]|\\.)*"(?=\s*:\s*\Z)', between)[0]) == name
        rebuilt += between + body.text[start:end]
        at = end
    assert rebuilt + body.text[at:] == body.text


@given(objects)
def test_the_size_is_in_bytes(value: dict[str, object]) -> None:
    raw = json.dumps(value, ensure_ascii=False).encode()
    assert read_object(raw).size == len(raw)


@given(objects, st.data())
def test_a_key_that_stands_twice_is_refused_at_any_depth(
    value: dict[str, object], data: st.DataObject
) -> None:
    name, one, two = data.draw(names), data.draw(values), data.draw(values)
    twice = f"{{{json.dumps(name)}: {json.dumps(one)}, {json.dumps(name)}: {json.dumps(two)}}}"
    for _ in range(data.draw(st.integers(0, 4))):
        twice = data.draw(st.sampled_from((f"[1, {twice}]", f'{{"in": {twice}, "x": null}}')))
    if twice.startswith("["):
        twice = f'{{"in": {twice}}}'
    with pytest.raises(BadRequest, match="stands twice in one object") as refused:
        read_object(twice.encode())
    assert refused.value.param == name


def test_a_key_is_the_same_however_it_is_written() -> None:
    with pytest.raises(BadRequest, match="stands twice"):
        read_object(b'{"model": 1, "m\\u006fdel": 2}')


broken = st.sampled_from(
    [",}", "{,}", '{"a" 1}', '{"a":}', '{"a":1,}', '{"a":1 "b":2}', '{"a":1}}', '{"a":1}x', '{"a', "{a:1}",
     "{'a':1}", '{"a":01}', '{"a":.5}', '{"a":+1}', '{"a":tru}', '{"a":"\n"}', '{"a\nb":1}', '{"\x00":1}',
     '{"a":1,"b\tc":2}', '{"\\q":1}', '{"a":"\\x"}', '{"a":1}{"b":2}', '{"a":1;}', "{", "}",
     '{"a":1,"b"}', '{"a":[1,}'],
)  # fmt: skip


@given(broken)
def test_what_is_not_json_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    with pytest.raises(BadRequest, match=r"not valid JSON: .* at line \d+, column \d+"):
        read_object(text.encode())


@given(objects, st.integers(0, 200), st.characters(max_codepoint=0x2FF))
def test_a_text_with_one_letter_changed_is_read_as_the_standard_library_reads_it_or_refused(
    value: dict[str, object], at: int, letter: str
) -> None:
    text = json.dumps(value)
    text = text[:at] + letter + text[at + 1 :]
    try:
        expected = json.loads(text)
    except ValueError:
        expected = None
    try:
        read = dict(read_object(text.encode()).members)
    except BadRequest:
        return
    assert read == expected


@pytest.mark.parametrize("text", ["[]", "1", "null", '"text"', "[{}]", "true"])
def test_json_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="JSON but not an object"):
        read_object(text.encode())


@pytest.mark.parametrize("raw", [b"", b" \n\t "])
def test_an_empty_body_is_refused_with_an_example(raw: bytes) -> None:
    with pytest.raises(BadRequest, match="the body is empty; send a JSON object such as"):
        read_object(raw)


@pytest.mark.parametrize("raw", [b'{"a": "\xff"}', b'{"\xc3": 1}', b'{"a": "\xed\xa0\x80"}'])
def test_what_is_not_utf_8_is_refused_with_the_byte(raw: bytes) -> None:
    with pytest.raises(BadRequest, match=r"not UTF-8 \(byte \d+\)"):
        read_object(raw)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("shape", ['{"a": %s}', '{"a": [{"b": %s}]}'])
def test_numbers_that_json_does_not_know_are_refused(shape: str, number: str) -> None:
    with pytest.raises(BadRequest, match=f"holds {number}, which is not JSON"):
        read_object((shape % number).encode())


def test_a_number_with_thousands_of_digits_is_refused() -> None:
    with pytest.raises(BadRequest, match="too many digits"):
        read_object(b'{"a": ' + b"9" * 5_000 + b"}")


def nested(levels: int, opening: str, closing: str) -> bytes:
    return ('{"a":' + opening * (levels - 1) + "1" + closing * (levels - 1) + "}").encode()


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_a_hundred_levels_are_read_and_no_more(opening: str, closing: str) -> None:
    assert read_object(nested(MAX_DEPTH, opening, closing)).members
    for levels in (MAX_DEPTH + 1, 1_000, 200_000):
        with pytest.raises(BadRequest, match="nested too deeply"):
            read_object(nested(levels, opening, closing))


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert len(read_object(b'{"a":[' + b",".join([b"[]"] * 1_000) + b"]}").members["a"]) == 1_000  # type: ignore[arg-type]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1" + "0" * 400 + ".5"])
def test_a_number_beyond_all_numbers_is_refused_wherever_it_stands(number: str) -> None:
    for body in (f'{{"stream_options":{{"x":{number}}}}}', f'{{"a":[{number}]}}', f'{{"a":{number}}}'):
        with pytest.raises(BadRequest, match="too large to be one"):
            read_object(body.encode())


def test_a_text_that_does_not_end_is_refused_in_one_plain_sentence() -> None:
    with pytest.raises(BadRequest, match=r"unterminated string starting at line 1, column 10"):
        read_object(b'{"a": 1, "b')
