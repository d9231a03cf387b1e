"""Serves the built app from memory; no page may run or load what is not ours.

`index.html` is never kept by a browser; everything it names carries a hash in its name and is kept for ever.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

BUILT = Path(__file__).with_name("static")
TYPES = {
    ".html": b"text/html; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
    ".svg": b"image/svg+xml",
    ".txt": b"text/plain; charset=utf-8",
    ".woff2": b"font/woff2",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
GUARD = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
NOT_BUILT = b"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>LA Router</title>
<h1>The router runs; its dashboard is not built</h1>
<p>This working copy was set up on a machine without Node 20.19 or newer. Install Node and run <code>make setup</code>,
or install the package, which brings the dashboard with it.</p>
<p>Everything works without it: <code>/v1</code> answers requests, <code>larouter --help</code> shows the commands.</p>
</html>
"""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the app, with its gzipped form where the build has made one."""

    kind: bytes
    plain: bytes
    packed: bytes | None
    lasting: bool


class Dashboard:
    """The app at `/` and what it is made of at `/assets/`.

    Args:
        built: Where the build has put it.
    """

    def __init__(self, built: Path = BUILT) -> None:
        self._files = dict(_read(built))
        self._files.setdefault("/", File(TYPES[".html"], NOT_BUILT, None, lasting=False))

    def has(self, method: str, path: str) -> bool:
        """Whether this is asked of the dashboard."""
        return method in ("GET", "HEAD") and path in self._files

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send a file that is there."""
        file = self._files[str(scope["path"])]
        packed = file.packed is not None and any(
            name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"]
        )
        body = file.packed if packed and file.packed is not None else file.plain
        kept = b"public, max-age=31536000, immutable" if file.lasting else b"no-store"
        headers = [
            (b"content-type", file.kind),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", kept),
            (b"vary", b"accept-encoding"),
            *GUARD,
        ]
        if packed:
            headers.append((b"content-encoding", b"gzip"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _read(built: Path) -> list[tuple[str, File]]:
    found = []
    for path in sorted(built.rglob("*")):
        if path.is_file() and path.suffix in TYPES:
            inside = path.relative_to(built).as_posix()
            twin = path.with_name(f"{path.name}.gz")
            packed = twin.read_bytes() if twin.exists() else None
            lasting = inside.startswith("assets/")
            file = File(TYPES[path.suffix], path.read_bytes(), packed, lasting)
            found.append(("/" if inside == "index.html" else f"/{inside}", file))
    return found
