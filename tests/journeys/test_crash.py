"""Killed without a word: what was answered is in the ledger, what was open is settled, nobody is left behind."""

import contextlib
import csv
import http.client
import io
import json
import os
import random
import resource
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from backstage import Backstage
from serving import HELLO, HUNG_SECONDS, Serving, begin, eventually, launch, running

from larouter.testing.completions import Answer as Said
from larouter.testing.fake_openai import FakeOpenAI, Pace
from larouter.testing.http_server import Received

QUIET = {"LAROUTER_TOY": "false", "LAROUTER_LOG_LEVEL": "warning"}
KILLS = int(os.environ.get("LAROUTER_KILLS", "20"))  # the soak sets 100
SETTINGS = """
[backends.fake]
url = "{url}"
zone = "public"
models = [{{ id = "m", tiers = ["MODERATE"], price = {{ input = 1.0, output = 10.0 }} }}]
"""


class Load:
    """Clients that ask until the router is gone, and remember what they got to the last byte."""

    def __init__(self, router: Serving, clients: int = 6) -> None:
        self.answered: list[str] = []
        self._router = router
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(clients)]
        for thread in self._threads:
            thread.start()

    def _ask(self, number: int) -> None:
        stream = number % 2 == 0
        body = json.dumps({"model": "m", "messages": HELLO, "stream": stream, "user": f"slow{number % 3}"})
        headers = {"authorization": f"Bearer {self._router.token}"}
        connection = http.client.HTTPConnection(*self._router.address, timeout=HUNG_SECONDS)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
            while True:
                connection.request("POST", "/v1/chat/completions", body, headers)
                with connection.getresponse() as answer:
                    whole = answer.read()
                if answer.status == 200 and (not stream or whole.endswith(b"data: [DONE]\n\n")):
                    self.answered.append(str(answer.headers["x-larouter-request-id"]))

    def join(self) -> list[str]:
        for thread in self._threads:
            thread.join()
        return self.answered


def pace(request: Received) -> Pace:
    return Pace(0.002, 0.03 if request.json().get("user") == "slow0" else 0.0)


def live_and_die(folder: Path, settings: str, dice: random.Random, *, starting: bool) -> list[str]:
    """A life of a router that is killed at some moment under load, or while it starts; what it answered."""
    router = begin(folder, settings, **QUIET) if starting else launch(folder, settings, **QUIET)
    if starting:
        time.sleep(dice.uniform(0.0, 1.2))
        router.kill()
        return []
    load = Load(router)
    first = dice.randrange(1, 40)
    eventually(lambda: len(load.answered) >= first, seconds=HUNG_SECONDS)
    time.sleep(dice.uniform(0.0, 0.05))
    router.kill()
    return load.join()


