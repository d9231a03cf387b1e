"""`larouter backends`: the servers that can answer, changed while the router runs."""

from typing import Annotated, Any

import typer

from larouter.cli import client, show

app = typer.Typer(help="Servers that answer: add, change, try, drain and remove them.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name of the backend.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Url = Annotated[str, typer.Option("--url", help="Where the router is; else LAROUTER_URL.")]
Kind = Annotated[str, typer.Option(help="openai, llamacpp, ollama, vllm, lmstudio, mlx, anthropic, google.")]
Zone = Annotated[str, typer.Option(help="Where bytes go: local, private or public.")]
Region = Annotated[str, typer.Option(help="Where it stands, as policies name it.")]
KeyEnv = Annotated[str, typer.Option(help="The environment variable of the router that holds its key.")]
Model = Annotated[list[str], typer.Option(help="A model of it, as often as needed; asked of it if unset.")]
Capacity = Annotated[int, typer.Option(help="Requests that it answers at once; 0 when not known.")]


@app.command("list")
def everyone(url: Url = "", json: Json = False) -> None:
    """List the backends, how they are and what they offer."""
    answer = client.call("GET", "/api/backends", url=url)
    if json:
        show.as_json(answer)
        return
    rows = [
        (
            row["name"],
            row["kind"],
            row["zone"],
            _state(row),
            len(row["deployments"]),
            row["url"],
            row["origin"],
        )
        for row in answer["backends"]
    ]
    show.table(("NAME", "KIND", "ZONE", "STATE", "MODELS", "URL", "FROM"), rows)


@app.command()
def add(
    name: Name,
    at: Annotated[str, typer.Argument(help="Its URL, with or without /v1.")],
    zone: Zone = "public",
    kind: Kind = "openai",
    region: Region = "",
    key_env: KeyEnv = "",
    model: Model = [],  # noqa: B006 - typer makes a new one
    capacity: Capacity = 0,
    url: Url = "",
    json: Json = False,
) -> None:
    """Add a backend to the running router; in force at once, and after a restart."""
    body: dict[str, Any] = {"name": name, "url": at, "zone": zone, "kind": kind}
    body |= _given(region=region, key_env=key_env, models=model, capacity=capacity)
    answer = client.call("POST", "/api/backends", body, url=url)
    show.as_json(answer) if json else _tell(f"{name} is added", answer["trial"])


@app.command()
def edit(
    name: Name,
    at: Annotated[str, typer.Option(help="Another URL.")] = "",
    zone: Zone = "",
    kind: Kind = "",
    region: Region = "",
    key_env: KeyEnv = "",
    model: Model = [],  # noqa: B006 - typer makes a new one
    capacity: Capacity = 0,
    url: Url = "",
    json: Json = False,
) -> None:
    """Change a configured backend; what is not named stays as it is."""
    changes = _given(
        url=at, zone=zone, kind=kind, region=region, key_env=key_env, models=model, capacity=capacity
    )
    if not changes:
        raise client.Failure("name what is to change; `larouter backends edit --help` lists it", 2)
    answer = client.call("PATCH", client.path("backends", name), changes, url=url)
    show.as_json(answer) if json else _tell(f"{name} is changed", answer["trial"])


@app.command("test")
def try_out(name: Name, url: Url = "", json: Json = False) -> None:
    """Ask a backend now whether it answers, takes its key and stands where its zone is; exit 1 when not."""
    answer = client.call("POST", client.path("backends", name, "test"), url=url)
    if json:
        show.as_json(answer)
    if not answer["ok"]:
        raise client.Failure(f"{name}: {answer['said']}; {answer['cure']}")
    if not json:
        _tell(name, answer)


@app.command()
def drain(name: Name, url: Url = "", json: Json = False) -> None:
    """Keep new requests from a backend; what it is answering ends as it would have."""
    answer = client.call("POST", client.path("backends", name, "drain"), url=url)
    show.as_json(answer) if json else print(
        f"{name} gets no new requests; {answer['in_flight']} are still being answered"
    )


@app.command()
def resume(name: Name, url: Url = "", json: Json = False) -> None:
    """Let requests come to a drained backend again."""
    answer = client.call("POST", client.path("backends", name, "resume"), url=url)
    show.as_json(answer) if json else print(f"{name} gets requests again")


@app.command("rm")
def remove(name: Name, url: Url = "", json: Json = False) -> None:
    """Remove a backend that was added while the router ran."""
    answer = client.call("DELETE", client.path("backends", name), url=url)
    show.as_json(answer) if json else print(f"{name} is gone")


def _given(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _state(row: dict[str, Any]) -> str:
    return "drained" if row["drained"] else "up" if row["up"] else "down"


def _tell(what: str, trial: dict[str, Any]) -> None:
    print(f"{what}: {trial['said']}" + (f"; {trial['cure']}" if trial["cure"] else ""))
    if trial["models"]:
        print("  " + ", ".join(trial["models"]))
