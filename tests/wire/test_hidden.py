"""Words where none are expected are read; what programs and models write there is not."""

import base64
import random
import string
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.wire.hidden import note_code, note_codes, note_names
from larouter.wire.neutral import Seal
from larouter.wire.seals import label

LETTERS = string.ascii_letters + string.digits
SAID = "my password is Tr4ctor!Maple-77"


def noted(*names: object) -> list[str]:
    texts: list[str] = []
    note_names(names, texts)
    return texts


def decoded(code: object) -> list[str]:
    texts: list[str] = []
    note_code(code, texts)
    return texts


def of(length: int, letters: str = LETTERS) -> str:
    return "".join(random.Random(length).choices(letters, k=length))


@pytest.mark.parametrize(
    "identifier",
    [
        f"call_{of(24)}",
        f"toolu_01{of(22)}",
        f"toolu_vrtx_01{of(22)}",
        f"chatcmpl-tool-{of(32, '0123456789abcdef')}",
        str(uuid.UUID(int=7**45)),
        of(9),
        "call_00_x9Kd82",
        "functions.weather:0",
        "msg_01kaf0000000000000000000zz_3",
        "input_text",
        "function_call_output".removesuffix("_output"),
        "image/png",
        "application/pdf",
        "",
        None,
        3,
    ],
)
def test_ids_and_kinds_are_left_out(identifier: object) -> None:
    assert noted(identifier) == []


@pytest.mark.parametrize(
    "identifier", [SAID, "the_password_is_swordfish", "a@b.example", "call_\n1", "x" * 200, "caf\u00e9"]
)
def test_a_sentence_in_place_of_an_id_is_read(identifier: str) -> None:
    assert identifier in noted(identifier)


def test_a_text_that_is_encoded_as_an_id_is_read() -> None:
    assert noted(base64.b64encode(SAID.encode()).decode()) == [SAID]


def test_joined_words_in_place_of_a_code_are_read() -> None:
    assert "the password is swordfish" in decoded("the_password-is_swordfish")


def test_the_words_of_an_id_are_read_as_words() -> None:
    assert "the password is swordfish" in noted("the_password_is_swordfish")


@given(st.binary(min_size=24, max_size=200))
def test_what_is_encoded_and_no_text_is_left_out(data: bytes) -> None:
    code = base64.b64encode(b"\x89" + data).decode()
    assert decoded(code) == decoded(code.rstrip("=")) == []


def test_letters_that_look_like_words_by_chance_are_rare() -> None:
    dice = random.Random(3)
    codes = [base64.urlsafe_b64encode(b"\x89" + dice.randbytes(60)).decode() for _ in range(3000)]
    assert sum([bool(decoded(code)) for code in codes]) <= 3
    starts = ("call_", "toolu_01", "fc_", "")
    ids = [start + "".join(dice.choices(LETTERS, k=24)) for start in starts for _ in range(1000)]
    assert sum([bool(noted(one)) for one in ids]) == 0


@pytest.mark.parametrize("code", [base64.b64encode(SAID.encode()).decode(), SAID, "not/base64/at=all"])
def test_what_is_no_code_is_read(code: str) -> None:
    assert decoded(code) == [SAID if code.startswith("bXkg") else code]
    assert decoded(f"data:image/png;base64,{code}") == decoded(code)
    assert decoded(label(Seal(code, "claude-x"))) == decoded(code)


def test_the_head_of_an_address_of_data_is_read_where_it_says_more_than_a_kind() -> None:
    assert decoded(f"data:{SAID};base64,iVBORw0KGgo=") == [f"data:{SAID};base64"]
    assert decoded("data:image/png;base64,iVBORw0KGgo=") == []


def test_pictures_documents_and_signatures_are_left_out() -> None:
    pdf = base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj").decode()
    for code in ("iVBORw0KGgo=", pdf, "EqQBCkYIBxgCKkD8", "gAAAAABmCFpV", None, 3, ""):
        assert decoded(code) == []


def test_a_text_file_is_read_whole() -> None:
    text = "line of words\n" * 400 + SAID
    assert decoded(base64.b64encode(text.encode()).decode()) == [text]


def test_codes_are_found_wherever_they_stand() -> None:
    texts: list[str] = []
    note_codes([{"a": {"data": SAID, "other": "x"}}, {"data": {"data": SAID}}], frozenset({"data"}), texts)
    assert texts == [SAID, SAID]


@pytest.mark.parametrize("name", ["4539148803436467", "call_4539-1488-0343-6467", "tool.4539.1488.0343.6467"])
def test_an_id_that_is_as_long_a_number_as_a_card_has_is_read(name: str) -> None:
    assert noted(name) == [name]