@pytest.mark.timeout(600 + 30 * KILLS)  # against a hang alone
def test_after_many_kills_under_load_every_answered_request_is_in_the_ledger(
    tmp_path: Path, backstage: Backstage
) -> None:
    fake = backstage.start(FakeOpenAI("m", answer=Said("a few words and no more"), pace=pace))
    settings, dice = SETTINGS.format(url=fake.url), random.Random(KILLS)
    with running(tmp_path, settings, **QUIET) as router:
        router.control("PUT", "/api/projects/default/budget", {"amount": 1000})
    answered: list[str] = []
    for number in range(KILLS):
        answered += live_and_die(tmp_path, settings, dice, starting=number % 5 == 4)
    with running(tmp_path, settings, LAROUTER_TOY="false") as router:
        export = router.call("GET", "/api/usage/export?period=all", key=router.admin).body.decode()
        usage = router.control("GET", "/api/usage?period=all")
        listed = pages_of(router)
        budget = router.control("GET", "/api/projects/default/budgets")["budgets"][0]
    rows = {row["requestId"]: row for row in csv.DictReader(io.StringIO(export))}
    assert len(answered) == len(set(answered)) >= KILLS * 4 // 5
    assert set(answered) <= set(rows)
    assert {row["id"] for row in listed} >= set(rows)
    assert all(row["status"] is not None for row in listed), "a request without an end"
    cut_off = [row for row in rows.values() if row["error"] == "router_stopped"]
    assert cut_off, "the kills met nothing that was open"
    assert {row["status"] for row in cut_off} <= {"unknown", "none"}
    assert all(int(row["costMicroUsd"]) > 0 for row in cut_off if row["status"] == "unknown")
    assert usage["unknownAttempts"] == sum(row["status"] == "unknown" for row in rows.values())
    assert usage["totalCostMicroUsd"] == sum(int(row["costMicroUsd"]) for row in rows.values())
    assert budget["reserved_usd"] == 0
    assert round(budget["spent_usd"] * 1e6) == usage["totalCostMicroUsd"]
    with contextlib.closing(sqlite3.connect(tmp_path / "larouter.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        booked_twice = "SELECT 1 FROM attempts GROUP BY request_id, number HAVING COUNT(*) > 1"
        assert database.execute(booked_twice).fetchall() == []
    print(f"{KILLS} kills, {len(answered)} answers, {len(rows)} requests, {len(cut_off)} cut off")


def pages_of(router: Serving) -> list[dict[str, Any]]:
    """Every request that is listed."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = router.control("GET", f"/api/requests?limit=1000{cursor}")
        found += page["requests"]
        if not page.get("next"):
            return found
        cursor = f"&before={page['next']}"


def test_what_was_open_is_told_at_the_next_start(tmp_path: Path, backstage: Backstage) -> None:
    fake = backstage.start(FakeOpenAI("m", pace=Pace(first_seconds=30)))
    router = launch(tmp_path, SETTINGS.format(url=fake.url), LAROUTER_TOY="false")
    load = Load(router, clients=1)
    eventually(lambda: fake.chats)
    eventually(lambda: router.control("GET", "/api/requests")["requests"])
    router.kill()
    load.join()
    with running(tmp_path, SETTINGS.format(url=fake.url), LAROUTER_TOY="false") as again:
        assert "1 request(s) were cut off" in again.log
        (row,) = again.control("GET", "/api/requests")["requests"]
        assert (row["status"], row["error"]) == (500, "router_stopped")
        assert again.control("GET", "/api/usage")["succeededCalls"] == 0


SLOW = Pace(token_seconds=0.02)


def test_a_stop_lets_answers_end(tmp_path: Path, backstage: Backstage) -> None:
    fake = backstage.start(FakeOpenAI("m", answer=Said("word " * 50), pace=SLOW))
    router = launch(tmp_path, SETTINGS.format(url=fake.url), LAROUTER_TOY="false")
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(router.chat, "m", stream=True)
        eventually(lambda: fake.chats)
        router.stop()
        assert asked.result().body.endswith(b"data: [DONE]\n\n")
    assert "Traceback" not in router.log


@pytest.mark.timeout(60)
def test_a_stop_tells_those_whose_answers_take_too_long(tmp_path: Path, backstage: Backstage) -> None:
    fake = backstage.start(FakeOpenAI("m", answer=Said("word " * 5000), pace=SLOW))
    router = launch(tmp_path, SETTINGS.format(url=fake.url), LAROUTER_TOY="false")
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(router.chat, "m", stream=stream) for stream in (True, False)]
        eventually(lambda: len(fake.chats) == 2)
        router.stop()
        stream, whole = [answer.result() for answer in asked]
    assert (whole.status, whole.error["code"]) == (503, "router_stopped")
    last = json.loads(stream.body.split(b"\n\n")[-2].removeprefix(b"data: "))
    assert last["error"]["code"] == "router_stopped"
    assert "Traceback" not in router.log
    with sqlite3.connect(tmp_path / "larouter.db") as database:
        assert set(database.execute("SELECT status, error FROM outcomes")) == {
            (200, "router_stopped"),
            (503, "router_stopped"),
        }
        assert set(database.execute("SELECT status, error FROM attempts")) == {
            ("cancelled", "router_stopped")
        }
    database.close()


def test_a_full_disk_is_told_and_passes(tmp_path: Path, backstage: Backstage) -> None:
    """A limit on the length of files stands in for a disk that is full: no more can be written."""
    fake = backstage.start(FakeOpenAI("m"))
    router = launch(tmp_path, SETTINGS.format(url=fake.url), LAROUTER_TOY="false")
    assert router.chat("m").status == 200
    pid = router.process.pid
    try:
        soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, hard))
        whole, stream = router.chat("m"), router.chat("m", stream=True)
        assert (whole.status, whole.error["code"]) == (503, "database_unavailable")
        assert b"[DONE]" not in stream.body
        assert b"database_unavailable" in stream.body
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))
        eventually(lambda: router.chat("m").status == 200)
    finally:
        router.stop()
    assert "larouter.db" in router.log
    assert "disk" in router.log


def children(pid: int) -> list[int]:
    """The processes that a process has started (Linux)."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_no_llama_cpp_outlives_the_router(tmp_path: Path, end: str) -> None:
    router = launch(tmp_path)
    servers = [
        pid
        for pid in children(router.process.pid)
        if b"llama_server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    assert len(servers) == 1
    assert router.chat().status == 200
    getattr(router, end)()
    eventually(lambda: not runs(servers[0]))
