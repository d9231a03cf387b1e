"""What each command prints with `--json`, in words; the reference is made from it, and a test holds it complete.

Answers of the control API are printed as they come: their schema is in `/api/openapi.json`.
"""

from collections.abc import Mapping

ANSWERS: Mapping[str, str] = {
    "audit acts": "the answer of `GET /api/audit/acts`: `acts`, newest first",
    "audit correct": "the answer of `POST /api/audit/corrections`: `request_id`, `attempt`, `costMicroUsd`",
    "audit prompt": "the answer of `GET /api/audit/prompts/{id}`: `request_id`, `request`",
    "audit verify": "the answer of `GET /api/audit/verify`: `ok`, `links`, `last`, `faults`, `removed`",
    "backends add": "the answer of `POST /api/backends`: `name` and `trial`",
    "backends drain": "`name`, `drained`, `in_flight`",
    "backends edit": "the answer of `PATCH /api/backends/{name}`: `name` and `trial`",
    "backends list": "the answer of `GET /api/backends`: `backends`, `fleet_version`",
    "backends resume": "`name`, `drained`, `in_flight`",
    "backends rm": "`name`, `removed`",
    "backends test": "`ok`, `state`, `said`, `cure`, `took_ms`, `kind`, `version`, `models`",
    "calibrate": "the thresholds that were found, with the figures they rest on",
    "chat": "`text`, `tier`, `model`, `zone`, `degraded`, `input_tokens`, `output_tokens`, `cost_usd`, `elapsed_ms`",
    "capacity": "the answer of `GET /api/capacity`: `days`, `deployments` (each with its `plan`), `gone`",
    "config check": "`ok` and `file`; a fault is a message on standard error and the exit code 1",
    "config init": "`file`, `servers` (each `name`, `kind`, `url`), `keys`",
    "config show": "an object with a member for every setting: `value` and `origin`",
    "doctor": "`findings`, each with `check`, `state`, `said`, `cure`",
    "eval latency": "percentiles in microseconds, by length",
    "eval pairs": "the figures of a routing between two models",
    "eval sensitivity": "the figures of each file: `levels`, `confusion`, `obfuscated`, `languages`, `tags`",
    "eval tiers": "the figures of each file and of all",
    "explain": "the answer of `GET /api/requests/{id}`",
    "feedback give": "the answer of `POST /v1/feedback`",
    "feedback list": "the answer of `GET /api/feedback`",
    "models catalog": "`models`, each with `name`, `title`, `parameters`, `bytes`, `context`, `modalities`, `licence`, "
    "`tier`, `memory`, `path`, `weights`, `projector`, `checked`",
    "models import": "`name`, `file`, `bytes`, `sha256`, `source`, `projector`, `starts_with_router`",
    "models list": "`folder`, `router` (whether one answered), and `models`: as of `models pull`, with `running` and "
    "`problem`",
    "models pull": "`name`, `file`, `bytes`, `sha256`, `source`, `projector`, `starts_with_router`",
    "models recommend": "`machine` and `advice`: `tiers`, `context`, `pool`, `budget_bytes`, `needs_bytes`, "
    "`download_bytes`, `reasons`",
    "models rm": "`name`, `freed_bytes`",
    "models start": "`name`, `state`, `context`, and while it runs `asleep`, `memory_bytes`, `backend`, `log`",
    "models stop": "`name`, `state`",
    "models verify": "`name`, `ok`, `problem`",
    "policy check": "`ok`, and what the router says of the policy; faults are messages and the exit code 1",
    "policy diff": "the answer of `POST /api/policies/diff`: `changes`, `warnings`, `replay`",
    "policy show": "the policy, as JSON",
    "policy test": "the answer of `POST /api/policies/test`: `examples`, `failed`, `warnings`, `replay`",
    "prices diff": "`differences`",
    "prices show": "`prices`",
    "projects budget": "the answer of `PUT /api/projects/{id}/budget`: `budgets`",
    "projects create": "the answer of `POST /api/projects`; `token` is shown this once",
    "projects delete": "the project and `removed`",
    "projects list": "the answer of `GET /api/projects`: `projects`",
    "projects policy": "the policy, as `larouter.toml` writes one",
    "projects show": "the answer of `GET /api/projects/{id}`: `policy`, `tokens`, `budgets`",
    "projects token add": "the token; `token` is shown this once",
    "projects token limit": "the token as in `projects token list`",
    "projects token list": "`tokens`, each with `id`, `label`, `prefix`, `created_ms`, `last_used_ms`, `revoked_ms`, "
    "`rate`",
    "projects token revoke": "`id`, `revoked`",
    "replay": "the answer of `POST /api/replay`",
    "route": "the answer of `POST /api/route`: the whole decision",
    "savings": "the answer of `GET /api/savings`",
    "train": "`opinions`, `losses`, `head`",
    "usage": "the answer of `GET /api/usage`",
    "version": "`version`",
}
# Commands without --json, and why.
WITHOUT: Mapping[str, str] = {
    "audit export": "prints JSON Lines as it is",
    "completion": "prints a script for a shell",
    "demo": "runs until it is stopped",
    "place-model": "writes a file and says so",
    "prices update": "puts a table of prices in force and says so",
    "train-router": "prints figures of a training as it goes",
    "mcp": "speaks JSON-RPC as it is",
    "serve": "runs until it is stopped",
}
