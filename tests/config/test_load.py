"""Settings from file, .env, environment and flags: the later wins, and each says where it came from."""

from pathlib import Path

import pytest

from larouter.config.load import ENVIRONMENT, BadConfiguration, Loaded, line_of, load

FILE = """\
[server]
port = 1000
host = "10.0.0.1"

[discovery]
every_seconds = 5

[backends.near]
url = "http://127.0.0.1:8080/v1/"
zone = "local"

[tiers]
simple = ["near/m"]
"""


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "larouter.toml").write_text(FILE)
    return tmp_path


def bad(directory: Path, text: str, **environment: str) -> str:
    (directory / "larouter.toml").write_text(text)
    with pytest.raises(BadConfiguration) as refused:
        load(environment, directory)
    return str(refused.value)


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    loaded = load({}, tmp_path)
    assert (loaded.settings.server.host, loaded.settings.server.port) == ("127.0.0.1", 18790)
    assert (loaded.file, loaded.origins) == (None, {})


def test_the_later_source_wins(directory: Path) -> None:
    def port(environment: dict[str, str], flags: dict[str, object] | None = None) -> tuple[int, str]:
        loaded = load(environment, directory, flags)
        return loaded.settings.server.port, loaded.origins["server.port"]

    assert port({}) == (1000, "larouter.toml line 2")
    (directory / ".env").write_text("LAROUTER_PORT=2000\n")
    assert port({}) == (2000, ".env LAROUTER_PORT")
    assert port({"LAROUTER_PORT": "3000"}) == (3000, "environment LAROUTER_PORT")
    assert port({"LAROUTER_PORT": "3000"}, {"server.port": 4000}) == (4000, "flag --port")
    assert port({"LAROUTER_PORT": "3000"}, {"server.port": None})[0] == 3000


def test_a_backend_of_the_dotenv_file_says_so(directory: Path) -> None:
    (directory / ".env").write_text("OPENAI_API_KEY=k\n")
    loaded = load({"OPENAI_BASE_URL": "https://example.org/v1"}, directory)
    assert loaded.origins["backends.openai"] == ".env OPENAI_API_KEY"
    assert loaded.origins["backends.openai.url"] == "environment OPENAI_BASE_URL"


def test_a_change_at_run_time_comes_between_file_and_environment(directory: Path) -> None:
    changes = {"log": {"level": "debug"}, "discovery": {"every_seconds": 9}}
    loaded = load({"LAROUTER_LOG_LEVEL": "error"}, directory, changes=changes)
    assert (loaded.settings.log.level, loaded.settings.discovery.every_seconds) == ("error", 9)
    assert loaded.origins["discovery.every_seconds"] == "changed at run time"


def test_an_empty_change_changes_nothing(directory: Path) -> None:
    assert load({}, directory, changes={"discovery": {}}).settings == load({}, directory).settings


@pytest.mark.parametrize(
    ("name", "value", "path", "expected"),
    [
        ("LAROUTER_HOST", "0.0.0.0", "server.host", "0.0.0.0"),
        ("LAROUTER_PORT", "8080", "server.port", 8080),
        (
            "LAROUTER_ALLOWED_HOSTS",
            "a.example, b.example,",
            "server.allowed_hosts",
            ("a.example", "b.example"),
        ),
        ("LAROUTER_ALLOWED_ORIGINS", "https://a.example", "server.allowed_origins", ("https://a.example",)),
        ("LAROUTER_MAX_BODY_BYTES", "5000", "server.max_body_bytes", 5000),
        ("LAROUTER_DB_PATH", "/var/lib/x.db", "database.path", "/var/lib/x.db"),
        ("LAROUTER_LOG_LEVEL", "WARN", "log.level", "warning"),
        ("LAROUTER_DISCOVERY", "false", "discovery.enabled", False),
        ("LAROUTER_TOY", "0", "discovery.toy", False),
    ],
)
def test_every_setting_of_the_environment_arrives(
    tmp_path: Path, name: str, value: str, path: str, expected: object
) -> None:
    loaded = load({name: value}, tmp_path)
    section, _, setting = path.partition(".")
    assert getattr(getattr(loaded.settings, section), setting) == expected
    assert loaded.origins[path] == f"environment {name}"
    assert ".".join(ENVIRONMENT[name]) == path


