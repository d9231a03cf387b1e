"""What `larouter serve` says when it is ready: where it is, which key to show, what it found and what that covers."""

from collections.abc import Sequence

from larouter.compose import House
from larouter.core.deployment import Deployment
from larouter.core.tiers import Tier
from larouter.fleet.local.toy import TOY
from larouter.fleet.sighting import Sighting

RUNNING_ON_TOY = (
    "Running on a toy model in a real llama.cpp server: canned words, to try things out. For a real one, "
    "`larouter models pull gemma-4-e2b`, start Ollama, llama.cpp, vLLM, LM Studio or MLX (found "
    "within seconds), or set a key such as OPENAI_API_KEY."
)


def show(house: House) -> None:
    """Print it."""
    print("\n".join(lines(house)), flush=True)


def lines(house: House) -> list[str]:
    """The banner, line by line."""
    url = url_of(house)
    token = house.keys.token or "(made with `larouter projects create NAME`)"
    said = [
        "",
        "LA Router is ready",
        f"  API         {url}/v1",
        f"  dashboard   {url}/",
        f"  token       {token}",
        f"  admin key   {house.keys.admin}",
        f"  both kept   {house.keys.path.resolve()} (only you can read it)",
        "",
    ]
    return [*said, *_fleet(house), ""]


def url_of(house: House) -> str:
    """Where the router is, as seen from this machine."""
    host = house.runtime.loaded.settings.server.host
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104 - never bound
    return f"http://{shown}:{house.port}"


def _fleet(house: House) -> list[str]:
    deployments = house.roster.registry.fleet.deployments
    if not deployments:
        why = f" (the toy model cannot run: {house.roster.toy_problem})" if house.roster.toy_problem else ""
        cure = "`larouter models pull gemma-4-e2b` fetches one; or start Ollama or llama.cpp, or set a key"
        return [f"No model yet{why}. {cure} such as OPENAI_API_KEY."]
    if all(deployment.backend == TOY for deployment in deployments):
        return [RUNNING_ON_TOY]
    found = [
        f"  {backend.name:<14} {backend.url}{_state(sighting, watched=backend.watched)}"
        for backend, sighting, _ in house.roster.registry.backends
    ]
    return ["Found", *found, "Tiers", *[f"  {tier.name:<14} {_covered(tier, deployments)}" for tier in Tier]]


def _state(sighting: Sighting | None, *, watched: bool) -> str:
    if sighting is not None:
        return f" ({sighting.kind})"
    return " (no answer yet)" if watched else ""


def _covered(tier: Tier, deployments: Sequence[Deployment]) -> str:
    serving = sorted((it.places[tier], it.name) for it in deployments if it.serves(tier))
    if not serving:
        return "nobody; the nearest tier answers"
    names = [name for _, name in serving]
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
