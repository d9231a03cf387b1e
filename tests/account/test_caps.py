"""What is left, from memory."""

from spending import left_in, who

from larouter.account.caps import Caps
from larouter.account.reading import Reading
from larouter.account.windows import window
from larouter.core.money import MicroUSD
from larouter.core.tiers import Tier
from larouter.store.budgets import Budget

NOON = 1_795_003_200_000
DAY = 86_400_000


def reading(
    amount: int, spent: int = 0, reserved: int = 0, *, hard: bool = True, name: str = "bud_1"
) -> Reading:
    budget = Budget(name, "prj_a", MicroUSD(amount), "daily", hard, 1)
    return reading_of(budget, NOON, spent, reserved)


def reading_of(budget: Budget, at_ms: int, spent: int, reserved: int, subject: str = "") -> Reading:
    at = window(budget.period, at_ms, budget.time_zone)
    return Reading(budget, at.piece_ms, at.resets_ms, spent, reserved, subject)


WHAT = ("cloud/big", Tier.COMPLEX)


def test_where_there_is_no_budget_nothing_is_covered() -> None:
    caps = Caps()
    assert not caps.any
    assert not caps.cover("prj_a")
    assert left_in(caps, NOON) is None


def test_the_tightest_hard_budget_counts() -> None:
    caps = Caps()
    caps.load(
        [reading(100), reading(90, spent=20, reserved=5, name="bud_2"), reading(1, hard=False, name="bud_3")]
    )
    assert caps.any
    assert caps.cover("prj_a")
    assert not caps.cover("prj_b")
    assert left_in(caps, NOON) == 65


def test_soft_budgets_limit_nothing() -> None:
    caps = Caps()
    caps.load([reading(1, hard=False)])
    assert caps.cover("prj_a")
    assert left_in(caps, NOON) is None


def test_what_moves_is_followed() -> None:
    caps = Caps()
    caps.load([reading(100)])
    caps.move(who(), WHAT, 10, 30)
    assert left_in(caps, NOON) == 60
    caps.move(who(), WHAT, 20, -30)
    assert left_in(caps, NOON) == 70
    caps.move(who(project="prj_b"), WHAT, 20, 0)
    assert left_in(caps, NOON) == 70


def test_what_is_left_is_never_negative() -> None:
    caps = Caps()
    caps.load([reading(100, spent=130)])
    assert left_in(caps, NOON) == 0


def test_a_new_window_begins_full() -> None:
    caps = Caps()
    caps.load([reading(100, spent=90)])
    assert left_in(caps, NOON + DAY) == 100
    assert caps.now("prj_a", NOON + DAY)[0].start_ms == window("daily", NOON + DAY).piece_ms


def test_what_a_refusal_saw_is_learnt() -> None:
    caps = Caps()
    caps.load([reading(100)])
    caps.learn(reading(80, spent=70))
    caps.learn(reading(1, name="bud_unknown"))
    assert left_in(caps, NOON) == 10


def test_a_refusal_of_yesterday_does_not_move_the_window_back() -> None:
    caps = Caps()
    today = reading_of(reading(100).budget, NOON + DAY, 10, 0)
    caps.load([today])
    caps.learn(reading(100, spent=90))
    assert caps.now("prj_a", NOON + DAY) == [today]


def test_a_budget_of_a_tag_covers_those_who_carry_it() -> None:
    caps = Caps()
    budget = Budget("bud_t", "prj_a", MicroUSD(50), "daily", True, 1, "tag", "feature=search")
    caps.load([reading_of(budget, NOON, 20, 0)])
    assert caps.means(who(("feature", "search")), NOON).remaining == 30
    assert caps.means(who(("feature", "chat")), NOON).remaining is None
    assert not caps.cover_request(who())
    assert caps.cover_request(who(("feature", "search")))


def test_what_every_user_has_to_himself_is_learnt_user_by_user() -> None:
    caps = Caps()
    budget = Budget("bud_u", "prj_a", MicroUSD(50), "daily", True, 1, "tag", "user")
    caps.load([], [budget])
    ann, bob = who(("user", "ann")), who(("user", "bob"))
    assert caps.means(ann, NOON).remaining == 50
    caps.learn(reading_of(budget, NOON, 45, 0, "ann"))
    assert caps.means(ann, NOON).remaining == 5
    assert caps.means(bob, NOON).remaining == 50
    caps.load([], [budget])
    assert caps.means(ann, NOON).remaining == 5


def test_a_budget_for_some_tiers_or_models_is_a_cap_of_its_own() -> None:
    caps = Caps()
    budget = Budget("bud_f", "prj_a", MicroUSD(50), "daily", True, 1, tiers=(Tier.FRONTIER,))
    caps.load([reading_of(budget, NOON, 20, 0)])
    means = caps.means(who(), NOON)
    assert means.remaining is None
    (cap,) = means.caps
    assert (cap.left, cap.tiers, cap.used) == (30, (Tier.FRONTIER,), 40)
    caps.move(who(), WHAT, 10, 0)
    assert caps.means(who(), NOON) == means
    caps.move(who(), ("cloud/big", Tier.FRONTIER), 10, 0)
    assert caps.means(who(), NOON).caps[0].left == 20


def test_a_rolling_window_is_not_believed_to_be_full_for_ever() -> None:
    caps = Caps()
    budget = Budget("bud_r", "prj_a", MicroUSD(50), "24h", True, 1)
    caps.load([Reading(budget, NOON, NOON + DAY, 50, 0)])
    assert left_in(caps, NOON + DAY - 1) == 0
    assert left_in(caps, NOON + DAY) == 50


def test_a_session_matters_only_where_a_budget_asks_for_it() -> None:
    caps = Caps()
    caps.load([], [Budget("bud_s", "prj_a", MicroUSD(50), "total", True, 1, "tag", "session")])
    assert caps.wants_session("prj_a")
    assert not caps.wants_session("prj_b")


def test_memory_has_a_bound() -> None:
    caps = Caps()
    budget = Budget("bud_u", "prj_a", MicroUSD(50), "daily", True, 1, "tag", "user")
    caps.load([reading(7)], [budget])
    for number in range(10_050):
        caps.move(who(("user", str(number))), WHAT, 1, 0)
    assert len(caps.now("prj_a", NOON)) < 10_010
    assert left_in(caps, NOON) == 0
