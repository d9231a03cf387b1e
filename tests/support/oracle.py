"""Checks of numbers, held against python-stdnum."""

import importlib
import random
from collections.abc import Callable

DIGITS = "0123456789"
DRAWN = 3000
Check = Callable[[str], bool]


def draw(template: str, rng: random.Random) -> str:
    number = template.replace("DD", f"{rng.randint(1, 28):02d}").replace("MM", f"{rng.randint(1, 12):02d}")
    number = number.replace("YY", f"{rng.randint(50, 99):02d}")
    number = "".join(rng.choice(DIGITS) if char == "9" else char for char in number)
    return number[:-1] + (rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if template[-1] == "A" else number[-1])


def disagreements(check: Check, oracle: str, template: str) -> tuple[float, float]:
    """The shares of drawn numbers that only the oracle takes, and that only the check takes.

    Args:
        check: Ours.
        oracle: A module of python-stdnum.
        template: What to draw: 9 any digit, D day, M month, Y year of two digits, A a letter.
    """
    module = importlib.import_module(oracle)
    rng = random.Random(oracle)
    drawn = [draw(template, rng) for _ in range(DRAWN)]
    ours = {number for number in drawn if check(number.replace("-", ""))}
    theirs = {number for number in drawn if module.is_valid(number)}
    assert theirs
    return len(theirs - ours) / len(theirs), len(ours - theirs) / len(drawn)
