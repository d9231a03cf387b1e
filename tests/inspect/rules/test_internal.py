"""What an organisation keeps to itself: markings, hosts, addresses and tickets."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("INTERNAL USE ONLY: shift plan", "internal.capitals"),
        ("INTERNAL USE ONLY. What is the capital, and how old is it?", "internal.stamp"),
        ("STRICTLY CONFIDENTIAL\nwhat does this paragraph mean?", "internal.stamp"),
        ("For internal use only, do not forward.", "internal.marking"),
        ("it runs on db01.prod.corp.brightwater.internal", "internal.host"),
        ("the jobs run on nas01.local.", "internal.host"),
        ("see http://buildbox.local/jobs", "internal.host"),
        ("pipeline this quarter: sales of $ 4 per share, not public", "internal.figures"),
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
        "What does INTERNAL USE ONLY mean?",
        "UTF-8, SHA-256, CVE-2024-3094 and COVID-19",
        "listen on 127.0.0.1",
        "what is an nda?",
        # What coding agents are told with every request.
        "settings go into .claude/settings.local.json, keys into .env.local",
        "const results = await pipeline(\n  DIMENSIONS,\n  d => agent(d.prompt, {label: `review:${d.key}`}))",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Proprietary & confidential - Lumenfold Ltd.", "internal.marking"),
        ("P r o p r i e t a r y  &  c o n f i d e n t i a l - Lumenfold Ltd.", "internal.marking"),
        ("Coperto da NDA: la nuova lega contiene il 4 % di scandio.", "internal.nda"),
        ("Vor der Ad-hoc am Montag: Auftragseingang 613 Mio.", "internal.figures"),
        ("Неоприлюднені дані: виторг за квартал 184 млн грн", "internal.figures"),
    ],
)
def test_markings_and_early_figures_are_found_in_more_words(text: str, rule: str) -> None:
    assert rule in found(text)


def test_what_agreements_contain_is_a_question() -> None:
    assert "internal.nda" not in found("Che cosa contiene un NDA con un fornitore, coperto da nda?")
