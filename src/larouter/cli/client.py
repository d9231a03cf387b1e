"""Calls to a running router, for commands.

Where it is and which key to show come from flags, from the environment or from the local installation. What it
takes to call is imported when something is called, so that help comes at once.
"""

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from larouter.config.load import Loaded
    from larouter.outbound.endpoint import Outgoing
    from larouter.outbound.transport import Response


_DAY_SECONDS = 86_400.0
_MOST_REFUSAL_BYTES = 64 * 1024


class Failure(Exception):
    """A command that could not do its work.

    Attributes:
        exit_code: 1 for a refusal, 2 for wrong use, 3 when the router cannot be reached.
        status: The HTTP status of the router's refusal; 0 when it did not refuse.
    """

    def __init__(self, message: str, exit_code: int = 1, status: int = 0) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.status = status


def call(
    method: str, path: str, body: object = None, *, url: str = "", key: str = "", admin: bool = True
) -> Any:  # noqa: ANN401
    """The JSON answer of the router.

    Raises:
        Failure: It refused, or is not there.
    """
    response = fetch(method, path, body, url=url, key=key, admin=admin)
    try:
        value = json.loads(response.body)
    except ValueError:
        raise Failure(f"the answer to {method} {path} is not JSON; is this a router?", 3) from None
    return value


def fetch(
    method: str, path: str, body: object = None, *, url: str = "", key: str = "", admin: bool = True
) -> "Response":
    """The answer of the router, whatever it is made of.

    Raises:
        Failure: It refused, or is not there.
    """
    response = _carried(_outgoing(method, path, body, (url, key), admin=admin), None)
    if response.status >= 400:
        raise Failure(_message(response), status=response.status)
    return response


def pour(path: str, into: BinaryIO, *, url: str = "") -> None:
    """Write an answer of the router down as it comes, however long it is.

    Raises:
        Failure: It refused, is not there, or broke off.
    """
    response = _carried(_outgoing("GET", path, None, (url, ""), admin=True, total=_DAY_SECONDS), into)
    if response.status >= 400:
        raise Failure(_message(response), status=response.status)


def _outgoing(
    method: str, path: str, body: object, at: tuple[str, str], *, admin: bool, total: float = 300.0
) -> "Outgoing":
    from larouter.core.zones import Zone
    from larouter.outbound.endpoint import Endpoint, Limits, Outgoing

    url, key = at
    secret = key or (_admin_key() if admin else kept_token())
    endpoint = Endpoint("the router", base_url(url), Zone.PUBLIC, (("Authorization", f"Bearer {secret}"),))
    raw = b"" if body is None else json.dumps(body).encode()
    return Outgoing(
        endpoint, method, path, raw, limits=Limits(connect=5, first_byte=60, idle=60, total=total)
    )


def _carried(outgoing: "Outgoing", into: BinaryIO | None) -> "Response":
    """The answer; the body of one that is no refusal goes where it is to be written, if anywhere."""
    import asyncio

    from larouter.core.errors import TimedOut, UpstreamError

    base = outgoing.endpoint.url
    try:
        return asyncio.run(_send(outgoing, into))
    except TimedOut:
        raise Failure(f"the router at {base} takes too long to answer; its log may say why", 3) from None
    except UpstreamError:
        raise Failure(
            f"no router answers at {base}; start one with `larouter serve`, or say where it is with LAROUTER_URL",
            3,
        ) from None


def path(*parts: str) -> str:
    """A path of the control API; names in it may hold anything."""
    return "/api/" + "/".join([quote(part, safe="") for part in parts])


def base_url(url: str = "") -> str:
    """Where the router is, without a slash or `/v1` at the end.

    Raises:
        Failure: It is no such URL.
    """
    base = (url or _named("LAROUTER_URL") or _local_url()).rstrip("/").removesuffix("/v1")
    _check_url(base)
    return base


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Failure(f"{url!r} is not the URL of a router; write it like http://127.0.0.1:18790", 2)


async def _send(outgoing: "Outgoing", into: BinaryIO | None) -> "Response":
    from larouter.cli.progress import waiting
    from larouter.core.errors import UpstreamError
    from larouter.outbound.permit import OPERATOR
    from larouter.outbound.transport import Response, Transport

    transport = Transport()
    try:
        if into is None:
            async with waiting("waiting for the router"):
                return await transport.fetch(outgoing, OPERATOR)
        incoming = await transport.send(outgoing, OPERATOR)
        try:
            head = incoming.status, dict(incoming.headers)
            if incoming.status >= 400:
                return Response(*head, await incoming.read(_MOST_REFUSAL_BYTES))
            while piece := await incoming.next():
                into.write(piece)
            return Response(*head, b"")
        except UpstreamError as error:
            raise Failure(f"the answer broke off: {error.operator_detail or error}", 3) from None
        finally:
            incoming.close()
    finally:
        await transport.close()


def _message(response: "Response") -> str:
    try:
        return str(json.loads(response.body)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"the router answered {response.status}"


@cache
def _installation() -> "Loaded":
    """The settings of the router whose folder this is."""
    from larouter.config.load import BadConfiguration
    from larouter.config.runtime import load_kept

    try:
        return load_kept(os.environ, Path.cwd())
    except BadConfiguration as error:
        raise Failure(str(error), 2) from None


def _local_url() -> str:
    at = _installation().settings.server
    host = "127.0.0.1" if at.host in ("0.0.0.0", "::") else f"[{at.host}]" if ":" in at.host else at.host  # noqa: S104 - the opposite
    return f"http://{host}:{at.port}"


def _stored() -> dict[str, str]:
    from larouter.config.keys import keys_path

    kept = keys_path(_installation().settings.database.path)
    try:
        return dict(json.loads(Path(kept).read_text(encoding="utf-8")))
    except OSError:
        return {}
    except ValueError:
        raise Failure(f"{kept} is damaged; restore it from a backup", 2) from None


def _named(variable: str) -> str:
    return os.environ.get(variable) or _installation().environment.get(variable, "")


def _admin_key() -> str:
    if found := _named("LAROUTER_ADMIN_KEY") or _stored().get("admin_key"):
        return found
    raise Failure(
        "no admin key: set LAROUTER_ADMIN_KEY, or run this where the router's database is (or set LAROUTER_DB_PATH)",
        2,
    )


def kept_token() -> str:
    """The project token of the environment, or the one that the local installation keeps.

    Raises:
        Failure: There is none.
    """
    if found := _named("LAROUTER_TOKEN") or _stored().get("project_token"):
        return found
    raise Failure(
        "no project token: set LAROUTER_TOKEN, or run this where the router's database is (or set LAROUTER_DB_PATH)",
        2,
    )
