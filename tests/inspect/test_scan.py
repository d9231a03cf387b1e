"""Rules over one text: plain, encoded and spelled out; each place once, and what is allowed left out."""

import base64

from larouter.core.zones import Sensitivity
from larouter.inspect.normalise import normalise
from larouter.inspect.rules import SHIPPED
from larouter.inspect.rules.kinds import Family, Rule
from larouter.inspect.scan import Scanner
from larouter.inspect.sensitive import Inspector

CARD = "4556 7375 8689 9855"


def ids(inspector: Inspector, text: str) -> list[str]:
    return [span.rule for span in inspector.scanner.scan(text).spans]


def test_a_span_is_where_the_finding_stands(inspector: Inspector) -> None:
    text = f"für die Karte {CARD} bitte"
    (span,) = [one for one in inspector.scanner.scan(text).spans if one.rule == "payment.card"]
    assert normalise(text).encode()[span.start : span.end] == CARD.encode()


def test_each_place_counts_once_for_a_rule(inspector: Inspector) -> None:
    assert ids(inspector, f"card {CARD}").count("payment.card") == 1
    assert ids(inspector, f"card {CARD} and card {CARD}").count("payment.card") == 2


def test_what_hides_in_base64_is_found_where_the_code_stands(inspector: Inspector) -> None:
    code = base64.b64encode(f"my card is {CARD}".encode()).decode()
    text = f"decode {code} please"
    (span,) = inspector.scanner.scan(text).spans
    assert (span.rule, text[span.start : span.end]) == ("payment.card", code)


def test_what_is_allowed_is_left_out() -> None:
    scanner = Scanner(SHIPPED, lambda found: found.replace(" ", "") == CARD.replace(" ", ""))
    assert scanner.scan(f"card {CARD}").spans == ()
    assert scanner.scan("card 5425 2334 3010 9887").spans


def test_every_rule_has_its_level() -> None:
    rule = Rule("shop.code", ("code",), "[0-9]{4}", level=Sensitivity.INTERNAL)
    scanner = Scanner((*SHIPPED, Family(rules=(rule,))))
    assert scanner.levels["shop.code"] is Sensitivity.INTERNAL
    assert [span.rule for span in scanner.scan("code 4711").spans] == ["shop.code"]
    assert scanner.scan("number 4711").spans == ()


def test_more_codes_than_are_looked_at_are_said_to_be_cut(inspector: Inspector) -> None:
    assert inspector.scanner.scan("QUJDREVGR0hJSktMTU5PUA1x " * 1500).cut
    assert not inspector.scanner.scan("QUJDREVGR0hJSktMTU5PUA1x").cut


def test_more_words_or_matches_than_are_looked_at_make_a_text_confidential(inspector: Inspector) -> None:
    words = "salary " * 60_000
    matches = "host a.corp.internal " * 6_000
    for text in (words, matches):
        verdict = inspector.inspect([text])
        assert (verdict.level, verdict.truncated) == (Sensitivity.CONFIDENTIAL, True), text[:20]


def test_a_statement_about_the_whole_text_is_not_taken_out(inspector: Inspector) -> None:
    assert inspector.scanner.redactable("INTERNAL USE ONLY: shift plan") == []
    assert [span.rule for span in inspector.scanner.redactable(f"card {CARD}")] == ["payment.card"]
