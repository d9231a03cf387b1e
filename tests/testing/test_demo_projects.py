"""The projects of the demonstration, made at a real router."""

import asyncio
from collections.abc import Iterator

import pytest
from serving import Serving, running

from larouter.testing.demo_projects import PROJECTS, Refused, make


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with running(tmp_path_factory.mktemp("demo"), "", LAROUTER_TOY="false") as router:
        yield router


def test_they_are_made_once_with_their_budgets_and_policies(router: Serving) -> None:
    tokens = asyncio.run(make(router.url, router.admin))
    assert [share for _, share in tokens] == [project.share for project in PROJECTS]
    assert sum(project.share for project in PROJECTS) < 1
    for token, _ in tokens:
        assert router.call("GET", "/v1/models", key=token).status == 200
    assert router.control("GET", "/api/projects/payroll")["policy"]["always_local"]
    (budget,) = router.control("GET", "/api/projects/support-bot/budgets")["budgets"]
    assert (budget["amount_usd"], budget["window"], budget["hard"]) == (0.5, "daily", True)
    again = asyncio.run(make(router.url, router.admin))
    assert {token for token, _ in again}.isdisjoint(token for token, _ in tokens)
    names = [it["name"] for it in router.control("GET", "/api/projects")["projects"]]
    assert all(names.count(project.name) == 1 for project in PROJECTS)


def test_who_is_not_the_admin_makes_none(router: Serving) -> None:
    with pytest.raises(Refused, match="/api/projects"):
        asyncio.run(make(router.url, "wrong"))
