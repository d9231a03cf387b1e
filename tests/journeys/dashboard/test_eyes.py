"""Whose figures a caller may see."""

import pytest

from larouter.api.caller import project_in_view
from larouter.core.errors import Forbidden
from larouter.core.policy import Policy
from larouter.core.project import Pass, Project

MINE = Pass(Project("prj_1", "mine", Policy()), "tok_1")


@pytest.mark.parametrize("asked", [None, "", "prj_1", "mine"])
def test_a_project_sees_its_own_figures(asked: str | None) -> None:
    assert project_in_view(MINE, asked) == "prj_1"


@pytest.mark.parametrize("asked", ["prj_2", "theirs", "*"])
def test_a_project_does_not_see_those_of_another(asked: str) -> None:
    with pytest.raises(Forbidden, match="sees its own project") as refused:
        project_in_view(MINE, asked)
    assert refused.value.param == "projectId"


@pytest.mark.parametrize("asked", [None, "prj_2"])
def test_the_admin_sees_what_is_asked_for(asked: str | None) -> None:
    assert project_in_view(None, asked) == asked
