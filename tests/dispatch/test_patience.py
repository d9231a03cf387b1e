"""Deadlines as the settings say them: for all tiers, for one of them, and never longer than what is left."""

from larouter.config.settings import Settings
from larouter.core.tiers import Tier
from larouter.dispatch.patience import Patience, patience_of
from larouter.outbound.endpoint import Limits


def test_what_a_tier_does_not_say_is_that_of_all_tiers() -> None:
    settings = Settings.model_validate(
        {"deadlines": {"first_byte": 30, "idle": 10, "tiers": {"frontier": {"first_byte": 600}}}}
    )
    patience = patience_of(settings)
    assert patience.of(Tier.SIMPLE, 10_000) == Limits(5, 30, 10, 900)
    assert patience.of(Tier.FRONTIER, 10_000) == Limits(5, 600, 10, 900)
    assert patience.request == 1800


def test_an_attempt_has_no_more_time_than_its_request() -> None:
    assert Patience().of(Tier.SIMPLE, 7).total == 7
    assert Patience().of(Tier.SIMPLE, 10_000).total == 900


def test_retries_are_as_often_and_as_soon_as_the_settings_say() -> None:
    settings = Settings.model_validate({"escalation": {"max_retries": 1, "retry_delay": 250}})
    how = patience_of(settings).persistence
    assert (how.most, how.first_delay) == (1, 0.25)
    how = patience_of(Settings()).persistence
    assert (how.most, how.first_delay) == (2, 1.0)


def test_answers_are_replaced_as_often_as_the_settings_say_and_never_when_that_is_off() -> None:
    assert patience_of(Settings()).escalations == 2
    off = Settings.model_validate({"escalation": {"enabled": False}})
    assert patience_of(off).escalations == 0
