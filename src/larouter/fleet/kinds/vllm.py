"""vLLM: `/version`, and models that it owns."""

from larouter.fleet.kinds import shape
from larouter.fleet.kinds.visit import Visit
from larouter.fleet.sighting import Kind, Readiness, SeenModel, Sighting


async def recognise(visit: Visit) -> Sighting | None:
    """A vLLM server: a version and models `owned_by` vllm, or its own way of asking for a key."""
    told = await visit.get_json("/version")
    version = shape.text(told, "version") if isinstance(told, dict) else ""
    if not version:
        return None
    answer = await visit.get_json("/v1/models")
    if answer == {"error": "Unauthorized"}:
        return Sighting(Kind.VLLM, visit.url, version=version, readiness=Readiness.LOCKED)
    rows = shape.rows(answer, "data")
    if not rows or not any(shape.text(row, "owned_by") == "vllm" for row in rows):
        return None
    models = tuple(sorted(map(_model, rows), key=lambda model: model.name))
    return Sighting(Kind.VLLM, visit.url, models, version=version)


def _model(row: shape.Row) -> SeenModel:
    name = shape.text(row, "id")
    return SeenModel(name, name, shape.number(row, "max_model_len"))
