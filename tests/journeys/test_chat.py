"""Talking to a real router, as a process: piped, asked once, in a terminal, and refused."""

import json
import os
import pty
import re
import subprocess

from cast import Cast
from serving import COMMAND, Serving, eventually

from larouter.testing import faults


def chat(router: Serving, *arguments: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [COMMAND, "chat", *arguments],
        cwd=router.folder,
        env={**router.environment, "LAROUTER_URL": router.url},
        input=said,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


LABEL = re.compile(r"^[A-Z]+.* · \S+/\S+ · local · \d+ in, \d+ out · \$0\.000000 · [\d,]+ ms$", re.MULTILINE)


def test_piped_lines_are_turns_of_one_conversation(toy: Serving) -> None:
    told = chat(toy, said="Hello\n\nAnd again\n/quit\nnever asked\n")
    assert told.returncode == 0, told.stderr
    assert len(LABEL.findall(told.stderr)) == 2
    assert told.stdout.strip()
    first, second = [int(number) for number in re.findall(r"(\d+) in,", told.stderr)]
    assert second > first


def test_a_question_is_asked_once_and_the_answer_alone_is_printed(toy: Serving) -> None:
    for arguments, sensitivity in ((("Hello", "--local"), "confidential"), (("-",), "public")):
        told = chat(toy, *arguments, said="Hello\nthere")
        assert told.returncode == 0, told.stderr
        assert told.stdout.strip()
        assert "·" not in told.stdout
        assert toy.latest()["decision"]["sensitivity"] == sensitivity


def test_a_refusal_is_one_sentence(toy: Serving) -> None:
    told = chat(toy, "Hello", "--model", "gpt-2000")
    assert (told.returncode, told.stdout) == (1, "")
    assert "gpt-2000" in told.stderr
    assert chat(toy, "Hello", "--token", "lr_wrong").returncode == 1


def test_an_answer_that_breaks_off_is_not_taken_for_whole(cast: Cast) -> None:
    model = cast.fresh()
    cast.fail(faults.Cut(3), at="near")
    told = chat(cast.router, "Hello", "--model", f"near/{model}")
    assert told.returncode == 1
    assert told.stdout
    assert told.stderr.startswith("larouter: ")


def test_in_a_terminal_there_is_a_prompt_and_a_way_out(toy: Serving) -> None:
    main, terminal = pty.openpty()
    environment = {**toy.environment, "LAROUTER_URL": toy.url, "TERM": "xterm"}
    with subprocess.Popen(
        [COMMAND, "chat"], cwd=toy.folder, env=environment, stdin=terminal, stdout=terminal, stderr=terminal
    ) as process:
        os.close(terminal)
        seen = bytearray()

        def shows(text: str) -> bool:
            seen.extend(os.read(main, 65536))
            return text in seen.decode(errors="replace")

        eventually(lambda: shows("> "))
        os.write(main, b"Hello\n")
        eventually(lambda: shows(" · local · "))
        os.write(main, b"/quit\n")
        assert process.wait(10) == 0
    os.close(main)


def test_one_answer_comes_as_json_with_how_it_came_about(toy: Serving) -> None:
    ran = toy.cli("chat", "Hello", "--json")
    told = json.loads(ran.stdout)
    assert told["text"].startswith("I am a toy")
    assert (told["model"], told["zone"], told["cost_usd"]) == ("toy/toy", "local", 0)
    assert ran.stderr == ""


def test_a_conversation_is_not_json(toy: Serving) -> None:
    ran = toy.cli("chat", "--json")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--json needs a prompt" in ran.stderr
