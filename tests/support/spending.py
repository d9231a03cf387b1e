"""Budgets and requests in the fewest words."""

from larouter.account.caps import Caps
from larouter.account.ledger import Ledger
from larouter.core.money import MicroUSD
from larouter.store.attempts import Owner
from larouter.store.budgets import Budget


def cap(amount: int, period: str = "daily", *, hard: bool = True, **more: object) -> Budget:
    """A budget of `prj_a` over so many micro-USD."""
    return Budget("", "prj_a", MicroUSD(amount), period, hard, 0, **more)  # type: ignore[arg-type]


def who(*tags: tuple[str, str], project: str = "prj_a", token: str = "tok_a") -> Owner:
    """Somebody who pays."""
    return Owner("req_who", 0, project, token, tags)


def left(ledger: Ledger, owner: Owner | None = None) -> int | None:
    """What the tightest hard budget leaves of a request."""
    return ledger.means(owner or who()).remaining


def left_in(caps: Caps, now_ms: int, project: str = "prj_a") -> int | None:
    """The same from memory alone."""
    return caps.means(who(project=project), now_ms).remaining
