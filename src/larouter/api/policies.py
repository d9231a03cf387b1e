"""`/api/policies`: what a policy would do, before it is put in force. Admin only; nothing is sent, nothing changes."""

import time
from fnmatch import fnmatchcase
from functools import partial
from typing import Annotated, Any, Literal
from zlib import crc32

import msgspec
from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from larouter.api.answers.requests import (
    ExampleResult,
    PolicyChecked,
    PolicyDifference,
    PolicyTested,
    ReplayFindings,
)
from larouter.api.caller import Admin
from larouter.api.parts import projects_of
from larouter.api.replay import Asked, Findings, decided_again
from larouter.config.policy import PolicyText, policy_of
from larouter.core.chat import OPENAI_CHAT
from larouter.core.decision import Record
from larouter.core.deployment import Fleet
from larouter.core.ids import request_id
from larouter.core.lane import ANYBODY
from larouter.core.policy import Policy
from larouter.core.project import Pass, Project
from larouter.decide.advice import warnings
from larouter.decide.explain import as_json
from larouter.ingress.call import Call
from larouter.pipeline import Pipeline

router = APIRouter(prefix="/api/policies", tags=["policies"], dependencies=[Admin])
MOST_EXAMPLES = 1000
LAST = 10_000


class Checked(BaseModel):
    """A policy to look at."""

    model_config = ConfigDict(extra="forbid")

    policy: PolicyText


class Compared(Checked):
    """A policy to compare with the one in force."""

    project: str = Field(description="Id or name of the project.")
    last: int = Field(LAST, ge=0, le=100_000, description="Decisions to make again; 0 for none.")


class Expected(BaseModel):
    """What must come of an example; what is left out does not matter."""

    model_config = ConfigDict(extra="forbid")

    tier: str | None = Field(None, description="The tier aimed at.")
    sensitivity: Literal["public", "internal", "confidential"] | None = Field(None, description="What it is.")
    reach: Literal["local", "private", "public"] | None = Field(None, description="How far it may go.")
    deployment: str | None = Field(None, description="A pattern of the deployment that is asked first.")
    refused: bool | None = Field(None, description="Whether nobody may answer.")
    never: tuple[str, ...] = Field((), description="Patterns of deployments that must not be in the plan.")


class Example(BaseModel):
    """A request, and what must come of it."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=128)]
    text: str = Field("", description="What the user says; or give `request`.")
    request: dict[str, Any] | None = Field(None, description="A whole chat completions body.")
    model: str = Field("auto", description="The model asked for, with `text`.")
    headers: dict[str, str] = Field(default_factory=dict, description="Headers of the request.")
    at: AwareDatetime | None = Field(None, description="When it comes; now if unset.")
    expect: Expected


class Tested(Checked):
    """A policy with examples."""

    examples: tuple[Example, ...] = Field((), max_length=MOST_EXAMPLES)
    project: str | None = Field(None, description="Whose decisions are made again; everybody's if unset.")
    last: int = Field(LAST, ge=0, le=100_000, description="Decisions to make again; 0 for none.")


@router.post("/check")
async def check(request: Request, asked: Checked) -> PolicyChecked:
    """Whether a policy can be used, and what the fleet has no permitted deployment for."""
    policy = policy_of(asked.policy)
    return {"version": policy.version, "warnings": warnings(policy, _fleet(request))}


@router.post("/diff")
async def diff(request: Request, asked: Compared) -> PolicyDifference:
    """What a policy changes in a project's, and what would have moved under it."""
    projects = projects_of(request)
    row, in_force = await projects.policy(asked.project)
    before, after = in_force.model_dump(mode="json"), asked.policy.model_dump(mode="json")
    policy = policy_of(asked.policy)
    return {
        "version": policy.version,
        "in_force": row.policy_version,
        "changes": [
            {"field": name, "before": before.get(name), "after": value}
            for name, value in after.items()
            if before.get(name) != value
        ],
        "warnings": warnings(policy, _fleet(request)),
        "replay": await _again(request, asked.policy, row.project_id, asked.last),
    }


@router.post("/test")
async def run_examples(request: Request, asked: Tested) -> PolicyTested:
    """Run a policy against examples and against the last decisions."""
    projects = projects_of(request)
    pipeline = _pipeline(request)
    row = await projects.find(asked.project) if asked.project else None
    policy = policy_of(asked.policy)
    results = [await _try(pipeline, example, policy) for example in asked.examples]
    return {
        "version": policy.version,
        "examples": results,
        "failed": sum(not result["passed"] for result in results),
        "warnings": warnings(policy, _fleet(request)),
        "replay": await _again(request, asked.policy, row.project_id if row else None, asked.last),
    }


async def _try(pipeline: Pipeline, example: Example, policy: Policy) -> ExampleResult:
    said = example.request or {
        "model": example.model,
        "messages": [{"role": "user", "content": example.text}],
    }

    async def body() -> bytes:
        return msgspec.json.encode(said)

    call = Call(
        id=request_id(0, crc32(example.name.encode())),
        protocol=OPENAI_CHAT,
        path="/v1/chat/completions",
        headers=[(name.lower().encode(), value.encode()) for name, value in example.headers.items()],
        body=body,
        arrived_ms=int(example.at.timestamp() * 1000) if example.at else time.time_ns() // 1_000_000,
        arrived=time.monotonic(),
    )
    judged = await pipeline.preview(call, Pass(Project("", "", policy), ""))
    faults = _faults(example.expect, judged)
    return {
        "name": example.name,
        "passed": not faults,
        "faults": faults,
        "decision": as_json(judged.decision, judged.features),  # type: ignore[typeddict-item]
    }


def _faults(expect: Expected, judged: Record) -> list[str]:
    decision = judged.decision
    first = decision.plan[0].deployment if decision.plan else ""
    pairs = (
        ("tier", expect.tier and expect.tier.upper(), decision.target.name),
        ("sensitivity", expect.sensitivity, judged.features.sensitivity.name.lower()),
        ("reach", expect.reach, decision.reach.name.lower()),
        ("refused", expect.refused, not decision.plan),
    )
    found = [f"{what} is {got}, not {wanted}" for what, wanted, got in pairs if wanted not in (None, got)]
    if expect.deployment is not None and not fnmatchcase(first, expect.deployment):
        found.append(f"{first or 'nobody'} is asked first, not {expect.deployment}")
    for pattern in expect.never:
        found += [
            f"{step.deployment} is in the plan"
            for step in decision.plan
            if fnmatchcase(step.deployment, pattern)
        ]
    return found


async def _again(
    request: Request, policy: PolicyText, project_id: str | None, last: int
) -> ReplayFindings | None:
    if not last:
        return None
    database = request.app.state.database
    await database.flush()
    asked = Asked(since_ms=0, project=None, last=last, policy=policy)
    found: Findings = await database.read(partial(decided_again, asked=asked, project_id=project_id))
    return found.shape()


def _fleet(request: Request) -> Fleet:
    return _pipeline(request).fleet(ANYBODY)


def _pipeline(request: Request) -> Pipeline:
    found = request.app.state.pipeline
    assert isinstance(found, Pipeline)  # noqa: S101 - set where the application is made
    return found
