"""What an operator adds to the rules: read from the settings, refused when it cannot work."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from larouter.config.inspection import Inspection
from larouter.config.load import load


def test_rules_allowed_values_and_detectors_are_read(tmp_path: Path) -> None:
    (tmp_path / "larouter.toml").write_text(
        '[inspection]\nallow = ["4111 1111"]\n'
        '[[inspection.rules]]\nid = "badge"\nlevel = "internal"\npattern = "b-[0-9]{5}"\nwords = ["badge"]\n'
        '[[inspection.detectors]]\nname = "mine"\nuse = "json:loads"\ndeadline = 2\n'
    )
    found = load({"LAROUTER_DB_PATH": str(tmp_path / "x.db")}, tmp_path).settings.inspection
    assert (found.rules[0].id, found.rules[0].level, found.rules[0].reach) == ("badge", "internal", 80)
    assert (found.allow, found.detectors[0].deadline) == (("4111 1111",), 2)


@pytest.mark.parametrize(
    "members",
    [
        {"rules": [{"id": "a", "words": ["xx"]}, {"id": "a", "words": ["yy"]}]},
        {"rules": [{"id": "A b", "words": ["xx"]}]},
        {"rules": [{"id": "a", "level": "public"}]},
        {"rules": [{"id": "a", "validator": "guess"}]},
        {"detectors": [{"name": "d", "use": "no function"}]},
        {"detectors": [{"name": "d", "use": "a:b", "deadline": 0}]},
        {"surprise": 1},
    ],
)
def test_what_cannot_be_meant_is_refused(members: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Inspection.model_validate(members)
