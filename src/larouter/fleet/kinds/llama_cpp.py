"""llama.cpp's `llama-server`, with one model or in router mode.

Never asks `/slots`: that wakes a server that sleeps.
"""

from larouter.fleet.fetch import Response
from larouter.fleet.kinds import shape
from larouter.fleet.kinds.visit import Visit
from larouter.fleet.sighting import JSON_ANSWERS, Kind, Readiness, SeenModel, Sighting


async def recognise(visit: Visit) -> Sighting | None:
    """A llama.cpp server: it says so in `Server`, or has its own `/props`."""
    props = await visit.get("/props")
    if props is None:
        return None
    told = props.json()
    is_router = isinstance(told, dict) and told.get("role") == "router"
    is_single = isinstance(told, dict) and "total_slots" in told
    if not (is_router or is_single or props.headers.get("server") == "llama.cpp"):
        return None
    if (state := _state(props)) is not Readiness.READY:
        return Sighting(Kind.LLAMA_CPP, visit.url, readiness=state)
    rows = shape.rows(await visit.get_json("/v1/models"), "data") or []
    found = [await _routed(visit, row) for row in rows] if is_router else [_single(told, row) for row in rows]
    models = tuple(sorted(found, key=lambda model: model.name))
    version = shape.text(told, "build_info") if isinstance(told, dict) else ""
    slots = shape.number(told, "total_slots") if isinstance(told, dict) else 0
    return Sighting(Kind.LLAMA_CPP, visit.url, models, slots, version)


def _state(props: Response) -> Readiness:
    error = shape.row(props.json(), "error")
    if shape.text(error, "type") == "unavailable_error":
        return Readiness.LOADING
    return Readiness.LOCKED if shape.text(error, "type") == "authentication_error" else Readiness.READY


def _single(props: object, row: shape.Row) -> SeenModel:
    name = shape.text(row, "id")
    settings = shape.row(props, "default_generation_settings")
    window = shape.number(settings, "n_ctx") or shape.number(shape.row(row, "meta"), "n_ctx")
    slots = shape.number(props, "total_slots") if isinstance(props, dict) else 0
    return SeenModel(name.rsplit("/", 1)[-1], name, window, _capabilities(props, row), slots=slots)


async def _routed(visit: Visit, row: shape.Row) -> SeenModel:
    """A model of the router mode: the details are told only of those that are loaded."""
    name = shape.text(row, "id")
    status = shape.text(shape.row(row, "status"), "value")
    if status not in {"loaded", "sleeping"}:
        return SeenModel(name, name, loaded=False)
    return _single(await visit.get_json(f"/props?model={name}&autoload=false"), row)


def _capabilities(props: object, row: shape.Row) -> frozenset[str]:
    makes = shape.words(shape.row(row, "architecture"), "output_modalities")
    takes = shape.row(props, "modalities")
    template = shape.row(props, "chat_template_caps")
    can = set(JSON_ANSWERS)  # by grammar, whatever the model
    can |= {"decisions"} if "decisions" in makes else set()
    can |= {"tools"} if template.get("supports_tools") or template.get("supports_tool_calls") else set()
    can |= {"reasoning"} if template.get("supports_preserve_reasoning") else set()
    return frozenset(can | {what for what in ("vision", "audio", "video") if takes.get(what) is True})
