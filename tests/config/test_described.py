"""Every setting described from its declaration."""

from larouter.config.described import Setting, every_setting, of_model, sections
from larouter.config.load import ENVIRONMENT
from larouter.config.policy import PolicyText

BY_NAME = {it.name: it for it in every_setting()}


def test_a_setting_has_its_limits_its_default_and_its_variable() -> None:
    assert BY_NAME["server.port"] == Setting(
        "server.port",
        "integer ≥ 0, ≤ 65,535",
        "18790",
        "Port to listen on; 0 takes a free one.",
        "LAROUTER_PORT",
    )
    assert BY_NAME["log.level"].kind == "one of `debug`, `info`, `warning`, `error`"
    assert BY_NAME["backends.NAME.url"].default == ""
    assert BY_NAME["backends.NAME.models[].price.input"].kind == "number ≥ 0"
    assert BY_NAME["tiers"].kind == "table of list of text"


def test_every_setting_says_what_it_means() -> None:
    assert [it.name for it in every_setting() if not it.about] == []
    assert all(sections().values())


def test_every_variable_belongs_to_a_setting() -> None:
    assert {it.variable for it in every_setting()} - {""} == set(ENVIRONMENT)


def test_a_policy_is_described_in_the_same_way() -> None:
    names = [it.name for it in of_model(PolicyText)]
    assert {"zones.confidential", "rate.concurrency", "always_local"} <= set(names)
