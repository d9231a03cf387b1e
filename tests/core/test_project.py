"""A project and its pass are values: nobody changes a policy behind a request's back."""

import dataclasses

import pytest

from larouter.core.policy import ALWAYS_LOCAL, Policy
from larouter.core.project import Pass, Project


def test_the_policy_of_an_admitted_caller_cannot_be_changed() -> None:
    caller = Pass(Project("prj_1", "one", Policy()), "tok_1")
    with pytest.raises(dataclasses.FrozenInstanceError):
        caller.project.policy = Policy(zones=ALWAYS_LOCAL)  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        caller.project.policy.zones = ALWAYS_LOCAL  # type: ignore[misc]
