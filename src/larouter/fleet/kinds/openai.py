"""Any other server that lists models as OpenAI does."""

from larouter.fleet.kinds import shape
from larouter.fleet.kinds.visit import Visit
from larouter.fleet.sighting import Kind, Readiness, SeenModel, Sighting

_WINDOWS = ("max_model_len", "context_length", "context_window")


async def recognise(visit: Visit) -> Sighting | None:
    """A server with a list of models in OpenAI's shape, or with its refusal to show one without a key."""
    answer = await visit.get("/v1/models")
    if answer is None:
        return None
    if answer.status in {401, 403} and isinstance(answer.member("error"), dict | str):
        return Sighting(Kind.OPENAI, visit.url, readiness=Readiness.LOCKED)
    rows = shape.rows(answer.json(), "data")
    if rows is None or not all(shape.text(row, "id") for row in rows):
        return None
    models = tuple(sorted(map(_model, rows), key=lambda model: model.name))
    return Sighting(Kind.OPENAI, visit.url, models)


def _model(row: shape.Row) -> SeenModel:
    name = shape.text(row, "id")
    return SeenModel(name, name, max(shape.number(row, key) for key in _WINDOWS))
