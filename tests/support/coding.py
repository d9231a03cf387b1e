"""A model that edits a file with the tools of a coding agent: it reads, it edits, it says that it is done."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from larouter.testing.completions import Answer, ToolCall
from larouter.testing.http_server import Received

OLD, NEW = "Hello", "Good morning"
DONE = "The greeting is changed."
_RESULT = re.compile(r'"role": "tool"|"type": "(?:tool_result|function_call_output)"|"functionResponse"')


def coder(file: Path) -> Callable[[Received], Answer]:
    """A model that changes the greeting in that file."""
    at = str(file)
    change = {"old_string": OLD, "new_string": NEW}
    plans: list[list[tuple[str, Mapping[str, str]]]] = [
        [("read", {"filePath": at}), ("edit", {"filePath": at, "oldString": OLD, "newString": NEW})],
        [
            ("read_file", {"file_path": at}),
            ("replace", {"file_path": at, **change, "instruction": "Greet in the morning."}),
        ],
        [("Read", {"file_path": at}), ("Edit", {"file_path": at, **change})],
        # opencode offers models of OpenAI no tool that replaces text.
        [("bash", {"command": f"sed -i 's/{OLD}/{NEW}/' {file.name}", "description": "Change the greeting"})],
        [("exec_command", {"cmd": f"sed -i 's/{OLD}/{NEW}/' {file.name}"})],
    ]

    def answer(request: Received) -> Answer:
        body = request.json()
        offered = set(_tools(body))
        plan = next((it for it in plans if {name for name, _ in it} <= offered), [])
        done = len(_RESULT.findall(json.dumps(body)))
        if done >= len(plan):
            return Answer(DONE)
        name, arguments = plan[done]
        return Answer("", (ToolCall(name, json.dumps(arguments), f"call_{done:09}"),))

    return answer


def _tools(body: Mapping[str, Any]) -> Iterator[str]:
    for tool in body.get("tools") or ():
        for one in tool.get("functionDeclarations") or (tool.get("function") or tool,):
            yield str(one.get("name"))
