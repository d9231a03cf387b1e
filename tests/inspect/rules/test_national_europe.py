"""National identifiers of Europe: by their words, and with the right check."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("steuer-id 65929970489", "id.de.tax"),
        ("NINO CE 47 12 08 B", "id.gb.nino"),
        ("PESEL 85062712348", "id.pl.pesel"),
        ("mon numéro de sécurité sociale est 1 85 05 78 006 084 91", "id.fr.nir"),
        ("mijn BSN is 736160221", "id.nl.bsn"),
    ],
)
def test_it_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "PESEL 44051401359",
        "NINO QQ 12 34 56 C",
        "the order 65929970 has arrived",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == set()
