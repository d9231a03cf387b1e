"""What is left, from memory."""

from larouter.account.budgets import Reading
from larouter.account.caps import Caps
from larouter.account.windows import window
from larouter.core.money import MicroUSD
from larouter.store.budgets import Budget

NOON = 1_795_003_200_000
DAY = 86_400_000


def reading(
    amount: int, spent: int = 0, reserved: int = 0, *, hard: bool = True, name: str = "bud_1"
) -> Reading:
    budget = Budget(name, "prj_a", MicroUSD(amount), "daily", hard, 1)
    return Reading(budget, *window("daily", NOON), spent, reserved)


def test_where_there_is_no_budget_nothing_is_covered() -> None:
    caps = Caps()
    assert not caps.any
    assert not caps.cover("prj_a")
    assert caps.remaining("prj_a", NOON) is None


def test_the_tightest_hard_budget_counts() -> None:
    caps = Caps()
    caps.load(
        [reading(100), reading(90, spent=20, reserved=5, name="bud_2"), reading(1, hard=False, name="bud_3")]
    )
    assert caps.any
    assert caps.cover("prj_a")
    assert not caps.cover("prj_b")
    assert caps.remaining("prj_a", NOON) == 65


def test_soft_budgets_limit_nothing() -> None:
    caps = Caps()
    caps.load([reading(1, hard=False)])
    assert caps.cover("prj_a")
    assert caps.remaining("prj_a", NOON) is None


def test_what_moves_is_followed() -> None:
    caps = Caps()
    caps.load([reading(100)])
    caps.move("prj_a", 10, 30)
    assert caps.remaining("prj_a", NOON) == 60
    caps.move("prj_a", 20, -30)
    assert caps.remaining("prj_a", NOON) == 70
    caps.move("prj_b", 20, 0)
    assert caps.remaining("prj_a", NOON) == 70


def test_what_is_left_is_never_negative() -> None:
    caps = Caps()
    caps.load([reading(100, spent=130)])
    assert caps.remaining("prj_a", NOON) == 0


def test_a_new_window_begins_full() -> None:
    caps = Caps()
    caps.load([reading(100, spent=90)])
    assert caps.remaining("prj_a", NOON + DAY) == 100
    assert caps.now("prj_a", NOON + DAY)[0].start_ms == window("daily", NOON + DAY)[0]


def test_what_a_refusal_saw_is_learnt() -> None:
    caps = Caps()
    caps.load([reading(100)])
    caps.learn(reading(80, spent=70))
    caps.learn(reading(1, name="bud_unknown"))
    assert caps.remaining("prj_a", NOON) == 10


def test_a_refusal_of_yesterday_does_not_move_the_window_back() -> None:
    caps = Caps()
    today = Reading(reading(100).budget, *window("daily", NOON + DAY), 10, 0)
    caps.load([today])
    caps.learn(reading(100, spent=90))
    assert caps.now("prj_a", NOON + DAY) == [today]
