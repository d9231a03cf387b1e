"""A session with the control API, as a browser holds it."""

import json
from dataclasses import dataclass

from serving import Answer, Serving


@dataclass(frozen=True, slots=True)
class Signed:
    """A session, as a browser holds it."""

    router: Serving
    cookie: str
    csrf: str

    def call(self, method: str, path: str, body: object = None, *, csrf: str | None = None) -> Answer:
        """Ask with the cookie, and with the secret of the page unless another is given."""
        given = {"cookie": self.cookie, "x-larouter-csrf": self.csrf if csrf is None else csrf}
        return self.router.call(method, path, body, key="", **given)


def signed_in(router: Serving, key: str) -> Signed:
    """Exchange a key for a session."""
    answer = router.call("POST", "/api/session", {"key": key}, key="")
    assert answer.status == 201, answer.body
    return Signed(router, answer.headers["set-cookie"].partition(";")[0], json.loads(answer.body)["csrf"])
