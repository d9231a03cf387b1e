"""Answers about the fleet and the models of this machine."""

import pytest
from pydantic import TypeAdapter

from larouter.api.answers.fleet import LocalModelTold
from larouter.config.local_models import local_models
from larouter.fleet.local.told import told_of

NOT_HERE = {"here": None, "running": None, "problem": None}


@pytest.mark.parametrize("name", local_models({}))
def test_every_model_of_the_catalogue_is_told_whole(name: str) -> None:
    told = {**told_of(local_models({})[name]), **NOT_HERE}
    assert TypeAdapter(LocalModelTold).validate_python(told) == told


def test_a_file_that_no_catalogue_knows_is_told_as_well() -> None:
    told = {"name": "mine", **NOT_HERE}
    assert TypeAdapter(LocalModelTold).validate_python(told) == told
