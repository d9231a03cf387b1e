"""The control API: FastAPI for everything that people and the dashboard do; its OpenAPI types the dashboard."""

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from larouter import __version__
from larouter.api import (
    alerts,
    audit,
    backends,
    budgets,
    calibration,
    capacity,
    configuration,
    decisions,
    groups,
    insight,
    live,
    local_models,
    opinions,
    own_policy,
    policies,
    projects,
    replay,
    route,
    savings,
    search,
    session,
)
from larouter.config.load import said_of
from larouter.core.errors import BadRequest, Internal, NoSuchRoute, RouterError, WrongMethod
from larouter.ingress.errors import body_of, headers_of

_ROUTES = (
    session,
    projects,
    own_policy,
    policies,
    budgets,
    alerts,
    search,
    insight,
    groups,
    savings,
    decisions,
    calibration,
    opinions,
    live,
    route,
    replay,
    audit,
    backends,
    capacity,
    configuration,
    local_models,
)


def control_app(**parts: object) -> FastAPI:
    """The application, with the wired parts that its routes use as its state."""
    app = FastAPI(
        title="LA Router control API",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    for name, part in parts.items():
        setattr(app.state, name, part)
    for module in _ROUTES:
        app.include_router(module.router, dependencies=[Depends(_only_known_filters)])
    app.add_exception_handler(RouterError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)
    return app


def _only_known_filters(request: Request) -> None:
    """Refuse a filter that is not known: figures that are not filtered would be taken for those that were asked for.

    Raises:
        BadRequest: With the names that are.
    """
    if not request.url.query:
        return
    known = _filters(request.scope["route"].dependant)
    for name in request.query_params:
        if name not in known:
            these = f"use {', '.join(sorted(known))}" if known else "there are none here"
            raise BadRequest(f"{name[:64]!r} is no parameter of this address; {these}", param=name[:64])


def _filters(of: Dependant) -> set[str]:
    """The names of the query parameters that a route and all it depends on take."""
    names: set[str] = set()
    for field in of.query_params:
        kind = field.field_info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):  # several at once, as a model
            names |= {one.alias or name for name, one in kind.model_fields.items()}
        else:
            names.add(field.alias)
    return names.union(*map(_filters, of.dependencies))


async def _ours(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RouterError)  # noqa: S101 - registered for it alone
    headers = {name.decode(): value.decode() for name, value in headers_of(error)}
    return Response(body_of(error), error.status, headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
    fault = error.errors()[0]
    if fault["type"] == "json_invalid":
        at = f"{fault['ctx']['error']} at character {fault['loc'][-1]}".lower()
        return await _ours(request, BadRequest(f"the body is not valid JSON: {at}"))
    field = ".".join(str(part) for part in fault["loc"] if part not in ("body", "query", "path"))
    said = said_of(fault)
    if not field:
        cure = "" if fault["type"] == "value_error" else "; send a JSON object"
        return await _ours(request, BadRequest(f"the body: {said}{cure}"))
    return await _ours(request, BadRequest(f"{field}: {said}", param=field))


async def _fault(request: Request, _error: Exception) -> Response:
    """The answer to a fault of ours, which the server logs."""
    return await _ours(request, Internal("the router failed; its log has the cause"))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    path = request.url.path[:200]
    if error.status_code == 405:
        allowed = [name.strip() for name in (error.headers or {})["Allow"].split(",")]
        said = f"{path} answers {' and '.join(allowed)}, not {request.method}"
        return await _ours(request, WrongMethod(said, allowed))
    if isinstance(error.__cause__, RouterError):  # raised while the body was read
        return await _ours(request, error.__cause__)
    if error.status_code == 400:
        return await _ours(request, BadRequest("the body cannot be read; send a JSON object"))
    return await _ours(
        request,
        NoSuchRoute(f"nothing is served at {path}; the control API is described at /api/openapi.json"),
    )
