"""A fetch over real sockets, standard library only, for asking real servers and fakes."""

import asyncio
import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest

from larouter.core.errors import Malformed, TimedOut, Unreachable
from larouter.fleet.fetch import Fetch, Response


def _call(
    method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
) -> Response:
    parts = urlsplit(url)
    path = parts.path + ("?" + parts.query if parts.query else "")
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=deadline_seconds)
    try:
        connection.request(method, path or "/", body or None, dict(headers))
        answer = connection.getresponse()
        return Response(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    except TimeoutError as error:
        raise TimedOut(str(error)) from error
    except OSError as error:
        raise Unreachable(str(error)) from error
    except http.client.HTTPException as error:
        raise Malformed(str(error)) from error
    finally:
        connection.close()


@pytest.fixture(scope="session")
def fetch() -> Fetch:
    async def threaded(
        method: str, url: str, headers: Mapping[str, str], body: bytes, deadline_seconds: float
    ) -> Response:
        return await asyncio.to_thread(_call, method, url, headers, body, deadline_seconds)

    return threaded
