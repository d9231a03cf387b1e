import base64
import json

import pytest
from oracle import Check, disagreements
from stdnum import iban as oracle_iban
from stdnum import luhn as oracle_luhn

from larouter.inspect import checks


def test_cards_need_luhn_an_issuer_and_variety() -> None:
    assert checks.card("4556737586899855")
    assert not checks.card("4556737586899856")
    assert not checks.card("9999999999999995")
    assert not checks.card("4444444444444448")


def test_luhn_agrees_with_the_oracle() -> None:
    assert all(checks.luhn(str(n)) == oracle_luhn.is_valid(str(n)) for n in range(10, 5000))


@pytest.mark.parametrize("number", ["DE44500105175407324931", "GB33BUKB20201555555555", "NO9386011117947"])
def test_ibans_agree_with_the_oracle(number: str) -> None:
    assert checks.iban(number) == oracle_iban.is_valid(number) is True
    broken = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert checks.iban(broken) == oracle_iban.is_valid(broken) is False


def test_an_iban_has_the_length_of_its_country() -> None:
    assert not checks.iban("DE4450010517540732493")
    assert not checks.iban("XX44500105175407324931")


def test_entropy_is_counted_in_bits_per_character() -> None:
    assert checks.entropy("aaaa") == 0
    assert checks.entropy("abab") == 1
    assert checks.entropy("") == 0


def test_runs_are_not_random() -> None:
    assert checks.sequential("12345678")
    assert checks.sequential("00000000")
    assert not checks.sequential("83021746")
    assert not checks.random_like("abcdefghijkl")
    assert checks.random_like("h7Gk2pQz9xWm")


def test_a_token_is_a_jwt_by_its_header() -> None:
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256"}).encode()).decode().rstrip("=")
    assert checks.jwt(f"{head}.e30.x")
    assert not checks.jwt("bm90IGpzb24.e30.x")


def test_machine_readable_document_numbers_end_in_their_check() -> None:
    assert checks.mrz("L898902C36")
    assert not checks.mrz("L898902C37")


@pytest.mark.parametrize(
    ("check", "oracle", "template"),
    [
        (checks.luhn, "stdnum.luhn", "9999999999999999"),
        (checks.verhoeff, "stdnum.verhoeff", "999999999999"),
        (checks.mod11_10, "stdnum.iso7064.mod_11_10", "99999999999"),
        (checks.ean13, "stdnum.ean", "9999999999999"),
        (checks.aba, "stdnum.us.rtn", "029999999"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_check_agrees_with_the_oracle(check: Check, oracle: str, template: str) -> None:
    assert disagreements(check, oracle, template) == (0, 0)
