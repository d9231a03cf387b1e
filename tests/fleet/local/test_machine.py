"""What this machine and its vendors' tools tell."""

import json
from pathlib import Path

from larouter.fleet.local import machine
from larouter.fleet.local.machine import MIB, Gpu


def saying(text: str) -> machine.Ask:
    return lambda _: text


def test_this_machine_has_memory_and_a_disk(tmp_path: Path) -> None:
    here = machine.read_machine(tmp_path / "not" / "there" / "yet")
    assert 0 < here.free_bytes <= here.memory_bytes
    assert here.disk_bytes > 0


def test_memory_is_read_in_bytes() -> None:
    text = "MemTotal:       16000000 kB\nMemFree:          500000 kB\nMemAvailable:    9000000 kB\n"
    assert machine.parse_meminfo(text) == (16_000_000 * 1024, 9_000_000 * 1024)
    assert machine.parse_meminfo("MemTotal: 8 kB\n") == (8192, 8192)


def test_nvidia_cards_are_read_one_a_line() -> None:
    text = "NVIDIA GeForce RTX 3090, 24576\nNVIDIA GeForce GTX 1050 Ti, 4096\n"
    assert machine.nvidia(saying(text)) == (
        Gpu("NVIDIA GeForce RTX 3090", 24576 * MIB),
        Gpu("NVIDIA GeForce GTX 1050 Ti", 4096 * MIB),
    )
    assert machine.nvidia(saying("No devices were found\n")) == ()
    assert machine.nvidia(saying("NVIDIA GB10, [N/A]\n")) == ()


def test_amd_cards_are_read_from_json() -> None:
    text = json.dumps(
        {"card0": {"Card Series": "RX 7900 XT", "VRAM Total Memory (B)": "21458059264"}, "system": {}}
    )
    assert machine.amd(saying(text)) == (Gpu("RX 7900 XT", 21_458_059_264),)
    for odd in ("", "[]", "null", '{"card0": null}', '{"card0": {"VRAM Total Memory (B)": "much"}}'):
        assert machine.amd(saying(odd)) == ()


def test_apple_silicon_shares_its_memory() -> None:
    def card(model: str) -> machine.Ask:
        return saying(json.dumps({"SPDisplaysDataType": [{"sppci_model": model}]}))

    assert machine.apple(card("Apple M4 Pro"))
    assert not machine.apple(card("AMD Radeon Pro 5500M"))
    assert not machine.apple(saying(""))


def test_a_tool_that_is_missing_or_fails_tells_nothing() -> None:
    assert machine.ask_tool(("no-such-tool",)) == ""
    assert machine.ask_tool(("false",)) == ""
    assert machine.ask_tool(("echo", "hello")) == "hello\n"
