import json
from collections import Counter
from pathlib import Path

import pytest

from larouter.core.zones import Sensitivity
from larouter.learn.sensitivity import Report, Share, evaluate

DATA = Path(__file__).resolve().parents[2] / "data" / "sensitivity"
SET = DATA / "dev.jsonl"


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(SET)


def test_the_set_is_large_and_in_many_languages(report: Report) -> None:
    assert len(report.cases) >= 1500
    assert len({case.lang for case in report.cases}) >= 25
    assert len({case.id for case in report.cases}) == len(report.cases)
    assert min(Counter(case.expected for case in report.cases).values()) >= 200


def test_the_inspector_meets_its_aims_on_the_set(report: Report) -> None:
    assert report.recall(Sensitivity.CONFIDENTIAL).value >= 0.98
    assert report.recall(Sensitivity.PUBLIC).value >= 0.97
    assert report.f1(Sensitivity.INTERNAL) >= 0.85
    assert report.by_tag()["obfuscated"].value >= 0.95


def test_no_language_is_left_behind(report: Report) -> None:
    assert all(share.value >= 0.85 for share in report.by_language().values())


def test_an_interval_holds_its_share_and_narrows_with_more_cases() -> None:
    few, many = Share(9, 10), Share(900, 1000)
    assert few.interval[0] < few.value < few.interval[1]
    assert many.interval[1] - many.interval[0] < few.interval[1] - few.interval[0]
    assert Share(0, 0).interval == (0.0, 1.0)
    # Brown, Cai and DasGupta (2001) give Wilson's interval for 9 of 10 as 0.596 to 0.982.
    assert few.interval == pytest.approx((0.596, 0.982), abs=0.001)


def test_the_confusion_counts_every_case(report: Report) -> None:
    assert sum(report.confusion().values()) == len(report.cases)
    assert len(report.wrong()) == sum(
        n for (expected, found), n in report.confusion().items() if expected != found
    )


@pytest.mark.parametrize(
    ("name", "recall"),
    [
        ("blind.jsonl", 0.91),
        ("blind-2.jsonl", 0.91),
        ("blind-3.jsonl", 0.91),
        ("blind-4.jsonl", 0.91),
        ("held-out.jsonl", 0.91),
        ("held-out-2.jsonl", 0.91),
        ("held-out-3.jsonl", 0.9),
    ],
)
def test_what_was_reached_on_requests_by_another_hand_is_kept(name: str, recall: float) -> None:
    report = evaluate(DATA / name)
    # A little under what the data card says of the held-out files: floors, not aims.
    assert report.recall(Sensitivity.CONFIDENTIAL).value >= recall
    assert report.precision(Sensitivity.CONFIDENTIAL).value >= 0.96
    assert report.recall(Sensitivity.PUBLIC).value >= 0.93
    assert report.f1(Sensitivity.INTERNAL) >= 0.92


def test_what_a_call_carries_is_read_where_a_message_has_no_content(tmp_path: Path) -> None:
    call = {
        "type": "function",
        "function": {"name": "mail", "arguments": '{"to": "petra.lindqvist@gmail.com"}'},
    }
    messages = [
        {"role": "user", "content": "Write to her."},
        {"role": "assistant", "content": None, "tool_calls": [call]},
    ]
    case = {"id": "1", "lang": "en", "label": "confidential", "tags": [], "messages": messages}
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(case), encoding="utf-8")
    assert evaluate(path).wrong() == ()


def test_a_message_without_content_says_nothing(tmp_path: Path) -> None:
    case = {
        "id": "1",
        "lang": "en",
        "label": "public",
        "tags": [],
        "messages": [{"role": "user", "content": None}],
    }
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(case), encoding="utf-8")
    assert evaluate(path).wrong() == ()
