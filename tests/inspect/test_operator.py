import pytest

from larouter.core.zones import Sensitivity
from larouter.inspect.operator import OperatorRule, allow_list, family, problems
from larouter.inspect.rules import SHIPPED
from larouter.inspect.sensitive import Inspector

BADGE = OperatorRule("badge", Sensitivity.INTERNAL, pattern=r"\bB-\d{5}\b", words=("badge", "ausweis"))
CODENAMES = OperatorRule("codenames", Sensitivity.CONFIDENTIAL, words=("larkspur", "blaue tür"))


def test_a_pattern_counts_near_its_words_and_a_dictionary_anywhere() -> None:
    inspector = Inspector((*SHIPPED, family([BADGE, CODENAMES])))
    assert inspector.inspect(["Der Ausweis b-12345 fehlt"]).level is Sensitivity.INTERNAL
    assert inspector.inspect(["Teil b-12345 fehlt"]).level is Sensitivity.PUBLIC
    assert inspector.inspect(["status of LARKSPUR?"]).level is Sensitivity.CONFIDENTIAL
    assert inspector.inspect(["die Blaue Tur"]).level is Sensitivity.CONFIDENTIAL


def test_a_validator_decides_about_a_match() -> None:
    rule = OperatorRule(
        "member", Sensitivity.CONFIDENTIAL, pattern=r"m(\d{8})", words=("member",), validator="luhn"
    )
    inspector = Inspector((*SHIPPED, family([rule])))
    assert inspector.inspect(["member m12345674"]).level is Sensitivity.CONFIDENTIAL
    assert inspector.inspect(["member m12345675"]).level is Sensitivity.PUBLIC


def test_what_is_allowed_is_no_finding() -> None:
    card = "4556 7375 8689 9855"
    inspector = Inspector(allowed=allow_list([card], patterns=[r"jana\..*@gmail\.com"]))
    assert (
        inspector.inspect(["card 4556-7375-8689-9855, mail jana.novak88@gmail.com"]).level
        is Sensitivity.PUBLIC
    )
    assert inspector.inspect(["card 5425 2334 3010 9887"]).level is Sensitivity.CONFIDENTIAL


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (OperatorRule("x", Sensitivity.INTERNAL), "neither a pattern nor words"),
        (OperatorRule("x", Sensitivity.INTERNAL, pattern="("), "not valid RE2"),
        (OperatorRule("x", Sensitivity.INTERNAL, pattern="a(?=b)"), "not valid RE2"),
        (OperatorRule("x", Sensitivity.INTERNAL, pattern="a", validator="crc"), "unknown validator"),
        (OperatorRule("x", Sensitivity.INTERNAL, words=("a",), validator="luhn"), "nothing for it to check"),
    ],
)
def test_a_rule_that_cannot_work_is_refused_with_the_reason(rule: OperatorRule, why: str) -> None:
    assert any(why in problem for problem in problems(rule))
    with pytest.raises(ValueError, match=why):
        family([rule])


def test_a_pattern_without_words_is_found_wherever_it_stands() -> None:
    rule = OperatorRule("plate", Sensitivity.CONFIDENTIAL, "quay [0-9]{2}")
    inspector = Inspector((*SHIPPED, family([rule])))
    assert inspector.inspect(["unload at Quay 14"]).level is Sensitivity.CONFIDENTIAL
    assert inspector.inspect(["unload at Quay B"]).level is Sensitivity.PUBLIC


def test_no_rule_that_ships_waits_for_words_that_it_does_not_have() -> None:
    deaf = [
        rule.id for one in SHIPPED for rule in one.rules if rule.pattern and not rule.words and not rule.apart
    ]
    assert deaf == []
