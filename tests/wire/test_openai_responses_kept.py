"""Items of kept conversations: their ids, their pages, and what refers to them."""

import json
from typing import Any

import pytest
from openai.types.responses import ResponseItemList

from larouter.core.errors import BadRequest
from larouter.wire.members import read_object
from larouter.wire.openai_responses_kept import listed, page, references, response_of, with_items

SAID: list[Any] = [
    {"role": "user", "content": "a"},
    {"role": "assistant", "content": "b"},
    {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}", "id": "fc_own"},
    {"type": "function_call_output", "call_id": "c", "output": "x", "status": "completed"},
    {"role": "user", "content": [{"type": "input_text", "text": "d"}]},
]


def body(*items: object) -> Any:
    return read_object(json.dumps({"model": "m", "input": list(items)}).encode())


def test_every_item_has_an_id_that_stays_and_the_form_that_the_sdk_reads() -> None:
    items = listed(SAID, "resp_abc")
    assert items == listed(SAID, "resp_abc")
    assert [item["id"] for item in items] == [
        "msg_abc_in0",
        "msg_abc_in1",
        "fc_own",
        "fco_abc_in3",
        "msg_abc_in4",
    ]
    said = page(items, limit=20, after="", newest_first=False)
    read = ResponseItemList.model_validate(said, strict=True)
    assert [item.type for item in read.data][:3] == ["message", "message", "function_call"]
    assert [len(said["data"]), said["has_more"]] == [5, False]  # type: ignore[arg-type]


def test_pages_follow_one_another_in_either_order() -> None:
    items = listed(SAID, "resp_abc")
    for newest_first in (False, True):
        seen: list[Any] = []
        after = ""
        while True:
            part: Any = page(items, limit=2, after=after, newest_first=newest_first)
            seen += part["data"]
            after = part["last_id"]
            if not part["has_more"]:
                break
        assert seen == (items[::-1] if newest_first else items)
    with pytest.raises(BadRequest, match="after"):
        page(items, limit=2, after="msg_else", newest_first=True)


def test_a_page_of_nothing_is_a_page() -> None:
    assert page([], limit=2, after="", newest_first=True)["data"] == []


def test_an_item_takes_the_place_of_the_reference_to_it() -> None:
    asked = body({"type": "item_reference", "id": "rs_abc_0"}, {"id": "msg_abc_1"}, SAID[0])
    assert references(asked) == ("rs_abc_0", "msg_abc_1")
    found = {"rs_abc_0": {"type": "reasoning", "summary": []}, "msg_abc_1": SAID[1]}
    assert with_items(asked, found).members["input"] == [found["rs_abc_0"], SAID[1], SAID[0]]
    with pytest.raises(BadRequest, match="send the item itself") as caught:
        with_items(asked, {"rs_abc_0": {}})
    assert caught.value.param == "input[1]"


def test_a_request_without_references_has_none() -> None:
    assert references(read_object(b'{"model": "m", "input": "x"}')) == ()
    assert references(body(SAID[2], 3, {"type": "item_reference"})) == ()


def test_the_id_of_an_item_names_its_response() -> None:
    assert response_of("msg_01kaf_in4") == response_of("rs_01kaf_0") == "resp_01kaf"
    assert response_of("rs_68af") == ""
