"""OpenAI Responses: items of kept conversations, as they are listed and as later requests refer to them.

Source: `ResponseItemList`, `InputItemListParams` and `ItemReference` of the `openai` package. An item that its client
gave no id has one that derives from its response and its place, so that it is the same at every look.
"""

import json
from collections.abc import Mapping, Sequence
from typing import cast

from larouter.core.chat import Body
from larouter.core.errors import BadRequest
from larouter.wire.members import read_object
from larouter.wire.neutral import Object
from larouter.wire.passing import edited

Json = dict[str, object]
LEAST, USUAL, MOST = 1, 20, 100
_REFERENCE = "item_reference"
_PREFIXES = {
    "function_call": "fc",
    "function_call_output": "fco",
    "custom_tool_call": "ctc",
    "custom_tool_call_output": "ctco",
    "reasoning": "rs",
}


def references(body: Body) -> tuple[str, ...]:
    """The ids of the items that a request refers to."""
    items = body.members.get("input")
    return (
        tuple([str(item["id"]) for item in items if _is_reference(item)]) if isinstance(items, list) else ()
    )


def _is_reference(item: object) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("id"), str):
        return False
    return item.get("type") == _REFERENCE or item.keys() == {"id"}


def response_of(item_id: str) -> str:
    """The response that an item came from, by its id; empty when it does not say."""
    parts = item_id.split("_")
    return f"resp_{parts[1]}" if len(parts) == 3 else ""


def with_items(body: Body, found: Mapping[str, Object]) -> Body:
    """The request with items in place of the references to them.

    Raises:
        BadRequest: One of them is not among them.
    """
    items: list[object] = []
    for at, item in enumerate(cast("list[object]", body.members["input"])):
        if _is_reference(item):
            identifier = str(cast("Object", item)["id"])
            if identifier not in found:
                raise BadRequest(
                    f"the item {identifier[:100]!r} is not kept here (any more); send the item itself",
                    param=f"input[{at}]",
                )
            items.append(found[identifier])
        else:
            items.append(item)
    return read_object(edited(body, {"input": json.dumps(items, ensure_ascii=False)}))


def listed(items: Sequence[Object], response_id: str) -> list[Json]:
    """The input of a response, each item with its id and in its full form."""
    suffix = response_id.removeprefix("resp_")
    return [_full(item, f"{suffix}_in{at}") for at, item in enumerate(items)]


def _full(item: Object, place: str) -> Json:
    kind = str(item.get("type") or "message")
    said: Json = {"id": f"{_PREFIXES.get(kind, 'msg')}_{place}", "type": kind, **item}
    said["id"] = item.get("id") or said["id"]
    if kind == "message":
        content = item.get("content")
        if isinstance(content, str):
            said["content"] = [
                {"type": "output_text", "text": content, "annotations": []}
                if item.get("role") == "assistant"
                else {"type": "input_text", "text": content}
            ]
    return said if kind == "reasoning" else {**said, "status": item.get("status") or "completed"}


def page(items: Sequence[Json], *, limit: int, after: str, newest_first: bool) -> Json:
    """One page of a list of items.

    Args:
        items: In the order in which they were said.
        limit: How many at most.
        after: The id of the last item of the page before; empty for the first page.
        newest_first: Whether the last one comes first, as it does unless a client says otherwise.

    Raises:
        BadRequest: `after` is none of them.
    """
    rows = list(reversed(items)) if newest_first else list(items)
    if after:
        places = [at for at, item in enumerate(rows) if item["id"] == after]
        if not places:
            raise BadRequest(f"after names no item of this response: {after[:100]!r}", param="after")
        rows = rows[places[0] + 1 :]
    shown = rows[:limit]
    return {
        "object": "list",
        "data": shown,
        "first_id": shown[0]["id"] if shown else None,
        "last_id": shown[-1]["id"] if shown else None,
        "has_more": len(rows) > limit,
    }
