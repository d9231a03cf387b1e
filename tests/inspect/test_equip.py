"""What the operator adds to the rules is ready before the first request, or the router does not start."""

from pathlib import Path

import pytest
from chats import chat

from larouter.config.load import BadConfiguration, load
from larouter.core.zones import Sensitivity
from larouter.inspect.equip import equip


def settings(folder: Path, text: str) -> object:
    (folder / "larouter.toml").write_text(text, encoding="utf-8")
    return load({"LAROUTER_DB_PATH": str(folder / "larouter.db")}, folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[inspection.rules]]\nid = "a"\npattern = "("\n', "not valid RE2"),
        ('[[inspection.detectors]]\nname = "a"\nuse = "no_such:thing"\n', "cannot be loaded"),
    ],
)
def test_a_rule_or_detector_that_cannot_work_stops_the_start(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadConfiguration, match=said):
        equip(settings(tmp_path, text))


async def test_a_rule_of_the_operator_reads_beside_those_that_ship(tmp_path: Path) -> None:
    rule = '[[inspection.rules]]\nid = "badge"\nlevel = "confidential"\npattern = "b-[0-9]{5}"\n'
    _, detect = equip(settings(tmp_path, rule))
    assert (await detect(chat("my badge is b-12345")))[0] is Sensitivity.CONFIDENTIAL
    assert (await detect(chat("my card is 4556 7375 8689 9855")))[0] is Sensitivity.CONFIDENTIAL
    assert (await detect(chat("how tall is a giraffe?")))[0] is Sensitivity.PUBLIC