@pytest.mark.parametrize(
    ("environment", "name", "expected"),
    [
        ({"LAROUTER_CUSTOM_URL": "http://h:1/v1"}, "custom", ("openai", "http://h:1", "local", "")),
        (
            {"LAROUTER_CUSTOM_URL": "http://h:1", "LAROUTER_CUSTOM_API_KEY": "k"},
            "custom",
            ("openai", "http://h:1", "local", "LAROUTER_CUSTOM_API_KEY"),
        ),
        (
            {"PRIVATE_CLOUD_URL": "https://p.example", "PRIVATE_CLOUD_API_KEY": "k"},
            "private-cloud",
            ("openai", "https://p.example", "private", "PRIVATE_CLOUD_API_KEY"),
        ),
        ({"OPENAI_API_KEY": "k"}, "openai", ("openai", "https://api.openai.com", "public", "OPENAI_API_KEY")),
        (
            {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"},
            "openai",
            ("openai", "http://127.0.0.1:9", "public", "OPENAI_API_KEY"),
        ),
        (
            {"DEEPSEEK_API_KEY": "k", "DEEPSEEK_BASE_URL": "http://d:9"},
            "deepseek",
            ("deepseek", "http://d:9", "public", "DEEPSEEK_API_KEY"),
        ),
    ],
)
def test_the_environment_names_backends(
    tmp_path: Path, environment: dict[str, str], name: str, expected: tuple[str, ...]
) -> None:
    loaded = load(environment, tmp_path)
    backend = loaded.settings.backends[name]
    assert (backend.kind, backend.url, backend.zone, backend.key_env) == expected
    assert loaded.origins[f"backends.{name}"] == f"environment {next(iter(environment))}"


def test_a_key_is_named_and_never_becomes_a_setting(tmp_path: Path) -> None:
    loaded = load({"OPENAI_API_KEY": "sk-secret"}, tmp_path)
    assert "sk-secret" not in repr(loaded.settings)
    assert loaded.environment["OPENAI_API_KEY"] == "sk-secret"


def test_an_empty_variable_is_as_good_as_none(tmp_path: Path) -> None:
    assert load({"LAROUTER_PORT": "", "OPENAI_API_KEY": ""}, tmp_path).settings == load({}, tmp_path).settings


def test_the_file_may_say_more_of_a_backend_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "larouter.toml").write_text('[backends.openai]\nregion = "eu"\n')
    backend = load({"OPENAI_API_KEY": "k"}, tmp_path).settings.backends["openai"]
    assert (backend.region, backend.url) == ("eu", "https://api.openai.com")


def test_another_file_can_be_named(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text("server.port = 7\n")
    loaded = load({"LAROUTER_CONFIG": str(other)}, tmp_path)
    assert (loaded.settings.server.port, loaded.origins["server.port"]) == (7, "other.toml line 1")
    with pytest.raises(BadConfiguration, match="which is not there"):
        load({"LAROUTER_CONFIG": str(tmp_path / "gone.toml")}, tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[server]\n\nprot = 1\n", "server.prot: there is no such setting (larouter.toml line 3)"),
        ("[serber]\nport = 1\n", "serber: there is no such setting (larouter.toml line 1)"),
        (
            "[server]\nport = 99999\n",
            "server.port: it must be less than or equal to 65535 (larouter.toml line 2)",
        ),
        ("[backends.x]\nurl = 'http://h'\n", "backends.x.zone: it is missing"),
        (
            "[backends.x]\nurl = 'h'\nzone = 'local'\n",
            "it must begin with http:// or https:// (larouter.toml line 2)",
        ),
        ("[backends.x]\nurl = 'http://'\nzone = 'local'\n", "it must name a host"),
        ("[backends.x]\nurl = 'http://h:99999'\nzone = 'local'\n", "backends.x.url"),
        ("[backends.'a b']\nurl = 'http://h'\nzone = 'local'\n", "'a b' is not a name"),
        ("[tiers]\nhuge = []\n", "'huge' is not a tier; use HEARTBEAT, SIMPLE"),
        ("[log]\nlevel = 'loud'\n", "log.level"),
        ("server = 5\n", "server"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place_and_the_cure(
    tmp_path: Path, text: str, said: str
) -> None:
    assert said in bad(tmp_path, text)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    said = bad(tmp_path, "[server]\nprot = 1\n[log]\nlevel = 'loud'\n")
    assert "server.prot" in said
    assert "log.level" in said


def test_a_fault_of_the_environment_is_told_as_one(tmp_path: Path) -> None:
    said = bad(tmp_path, "", LAROUTER_PORT="many")
    assert "server.port" in said
    assert "(environment LAROUTER_PORT)" in said


def test_what_is_not_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "is not valid TOML" in bad(tmp_path, "[server]\nport =\n")


@pytest.mark.parametrize(
    ("text", "environment"),
    [("server = 5\n", {"LAROUTER_PORT": "1"}), ("backends = 5\n", {"OPENAI_API_KEY": "k"}),
     ("[backends]\nopenai = 5\n", {"OPENAI_API_KEY": "k"})],
)  # fmt: skip
def test_a_value_where_a_table_belongs_is_refused(
    tmp_path: Path, text: str, environment: dict[str, str]
) -> None:
    assert "it must be a table of names and values" in bad(tmp_path, text, **environment)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("server",), 1),
        (("server", "port"), 2),
        (("server", "host"), 3),
        (("backends", "near"), 8),
        (("backends", "near", "zone"), 10),
        (("tiers", "simple"), 13),
        (("log", "level"), 0),
        (("port",), 0),
    ],
)
def test_the_line_of_a_key_is_found(path: tuple[str, ...], line: int) -> None:
    assert line_of(FILE, path) == line


def test_what_was_read_can_be_read_again(directory: Path) -> None:
    (directory / ".env").write_text("LAROUTER_PORT=2000\n")
    loaded: Loaded = load({"HOME": "/"}, directory)
    assert dict(loaded.process_environment) == {"HOME": "/"}
    assert loaded.file == directory / "larouter.toml"
