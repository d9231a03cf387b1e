"""`larouter prices`."""

import hashlib
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from backstage import Backstage

from larouter.cli import client, prices
from larouter.config.catalog import catalog_in_force, kept_prices, parse_catalog, read_catalog
from larouter.testing.http_server import Exchange, HttpServer

NOON = 1_795_176_000_000
TABLE = """
[tiers]
[providers.openai]
source = "https://example.org"
checked = 2026-11-20
capabilities = []
[[models]]
id = "gpt-6-luna"
provider = "openai"
prices = [{ input = 0.2, output = 0.5 }]
"""


@pytest.fixture(scope="module")
def backstage() -> Iterator[Backstage]:
    with Backstage() as stage:
        yield stage


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAROUTER_DB_PATH", str(tmp_path / "x.db"))
    return tmp_path


def test_a_model_is_shown_with_its_price_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    prices.show_prices("claude-opus-5-5")
    out = capsys.readouterr().out
    assert "claude-opus-5-5#" in out
    assert "8.0" in out
    with pytest.raises(client.Failure, match="no model"):
        prices.show_prices("gpt-99")


def test_another_table_is_compared_and_put_in_force(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = here / "new.toml"
    table.write_text(TABLE)
    prices.diff(str(table))
    said = capsys.readouterr().out
    assert "gpt-6-luna: input 0.1 → 0.2" in said
    assert "claude-opus-5-5 is no longer there" in said
    prices.update(str(table))
    assert "gpt-6-luna: input 0.1 → 0.2" in capsys.readouterr().out
    assert kept_prices(str(here / "x.db")).read_text().startswith(TABLE.rstrip())
    prices.show_prices()
    out = capsys.readouterr().out
    assert "claude" not in out
    assert f"this table came from {table} at 20" in out


def test_the_same_table_changes_nothing() -> None:
    assert prices.differences(read_catalog(), read_catalog(), NOON) == []
    assert prices.differences(parse_catalog(TABLE), parse_catalog(TABLE), NOON) == []


@pytest.mark.parametrize("text", ["nonsense", "[tiers]", "a = 1", TABLE.replace("openai", "nobody", 1)])
def test_what_is_no_table_is_refused_and_changes_nothing(here: Path, text: str) -> None:
    table = here / "bad.toml"
    table.write_text(text)
    with pytest.raises(client.Failure, match="no table of prices"):
        prices.update(str(table))
    with pytest.raises(client.Failure, match="cannot be read"):
        prices.update(str(here / "nowhere.toml"))
    assert not kept_prices(str(here / "x.db")).exists()


def test_a_table_that_was_broken_later_says_what_to_do(here: Path) -> None:
    kept_prices(str(here / "x.db")).write_text("nonsense")
    with pytest.raises(client.Failure, match="correct it, or remove it"):
        prices.show_prices()


def test_a_table_is_fetched_from_an_address_when_it_is_asked_for(
    here: Path, backstage: Backstage, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf = backstage.start(Shelf(TABLE.encode()))
    prices.diff(f"{shelf.url}/prices.toml", inside=True)
    assert not kept_prices(str(here / "x.db")).exists()
    prices.update(f"{shelf.url}/prices.toml?signature=abc", inside=True)
    assert [request.target for request in shelf.received] == ["/prices.toml", "/prices.toml?signature=abc"]
    came = catalog_in_force(str(here / "x.db")).provenance
    assert came["source"] == f"{shelf.url}/prices.toml"
    assert came["sha256"] == hashlib.sha256(TABLE.encode()).hexdigest()
    capsys.readouterr()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An authority made for this test, with a certificate of it for 127.0.0.1 and one for another name."""
    if (openssl := shutil.which("openssl")) is None:
        pytest.skip("openssl is not installed, so no certificate can be made")
    folder = tmp_path_factory.mktemp("certificates")
    key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    commands = [f"req -x509 {key} -days 2 -subj /CN=authority -keyout authority.key -out authority.pem"]
    for name, who in (("shelf", "IP:127.0.0.1"), ("other", "DNS:other.test")):
        (folder / f"{name}.names").write_text(f"subjectAltName={who}\n")
        commands.append(f"req {key} -subj /CN={name} -keyout {name}.key -out {name}.csr")
        vouched = "-CA authority.pem -CAkey authority.key -CAcreateserial -days 2"
        commands.append(f"x509 -req -in {name}.csr {vouched} -extfile {name}.names -out {name}.pem")
    for command in commands:
        subprocess.run([openssl, *command.split()], cwd=folder, check=True, capture_output=True)
    return folder


def test_a_table_is_fetched_over_https_from_whom_an_authority_vouches_for_and_from_nobody_else(
    here: Path, certificates: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with _https(certificates / "shelf", TABLE.encode()) as url, _https(certificates / "other", b"") as other:
        with pytest.raises(client.Failure, match="certificate verify failed"):
            prices.update(url, inside=True)
        assert not kept_prices(str(here / "x.db")).exists()
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "authority.pem"))
        with pytest.raises(client.Failure, match=r"certificate is not valid for '127\.0\.0\.1'"):
            prices.update(other, inside=True)
        prices.diff(url, inside=True)
        assert not kept_prices(str(here / "x.db")).exists()
        prices.update(url, inside=True)
    assert "gpt-6-luna: input 0.1 → 0.2" in capsys.readouterr().out
    came = catalog_in_force(str(here / "x.db")).provenance
    assert (came["source"], came["sha256"]) == (url, hashlib.sha256(TABLE.encode()).hexdigest())


@contextmanager
def _https(certificate: Path, page: bytes) -> Iterator[str]:
    """A server over TLS that gives one page to whoever accepts its certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.with_suffix(".pem"), certificate.with_suffix(".key"))

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            pass  # a client that turns the certificate down

    server = Quiet(("127.0.0.1", 0), Page)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}/prices.toml"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("kept", [True, False])
def test_what_cannot_be_fetched_or_read_leaves_everything_as_it_was(
    here: Path, backstage: Backstage, *, kept: bool
) -> None:
    table = kept_prices(str(here / "x.db"))
    if kept:
        table.write_text(TABLE)
    broken = backstage.start(Shelf(TABLE.replace("0.2", '"0.2"').encode()))
    moved = backstage.start(Shelf(b"", status=302))
    for url, inside, why in (
        (broken.url, True, "line 10: gpt-6-luna: input must be a number"),
        (moved.url, True, "redirects"),
        (broken.url, False, "must be asked over https"),
        ("https://127.0.0.1:9/x", False, "no address of the public Internet"),
    ):
        with pytest.raises(client.Failure, match=why):
            prices.update(url, inside=inside)
    assert [path.name for path in here.iterdir()] == ([table.name] if kept else [])
    assert not kept or table.read_text() == TABLE


class Shelf(HttpServer):
    """Has one page."""

    def __init__(self, page: bytes, status: int = 200) -> None:
        super().__init__(self._route)
        self._answer = status, page

    async def _route(self, exchange: Exchange) -> None:
        status, page = self._answer
        await exchange.respond(
            status, page, {"content-type": "text/plain", "location": "http://127.0.0.1:9/"}
        )
