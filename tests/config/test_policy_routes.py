"""The parts of a policy that say which requests go where, as people write them."""

import pytest
from pydantic import ValidationError

from larouter.config.policy_routes import RuleText, WhenText, denied, tier_name


def test_days_without_a_time_are_whole_days() -> None:
    hours = WhenText(days=("sat", "sun")).hours()
    assert hours is not None
    assert (hours.days, hours.start, hours.length) == ((5, 6), 0, 1440)


def test_a_time_without_days_is_every_day() -> None:
    hours = WhenText(between=("22:00", "06:30"), utc_offset="+05:30").hours()
    assert hours is not None
    assert (hours.days, hours.start, hours.length, hours.offset) == (tuple(range(7)), 1320, 510, 330)


def test_a_rule_about_everything_has_no_time() -> None:
    assert RuleText(name="all", tier="simple").when.hours() is None


@pytest.mark.parametrize("text", ["7", "24:01", "-1:00", "10:5", "10:99", "a:00", ""])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="is not a time of day"):
        WhenText(between=(text, "12:34"))


@pytest.mark.parametrize(
    ("match", "deny", "gone"),
    [
        ("gpt-4", ["gpt-*"], True),
        ("gpt-*", ["gpt-*"], True),
        ("gpt-4*", ["gpt-*"], True),
        ("gpt-*", ["gpt-4"], False),
        ("?pt", ["gpt"], False),
        ("x", [], False),
        ("x", ["*"], True),
    ],
)
def test_a_pattern_is_denied_when_all_that_it_can_name_is(match: str, deny: list[str], gone: bool) -> None:
    assert denied(match, deny) is gone


def test_a_tier_is_written_in_any_case() -> None:
    assert tier_name("complex") == "COMPLEX"
    with pytest.raises(ValueError, match="is not a tier"):
        tier_name("huge")
