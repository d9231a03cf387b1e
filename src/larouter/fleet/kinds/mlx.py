"""`mlx_lm.server`: Python's own HTTP server, a health route, and little else.

Naming any model but the one it runs makes it fetch that model from a hub, so it is asked for `default_model`.
"""

from larouter.fleet.kinds import shape
from larouter.fleet.kinds.visit import Visit
from larouter.fleet.sighting import Kind, SeenModel, Sighting

DEFAULT = "default_model"


async def recognise(visit: Visit) -> Sighting | None:
    """An MLX server: Python's HTTP server with a health route."""
    health = await visit.get("/health")
    if health is None or not health.headers.get("server", "").startswith("BaseHTTP"):
        return None
    if health.member("status") != "ok":
        return None
    # No bytes at all when the cache folder of the hub is missing; the whole cache when it is not.
    rows = shape.rows(await visit.get_json("/v1/models"), "data") or []
    names = [shape.text(row, "id").rstrip("/").rsplit("/", 1)[-1] for row in rows]
    name = names[0] if len(names) == 1 else DEFAULT
    return Sighting(Kind.MLX, visit.url, (SeenModel(name, DEFAULT),))
