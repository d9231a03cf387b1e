"""The bodies that are sent, and one run of the load generator."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from machine import on_core
from servers import CACHE, Server

_SYSTEM = (
    "You are the assistant of a small workshop that repairs bicycles. Answer briefly and kindly, name the "
    "parts by their usual names, give sizes in millimetres, and say so when a question needs a look at the "
    "bicycle itself. When a part has to be bought, name the cheapest one that lasts; when a repair is not "
    "safe without a workshop, say that first. Use a numbered list only if the order matters, and never more "
    "than eight steps. "
)
_QUESTION = (
    "The rear derailleur jumps between the fourth and the fifth sprocket when I pedal uphill, also after a "
    "new cable and housing were fitted last week. The chain was measured and is within its limit, the "
    "hanger looks straight, and the limit screws were not touched. In which order should I check what is "
    "left, and which tool do I need for it? "
)
_LARGE_TURNS = 104
_LARGE_TURN_CHARACTERS = 1930
# load writes a different word of letters here in every request.
_SERIAL = "SERIALWORD"


@dataclass(frozen=True, slots=True)
class Load:
    """One run of the load generator; see load.c for what the modes mean.

    Attributes:
        seconds: How long requests are started.
        warm_up_seconds: Left out of the samples at the beginning.
        ramp_seconds: Over which the connections are opened.
        per_second: Arrivals, in mode `rate`.
        total: Requests, 0 for as many as the time allows.
    """

    mode: str
    body: str
    connections: int
    seconds: float
    warm_up_seconds: float = 0
    ramp_seconds: float = 0
    per_second: float = 0
    total: int = 0

    def arguments(self) -> list[str]:
        """As load.c reads them."""
        options = {
            "-m": self.mode,
            "-c": self.connections,
            "-d": self.seconds,
            "-w": self.warm_up_seconds,
            "-R": self.ramp_seconds,
            "-r": self.per_second or 1,
            "-n": self.total,
        }
        return [str(word) for option in options.items() for word in option]


def write_bodies(directory: Path, stream_chunks: int) -> None:
    """Write every body that a Load may name."""
    large = _chat([("system", _SYSTEM), *_conversation()], stream=False)
    bodies = {
        "small": _question("", stream=False),
        "large": large,
        "paced": _question(f"pace_ms=20 chunks={stream_chunks}", stream=True),
        "fast": _question("chunks=100", stream=True),
        "open": _question("pace_ms=500 chunks=10000", stream=True),
        "slow": _question("delay_ms=3000", stream=True),
    }
    for name, body in bodies.items():
        (directory / f"{name}.json").write_text(json.dumps(body))


def start(load: Load, server: Server, directory: Path, core: int) -> subprocess.Popen[str]:
    """Start the load generator against a server."""
    body = directory / f"{load.body}.json"
    command = [str(CACHE / "load"), "-p", str(server.port), "-b", str(body), *load.arguments()]
    for header in server.headers:
        command += ["-H", header]
    with on_core(core):
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str], load: Load) -> dict[str, Any]:
    """Wait for the load generator and return what it printed."""
    try:
        out, _ = process.communicate(timeout=load.seconds + 30)
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode:
        raise RuntimeError(f"the load generator ended with {process.returncode}")
    answer: dict[str, Any] = json.loads(out)
    return answer


def run(load: Load, server: Server, directory: Path, core: int) -> dict[str, Any]:
    """Run the load generator against a server and return what it printed."""
    return finish(start(load, server, directory, core), load)


def _question(for_the_mock: str, *, stream: bool) -> dict[str, Any]:
    return _chat([("system", _SYSTEM), ("user", f"{_SERIAL} {_QUESTION} {for_the_mock}")], stream=stream)


def _chat(turns: list[tuple[str, str]], *, stream: bool) -> dict[str, Any]:
    messages = [{"role": role, "content": text} for role, text in turns]
    body: dict[str, Any] = {"model": "auto", "messages": messages, "temperature": 0.2, "max_tokens": 400}
    if stream:
        body["stream"] = True
    return body


def _conversation() -> list[tuple[str, str]]:
    text = (_QUESTION * 6)[: _LARGE_TURN_CHARACTERS - 40]
    turns = [("user" if i % 2 else "assistant", f"Turn {i}: {text}") for i in range(_LARGE_TURNS)]
    role, last = turns[-1]
    return [*turns[:-1], (role, f"{_SERIAL} {last}")]
