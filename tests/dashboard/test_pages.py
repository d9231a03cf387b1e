"""The app is served from memory: what may be kept is, what may not is not, and nothing foreign may run."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from larouter.dashboard.pages import Dashboard


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<html></html>")
    (tmp_path / "assets/app-1234.js").write_text("1")
    (tmp_path / "assets/app-1234.js.gz").write_bytes(gzip.compress(b"1"))
    (tmp_path / ".missing").touch()
    return tmp_path


async def get(
    dashboard: Dashboard, path: str, method: str = "GET", **headers: str
) -> tuple[dict[str, str], bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError

    scope = {
        "method": method,
        "path": path,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    await dashboard(scope, receive, send)
    assert sent[0]["status"] == 200
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}, sent[1]["body"]


async def test_the_page_is_never_kept_and_what_it_names_is_kept_for_ever(built: Path) -> None:
    dashboard = Dashboard(built)
    page, _ = await get(dashboard, "/")
    script, _ = await get(dashboard, "/assets/app-1234.js")
    assert page["cache-control"] == "no-store"
    assert "immutable" in script["cache-control"]
    assert script["content-type"].startswith("text/javascript")


async def test_who_takes_gzip_gets_it(built: Path) -> None:
    dashboard = Dashboard(built)
    headers, body = await get(dashboard, "/assets/app-1234.js", accept_encoding="br, gzip")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == b"1"
    headers, body = await get(dashboard, "/assets/app-1234.js")
    assert "content-encoding" not in headers
    assert body == b"1"


async def test_every_answer_is_guarded(built: Path) -> None:
    for path in ("/", "/assets/app-1234.js"):
        headers, _ = await get(Dashboard(built), path)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


async def test_head_has_the_length_and_no_body(built: Path) -> None:
    headers, body = await get(Dashboard(built), "/", "HEAD")
    assert (headers["content-length"], body) == ("13", b"")


@pytest.mark.parametrize(
    "path", ["/.missing", "/assets/../../pages.py", "/assets/", "/index.html.gz", "/nothing"]
)
def test_nothing_else_is_there(built: Path, path: str) -> None:
    assert not Dashboard(built).has("GET", path)


def test_it_answers_reads_alone(built: Path) -> None:
    assert not Dashboard(built).has("POST", "/")


async def test_without_a_build_the_page_says_what_to_do(tmp_path: Path) -> None:
    headers, body = await get(Dashboard(tmp_path), "/")
    assert b"make setup" in body
    assert b"<script" not in body
    assert headers["cache-control"] == "no-store"
