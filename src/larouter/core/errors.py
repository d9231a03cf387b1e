"""Everything that can go wrong with a request, as types.

* RouterError               status  code                        another deployment may do better
  x BadRequest              400     invalid_request_error       no
    - Unsayable             400     unsupported_parameter       no   cannot be said in the chosen protocol
    - TooLong               400     context_length_exceeded     no   longer than any permitted window
    - TooLarge              413     request_too_large           no
    - HeadTooLarge          431     request_header_too_large    no
    - UnknownModel          404     model_not_found             no
    - NoSuchRoute           404     unknown_url                 no
    - NoSuchResponse        404     response_not_found          no
    - WrongMethod           405     method_not_allowed          no
  x Unauthorised            401     invalid_api_key             no
  x Forbidden               403     permission_denied           no
    - NowhereToGo           403     no_eligible_backend         no   carries the decision: every reason
    - Unavailable           503     no_backend_available        no   permitted deployments exist and are down
  x OverBudget              402     insufficient_quota          no
  x TooManyRequests         429     rate_limit_exceeded         no   ours; carries retry_after
  x Internal                500     internal_error              no   a fault of ours; the log has it
  x Stopped                 503     router_stopped              no   the router is being stopped
  x UpstreamError           502     upstream_error              yes
    - Unreachable           502     upstream_unreachable        yes
    - TimedOut              504     upstream_timeout            yes
    - UpstreamBusy          429     upstream_rate_limited       yes
    - QueueFull             503     queue_full                  yes  ours: too many requests wait for it
    - QueueTooSlow          503     queue_timeout               yes  ours: the request waited too long for it
    - Malformed             502     upstream_malformed          yes
    - Refused               4xx     (as it came)                no   the backend's answer to the request itself
    - BrokenStream          502     stream_error                no   bytes were sent: an error event, then the end

`caller_detail` is safe for whoever asked; `operator_detail` may name backends and is for logs and audit.
"""

from collections.abc import Sequence


class RouterError(Exception):
    """A failure with an HTTP status, a machine-readable code and a cure."""

    status = 500
    code = "internal_error"
    kind = "api_error"
    retryable = False

    def __init__(
        self,
        caller_detail: str,
        *,
        param: str | None = None,
        operator_detail: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(caller_detail)
        self.caller_detail = caller_detail
        self.param = param
        self.operator_detail = operator_detail or caller_detail
        self.retry_after = retry_after
        self.request_id: str | None = None


class BadRequest(RouterError):
    """The request cannot be understood; the message names the field and the cure."""

    status = 400
    code = "invalid_request_error"
    kind = "invalid_request_error"


class Unsayable(BadRequest):
    """A parameter that the protocol of the chosen backend has no word for."""

    code = "unsupported_parameter"


class TooLong(BadRequest):
    """The prompt is longer than the context window of every permitted deployment."""

    code = "context_length_exceeded"


class TooLarge(BadRequest):
    """The body is larger than the router accepts."""

    status = 413
    code = "request_too_large"


class HeadTooLarge(BadRequest):
    """The request line and headers are larger than the router accepts."""

    status = 431
    code = "request_header_too_large"


class UnknownModel(BadRequest):
    """The model that was asked for by name is not known here."""

    status = 404
    code = "model_not_found"


class NoSuchRoute(BadRequest):
    """Nothing is served at this path."""

    status = 404
    code = "unknown_url"


class NoSuchResponse(BadRequest):
    """No answer of that id is kept."""

    status = 404
    code = "response_not_found"


class WrongMethod(BadRequest):
    """The path exists, with other methods."""

    status = 405
    code = "method_not_allowed"

    def __init__(self, caller_detail: str, allowed: Sequence[str]) -> None:
        super().__init__(caller_detail)
        self.allowed = tuple(allowed)


class Unauthorised(RouterError):
    """No token, or one that is not known or revoked."""

    status = 401
    code = "invalid_api_key"
    kind = "authentication_error"


class Forbidden(RouterError):
    """The caller is known and may not do this."""

    status = 403
    code = "permission_denied"
    kind = "permission_error"


class NowhereToGo(Forbidden):
    """The policy permits no deployment for this request."""

    code = "no_eligible_backend"

    def __init__(self, caller_detail: str, reasons: Sequence[str] = ()) -> None:
        super().__init__(caller_detail, operator_detail="; ".join((caller_detail, *reasons)))
        self.reasons = tuple(reasons)


class Unavailable(NowhereToGo):
    """Deployments are permitted, but none of them can be reached now."""

    status = 503
    code = "no_backend_available"
    kind = "api_error"


class OverBudget(RouterError):
    """A hard cap leaves no room for the worst case of this request."""

    status = 402
    code = "insufficient_quota"
    kind = "insufficient_quota"


class TooManyRequests(RouterError):
    """A rate limit of the router's own.

    Attributes:
        headers: What the caller has left, for the head of the answer.
    """

    status = 429
    code = "rate_limit_exceeded"
    kind = "rate_limit_error"
    headers: Sequence[tuple[bytes, bytes]] = ()


class Internal(RouterError):
    """A fault of the router's own; what happened is in its log under the request id."""


class Stopped(RouterError):
    """The router is being stopped, and the request was cut off."""

    status = 503
    code = "router_stopped"

    def __init__(self) -> None:
        super().__init__("the router is being stopped; send the request again", retry_after=1)


class UpstreamError(RouterError):
    """A backend failed; the next deployment of the plan may do better.

    Attributes:
        upstream_status: The HTTP status that it gave, or 0.
        connected: Whether there was a connection to it at all.
    """

    status = 502
    code = "upstream_error"
    retryable = True
    upstream_status = 0
    connected = True


class Unreachable(UpstreamError):
    """No connection, or one that was lost before the first byte of the answer."""

    code = "upstream_unreachable"


class TimedOut(UpstreamError):
    """A deadline passed."""

    status = 504
    code = "upstream_timeout"


class UpstreamBusy(UpstreamError):
    """The backend limits our rate; `retry_after` in seconds where it said so."""

    status = 429
    code = "upstream_rate_limited"
    kind = "rate_limit_error"


class QueueFull(UpstreamError):
    """As many requests wait for the backend as may; `retry_after` says when there may be room."""

    status = 503
    code = "queue_full"


class QueueTooSlow(UpstreamError):
    """The request has waited for its turn at the backend as long as it could."""

    status = 503
    code = "queue_timeout"


class Malformed(UpstreamError):
    """The backend answered with something that is not its protocol."""

    code = "upstream_malformed"


class Refused(UpstreamError):
    """The backend understood and refused the request itself; its answer is passed on as it came."""

    retryable = False

    def __init__(self, status: int, body: bytes, protocol: str = "") -> None:
        super().__init__(f"the backend refused the request with status {status}")
        self.status = status
        self.body = body
        self.protocol = protocol


class BrokenStream(UpstreamError):
    """A stream ended before its time, after bytes of it had reached the client."""

    code = "stream_error"
    retryable = False
