"""What the control API works with."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from larouter.api import parts


@pytest.mark.parametrize("ask", [parts.projects_of, parts.ledger_of, parts.runtime_of, parts.roster_of])
def test_a_part_that_is_not_what_it_should_be_is_no_part(ask: Any) -> None:
    state = SimpleNamespace(projects=1, ledger=1, runtime=1, roster=1)
    request = cast("Any", SimpleNamespace(app=SimpleNamespace(state=state)))
    with pytest.raises(AssertionError):
        ask(request)
