"""National identifiers outside Europe: by their words, and with the right check."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("SSN 536-90-4399", "id.us.ssn"),
        ("CPF 390.533.447-05", "id.br.cpf"),
        ("身份证 340524198001010019", "id.cn.ric"),
    ],
)
def test_it_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "SSN 123-45-6789",
        "CPF 529.982.247-25",
        "aadhaar 2341 2341 2346",
        "身份证 11010519491231002X",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == set()
