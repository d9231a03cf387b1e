"""Files of routers are small, plain JSON, and the same for the same prompts."""

import json

import pytest
from graded import graded

pytest.importorskip("sklearn")

from larouter.learn.fit_routers import FITS, fit_router


@pytest.mark.parametrize("kind", sorted(FITS))
def test_a_file_says_what_it_is_and_repeats_itself(kind: str) -> None:
    told = fit_router(kind, graded())
    assert (told["kind"], told["prompts"]) == (kind, 120)
    assert told["quantiles"] == sorted(told["quantiles"])
    assert json.dumps(told) == json.dumps(fit_router(kind, graded()))


def test_a_router_that_does_not_learn_is_refused() -> None:
    with pytest.raises(KeyError):
        fit_router("random", graded())
