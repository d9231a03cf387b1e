"""LM Studio: its own list of models, newer or older.

It answers 200 to every route, with an error in the body; only the shape of the lists gives it away.
"""

from larouter.fleet.kinds import shape
from larouter.fleet.kinds.visit import Visit
from larouter.fleet.sighting import JSON_ANSWERS, Kind, SeenModel, Sighting

SMALLEST_DEFAULT = 4096  # what it loads a model with when nobody says
_EMBEDDINGS = frozenset({"embeddings"})


async def recognise(visit: Visit) -> Sighting | None:
    """An LM Studio server: models with `loaded_instances`, or with a `state`."""
    models: list[SeenModel] = []
    newer = shape.rows(await visit.get_json("/api/v1/models"), "models")
    if newer and all("loaded_instances" in row for row in newer):
        for row in newer:
            models += _instances(row)
    else:
        older = shape.rows(await visit.get_json("/api/v0/models"), "data")
        if not older or not all("state" in row for row in older):
            return None
        models = [_older(row) for row in older]
    return Sighting(Kind.LM_STUDIO, visit.url, tuple(sorted(models, key=lambda model: model.name)))


def _instances(row: shape.Row) -> list[SeenModel]:
    key = shape.text(row, "key")
    told = shape.row(row, "capabilities")
    can = JSON_ANSWERS
    can |= {"vision"} if told.get("vision") is True else frozenset()
    can |= {"tools"} if told.get("trained_for_tool_use") is True else frozenset()
    if shape.text(row, "type") == "embedding":
        can = _EMBEDDINGS
    instances = shape.rows(row, "loaded_instances")
    if not instances:
        return [SeenModel(key, key, SMALLEST_DEFAULT, can, loaded=False)]
    seen = []
    for instance in instances:
        settings = shape.row(instance, "config")
        name = shape.text(instance, "id")
        window, slots = shape.number(settings, "context_length"), shape.number(settings, "parallel")
        seen.append(SeenModel(name, name, window, can, slots=slots))
    return seen


def _older(row: shape.Row) -> SeenModel:
    name, kind = shape.text(row, "id"), shape.text(row, "type")
    can = set(JSON_ANSWERS)
    can |= {"vision"} if kind == "vlm" else set()
    can |= {"tools"} if "tool_use" in shape.words(row, "capabilities") else set()
    loaded = shape.text(row, "state") == "loaded"
    window = shape.number(row, "loaded_context_length") if loaded else SMALLEST_DEFAULT
    return SeenModel(name, name, window, _EMBEDDINGS if kind == "embeddings" else frozenset(can), loaded)
