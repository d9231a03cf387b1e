"""What an organisation keeps to itself: markings, hosts, addresses and tickets."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("INTERNAL USE ONLY: shift plan", "internal.capitals"),
        ("For internal use only, do not forward.", "internal.marking"),
        ("it runs on db01.prod.corp.brightwater.internal", "internal.host"),
        ("see PAYM-4821", "internal.ticket"),
        ("under NDA with Brightwater", "internal.nda"),
    ],
)
def test_it_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "What does 'internal use only' mean?",
        "UTF-8, SHA-256, CVE-2024-3094 and COVID-19",
        "listen on 127.0.0.1",
        "what is an nda?",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == set()
