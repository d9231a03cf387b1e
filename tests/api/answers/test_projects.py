"""Answers about projects: a secret is told where it is made, and nowhere else."""

from larouter.api.answers import projects


def test_only_what_has_just_been_made_comes_with_its_secret() -> None:
    holding = {
        name
        for name, kind in vars(projects).items()
        if isinstance(kind, type) and "token" in getattr(kind, "__annotations__", {})
    }
    assert holding == {"TokenMade", "ProjectMade"}
