"""`GET` and `DELETE /v1/responses/{id}`: answers that were kept, where keeping is switched on."""

from urllib.parse import parse_qs

from larouter.access.admit import Gate
from larouter.account.archive import Archive
from larouter.api.asgi import Receive, Scope, Send, send_json
from larouter.core.errors import BadRequest

KEPT = "/v1/responses/"


class KeptResponses:
    """The routes of kept responses.

    Args:
        gate: Who may ask.
        archive: What is kept; a project sees its own alone.
    """

    def __init__(self, gate: Gate, archive: Archive) -> None:
        self._gate = gate
        self._archive = archive

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Serve one request.

        Raises:
            RouterError: The caller is not known, or nothing of that id is kept.
        """
        project = self._gate.admit(scope["headers"]).project.id
        name = str(scope["path"]).removeprefix(KEPT)
        if scope["method"] == "DELETE":
            await self._archive.remove(name, project)
            await send_json(send, 200, {"id": name, "object": "response", "deleted": True})
            return
        if parse_qs(scope.get("query_string", b"").decode("latin-1")).get("stream") == ["true"]:
            raise BadRequest("a kept response is given whole; leave stream out", param="stream")
        await send_json(send, 200, await self._archive.find(name, project))
