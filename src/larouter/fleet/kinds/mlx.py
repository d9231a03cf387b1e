"""`mlx_lm.server`: Python's own HTTP server, a health route, and little else; and `mlx_vlm.server`, which has a name.

Naming any model but the one it runs makes either fetch that model from a hub, so mlx_lm is asked for `default_model`,
and mlx_vlm only for what it says is loaded.
"""

from larouter.fleet.fetch import Response
from larouter.fleet.kinds import shape
from larouter.fleet.kinds.visit import Visit
from larouter.fleet.sighting import Kind, Readiness, SeenModel, Sighting

DEFAULT = "default_model"
_SEEING = "mlx_vlm/"


async def recognise(visit: Visit) -> Sighting | None:
    """An MLX server: Python's HTTP server with a health route."""
    health = await visit.get("/health")
    if health is not None and health.headers.get("server", "").startswith(_SEEING):
        return await _seeing(visit, health)
    if health is None or not health.headers.get("server", "").startswith("BaseHTTP"):
        return None
    if health.member("status") != "ok":
        return None
    # No bytes at all when the cache folder of the hub is missing; the whole cache when it is not.
    rows = shape.rows(await visit.get_json("/v1/models"), "data") or []
    names = [shape.text(row, "id").rstrip("/").rsplit("/", 1)[-1] for row in rows]
    name = names[0] if len(names) == 1 else DEFAULT
    return Sighting(Kind.MLX, visit.url, (SeenModel(name, DEFAULT),))


async def _seeing(visit: Visit, health: Response) -> Sighting:
    version = health.headers["server"].removeprefix(_SEEING)
    if health.status in {401, 403}:
        return Sighting(Kind.MLX, visit.url, version=version, readiness=Readiness.LOCKED)
    told = health.json()
    window = shape.number(told, "effective_context_limit") if isinstance(told, dict) else 0
    rows = shape.rows(await visit.get_json("/v1/models"), "data") or []
    loaded = [shape.text(row, "id") for row in rows if row.get("loaded") is True]
    models = tuple(SeenModel(name.rstrip("/").rsplit("/", 1)[-1], name, window) for name in sorted(loaded))
    return Sighting(Kind.MLX, visit.url, models, version=version)
