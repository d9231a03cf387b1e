"""The operator's side: the control API and the commands, with good input and bad."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from backstage import Backstage
from serving import Serve, Serving, clean_environment, eventually, larouter, running

from larouter.testing.fake_openai import FakeOpenAI, Pace


@pytest.fixture(scope="module")
def router(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with running(tmp_path_factory.mktemp("control"), LAROUTER_TOY="false") as router:
        yield router


BAD: list[tuple[str, str, bytes, str]] = [
    ("POST", "/api/projects", b"", "missing"),
    ("POST", "/api/projects", b"{", "not valid JSON"),
    ("POST", "/api/projects", b"\xff\xfe", "not valid JSON"),
    ("POST", "/api/projects", b"[]", "send a JSON object"),
    ("POST", "/api/projects", b'{"name":' + b"[" * 100_000, "cannot be read"),
    ("POST", "/api/projects", b"{}", "name: it is missing"),
    ("POST", "/api/projects", b'{"name":5}', "name: it must be text"),
    ("POST", "/api/projects", b'{"name":" "}', "name must be"),
    ("POST", "/api/projects", b'{"name":"a/b"}', "without a slash"),
    ("POST", "/api/projects", b'{"name":"default"}', "choose another name"),
    ("POST", "/api/projects", b'{"name":"\\ud800"}', "half a character"),
    ("POST", "/api/projects", b'{"name":"x","wat":1}', "wat: there is no such setting"),
    ("POST", "/api/projects", b'{"name":"x","policy":{"allow":["\\ud800"]}}', "policy.allow.0"),
    ("POST", "/api/projects", b'{"name":"x","policy":{"floor":"huge"}}', "'huge' is not a tier"),
    (
        "POST",
        "/api/projects",
        b'{"name":"x","policy":{"zones":{"public":"local"}}}',
        "may not travel further",
    ),
    ("POST", "/api/projects/default/tokens", b'{"label":"\\ud800"}', "half a character"),
    ("POST", "/api/projects/nobody/tokens", b"{}", "no project 'nobody'"),
    ("PUT", "/api/projects/default/budget", b'{"amount":NaN}', "amount"),
    ("PUT", "/api/projects/default/budget", b'{"amount":1e999}', "amount"),
    ("PUT", "/api/projects/default/policy", b'{"thresholds":[1,0,0,0]}', "must not fall"),
    ("PATCH", "/api/config", b"[1]", "send a JSON object"),
    ("PATCH", "/api/config", b'{"server":{"port":1}}', "takes a restart"),
    ("PATCH", "/api/config", b'{"nonsense":1}', "does not exist"),
    ("PATCH", "/api/config", b'{"backends":null}', "backends: it must be a table"),
    ("PATCH", "/api/config", b'{"log":"x"}', "log: it must be a table"),
    ("PATCH", "/api/config", b'{"backends":{"a":{"url":"x","zone":"local"}}}', "backends.a.url"),
    ("PATCH", "/api/config", b'{"tiers":{"huge":["x"]}}', "'huge' is not a tier"),
    ("PATCH", "/api/config", b'{"discovery":{"enabled":false}}', "fixed by environment LAROUTER_DISCOVERY"),
    ("DELETE", "/api/projects/nobody", b"", "no project 'nobody'"),
    ("GET", "/api/usage?period=yearly", b"", "'monthly'"),
    ("GET", "/api/usage?projectId=nobody", b"", "no project 'nobody'"),
    ("GET", "/api/requests?limit=0", b"", "limit"),
    ("GET", "/api/requests?limit=many", b"", "limit: it must be a whole number"),
    ("POST", "/api/route", b"{", "not valid JSON"),
]


@pytest.mark.parametrize(("method", "path", "sent", "wanted"), BAD, ids=range(len(BAD)))
def test_bad_input_is_refused_with_the_field_and_the_cure(
    router: Serving, method: str, path: str, sent: bytes, wanted: str
) -> None:
    key = router.token if path == "/api/route" else router.admin
    answer = router.call(method, path, sent, key)
    assert 400 <= answer.status < 500, answer.body
    assert wanted in answer.error["message"]
    assert "Traceback" not in router.log


def test_a_wrong_method_says_which_are_right(router: Serving) -> None:
    answer = router.call("DELETE", "/api/usage", key=router.admin)
    assert answer.status == 405
    assert answer.headers["allow"] == "GET"
    assert "answers GET, not DELETE" in answer.error["message"]


def test_a_body_beyond_the_limit_is_too_large_here_too(router: Serving) -> None:
    answer = router.call("POST", "/api/projects", b'{"name":"' + b"a" * 20_000_001, router.admin)
    assert answer.status == 413


def test_projects_may_have_any_printable_name(router: Serving) -> None:
    for name in ("..#1 & 100% größer? 日本",):
        made = json.loads(router.cli("projects", "create", name, "--json").stdout)
        assert made["token"].startswith("lr_")
        assert router.cli("projects", "token", "list", name).returncode == 0
        assert router.cli("usage", "--project", name, "--json").returncode == 0
        added = router.cli("projects", "token", "add", name, "--label", "second").stdout.strip()
        assert router.call("GET", "/v1/models", key=added).status == 200
        token_id = json.loads(router.cli("projects", "token", "list", name, "--json").stdout)["tokens"][1][
            "id"
        ]
        limited = router.cli(
            "projects", "token", "limit", name, token_id, "--requests", "60", "--concurrency", "2"
        )
        assert limited.stdout == f"token {token_id}: 60 requests/min, 2 at once\n"
        assert "60 requests/min, 2 at once" in router.cli("projects", "token", "list", name).stdout
        assert router.cli("projects", "delete", name).stdout == f"project {name} is out of use\n"
        assert router.call("GET", "/v1/models", key=added).status == 401


def test_a_policy_of_a_file_is_in_force_at_once_and_shown(router: Serving, tmp_path: Path) -> None:
    router.cli("projects", "create", "strict")
    (tmp_path / "policy.toml").write_text('always_local = true\nfloor = "simple"\n')
    put = router.cli("projects", "policy", "strict", "--file", str(tmp_path / "policy.toml"))
    assert put.returncode == 0, put.stderr
    shown = router.cli("projects", "policy", "strict").stdout
    assert "always_local = true" in shown
    assert 'floor = "SIMPLE"' in shown
    (tmp_path / "policy.toml").write_text("always_locale = true\n")
    refused = router.cli("projects", "policy", "strict", "--file", str(tmp_path / "policy.toml"))
    assert refused.returncode == 1
    assert "always_locale" in refused.stderr


def test_keys_are_named_and_never_shown(serve: Serve) -> None:
    router = serve(
        LAROUTER_TOY="false", PRIVATE_CLOUD_URL="http://127.0.0.1:9", PRIVATE_CLOUD_API_KEY="pk-5150"
    )
    shown = router.call("GET", "/api/config", key=router.admin).body.decode()
    assert "PRIVATE_CLOUD_API_KEY" in shown
    assert "environment PRIVATE_CLOUD_URL" in shown
    for text in (shown, router.cli("config", "show").stdout, router.log, router.said):
        assert "pk-5150" not in text


def test_a_router_whose_last_project_was_deleted_starts_again(serve: Serve, tmp_path: Path) -> None:
    first = serve(folder=tmp_path, LAROUTER_TOY="false")
    assert first.cli("projects", "delete", "default").returncode == 0
    first.stop()
    again = serve(folder=tmp_path, LAROUTER_TOY="false")
    assert first.token not in again.said
    assert "larouter projects create" in again.said


@pytest.mark.parametrize("where", ["larouter.toml", ".env"])
def test_commands_find_the_router_by_the_settings_of_its_folder(
    serve: Serve, tmp_path: Path, where: str
) -> None:
    router = serve(LAROUTER_TOY="false", LAROUTER_DB_PATH=str(tmp_path / "kept.db"))
    port = router.address[1]
    texts = {
        "larouter.toml": f'[server]\nport = {port}\n[database]\npath = "kept.db"\n',
        ".env": f"LAROUTER_PORT={port}\nLAROUTER_DB_PATH=kept.db\n",
    }
    (tmp_path / where).write_text(texts[where])
    given = clean_environment()
    del given["LAROUTER_PORT"]
    for command in (("usage",), ("route", "Hello")):
        ran = larouter(*command, folder=tmp_path, environment=given)
        assert ran.returncode == 0, ran.stderr


DEADLINES = (
    '[deadlines]\nfirst_byte = {seconds}\n[backends.late]\nurl = "{url}"\nzone = "local"\nmodels = ["m"]\n'
)


def test_settings_are_read_again_when_the_file_changes(
    serve: Serve, backstage: Backstage, tmp_path: Path
) -> None:
    late = backstage.start(FakeOpenAI("m", pace=Pace(first_seconds=0.6)))
    router = serve(DEADLINES.format(url=late.url, seconds=0.1), folder=tmp_path, LAROUTER_TOY="false")
    assert router.chat("m").status == 504
    (tmp_path / "larouter.toml").write_text(DEADLINES.format(url=late.url, seconds=30))
    eventually(lambda: "read again" in router.log)
    assert router.chat("m").status == 200
    (tmp_path / "larouter.toml").write_text("[deadlines]\nfirst_bite = 1\n")
    eventually(lambda: "old settings stay in force" in router.log)
    assert "deadlines.first_bite: there is no such setting (larouter.toml line 2)" in router.log
    assert router.chat("m").status == 200


def test_settings_are_read_again_at_a_hangup(serve: Serve, tmp_path: Path) -> None:
    router = serve(folder=tmp_path, LAROUTER_TOY="false")
    router.process.send_signal(signal.SIGHUP)
    eventually(lambda: "read again" in router.log)
    assert router.call("GET", "/v1/models").status == 200


def test_deadlines_that_are_changed_over_the_api_are_in_force_at_once(
    serve: Serve, backstage: Backstage
) -> None:
    late = backstage.start(FakeOpenAI("m", pace=Pace(first_seconds=0.6)))
    router = serve(LAROUTER_TOY="false", LAROUTER_CUSTOM_URL=late.url)
    assert router.chat("m").status == 200
    router.control("PATCH", "/api/config", {"deadlines": {"first_byte": 0.1}})
    assert router.chat("m").status == 504
