"""Cards and accounts, and not those that are printed in every manual."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("my card 4556737586899855", "payment.card"),
        ("5425 2334 3010 9887", "payment.card"),
        ("pay to DE44 5001 0517 5407 3249 31", "payment.iban"),
        ("sort code 20-00-00 account number 55779911", "payment.account"),
        ("valid 04/29, CVV 482", "payment.cvv"),
    ],
)
def test_it_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Visa 4242 4242 4242 4242 is for tests",
        "order 4556737586899855 has not arrived",
        "IBAN GB29 NWBK 6016 1331 9268 19 is in every manual",
        "what is a CVV?",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == set()
