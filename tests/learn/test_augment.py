"""Made examples: labels follow, authors stay apart, and the seed decides everything."""

from labelled import examples

from larouter.core.tiers import Tier
from larouter.learn.augment import augment


def made(how: str) -> list[tuple[str, Tier, int]]:
    found = augment(examples())
    return [
        (one.id.split("+")[0], one.tier, len(one.request["messages"]))
        for one in found
        if one.id.endswith(how)
    ]


def test_the_same_seed_makes_the_same_examples() -> None:
    assert augment(examples(), 1) == augment(examples(), 1)
    assert augment(examples(), 1) != augment(examples(), 2)


def test_consent_to_an_offer_is_as_hard_as_what_was_offered() -> None:
    tiers = {one.id: one.tier for one in examples()}
    assert made("+consent")
    assert all(tier is tiers[name] and length == 3 for name, tier, length in made("+consent"))


def test_thanks_are_a_heartbeat_whatever_came_before() -> None:
    assert {tier for _, tier, _ in made("+thanked")} == {Tier.HEARTBEAT}


def test_nothing_of_one_author_gets_into_an_example_of_another() -> None:
    for one in augment(examples()):
        others = "" if one.author == "a" else "."
        assert one.made
        assert one.id.startswith(one.author)
        assert 0 < one.weight <= 1, others
