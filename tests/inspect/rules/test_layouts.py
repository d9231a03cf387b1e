"""Facts that are known by their layout alone, and what only looks like them."""

import pytest

from larouter.core.zones import Sensitivity
from larouter.inspect.sensitive import Inspector


@pytest.mark.parametrize(
    "text",
    [
        "leave it with Mrs Oakley, 14 Rosewood Close, Hexham NE46 2QP",
        "It goes to Cornelius Achterberg, 717 Hickory Spur Rd, Apt 4C, Chattanooga TN 37409",
        "திருமதி. மீனலோசனி, 10/24, பிள்ளையார் கோவில் தெரு, காரைக்குடி 630001",
        "send it to Nationwide, sort 07-47-56, acc 50769152",
        "Transit 00412 institution 003 account 1048273, for my new job",
        "ide utalni: 11773016-46422799, OTP",
        "Ramirez-Kell, Dominga: F32.1, Z79.4, E11.42",
        "Gülizar Aktaş eylülde 48.750 brüt",
        "what about Anneke, she's on 5.1k a month",
        "Kəmalə Rzayeva, FİN 5E9VM1E",
    ],
)
def test_a_fact_that_nobody_names_is_found_by_its_layout(inspector: Inspector, text: str) -> None:
    assert inspector.inspect([text]).level is Sensitivity.CONFIDENTIAL


@pytest.mark.parametrize(
    "text",
    [
        "the museum is at 14 Rosewood Close, Hexham NE46 2QP, opening hours 9 to 5",
        "sort 12 files into 3 groups",
        "F32.1 and Z79.4 are codes of ICD-10; what do they mean?",
        "what does gross mean, and how much is 48.750 net?",
        "the servers are on 24 a month",
        "a fin of 7 cm",
    ],
)
def test_what_only_looks_like_it_is_left_alone(inspector: Inspector, text: str) -> None:
    assert inspector.inspect([text]).level is Sensitivity.PUBLIC
