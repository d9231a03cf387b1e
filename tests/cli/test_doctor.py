"""The whole examination, as a process beside a real router and without one."""

import json
from pathlib import Path

import pytest
from serving import clean_environment, larouter, running


@pytest.fixture
def settled(tmp_path: Path) -> dict[str, str]:
    return clean_environment(XDG_CACHE_HOME=str(tmp_path / "cache"))


def test_beside_a_running_router_all_is_in_order(tmp_path: Path, settled: dict[str, str]) -> None:
    with running(tmp_path / "r", XDG_CACHE_HOME=settled["XDG_CACHE_HOME"]) as router:
        told = router.cli("doctor", "--json")
    assert told.returncode == 0, told.stderr
    findings = {it["check"]: it for it in json.loads(told.stdout)["findings"]}
    assert findings["router"]["said"].endswith("is ready")
    assert findings["keys"]["state"] == findings["database"]["state"] == "ok"


def test_settings_that_cannot_be_read_are_the_one_finding(tmp_path: Path, settled: dict[str, str]) -> None:
    (tmp_path / "larouter.toml").write_text("[server]\nprot = 1\n")
    told = larouter("doctor", folder=tmp_path, environment=settled)
    assert told.returncode == 1
    assert "BROKEN  configuration: server.prot" in told.stdout
    assert told.stderr == "larouter: 1 thing(s) must be cured\n"


def test_every_finding_that_is_not_in_order_comes_with_its_cure(
    tmp_path: Path, settled: dict[str, str]
) -> None:
    (tmp_path / "larouter.toml").write_text('[backends.b]\nurl = "http://127.0.0.1:1"\nzone = "local"\n')
    (tmp_path / ".env").write_text("A=b")
    told = larouter("doctor", "--json", folder=tmp_path, environment=settled)
    assert told.returncode == 1
    findings = json.loads(told.stdout)["findings"]
    assert {it["check"] for it in findings if it["state"] == "broken"} == {"secrets", "backend b"}
    assert all(it["cure"] for it in findings if it["state"] != "ok")
