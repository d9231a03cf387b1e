"""The record: is it whole, who changed what, what was asked; and the settings in force."""

from typing import Any

from pydantic import with_config
from typing_extensions import TypedDict

from larouter.api.answers.words import EXACT


@with_config(EXACT)
class ChainVerdict(TypedDict):
    """What a walk along the chain found; `last` is worth writing down elsewhere, `acts` are those of operators."""

    ok: bool
    links: int
    last: str
    faults: list[str]
    removed: int
    removed_before_ms: int
    acts: int


@with_config(EXACT)
class ActTold(TypedDict):
    """What an operator changed."""

    id: str
    at_ms: int
    actor: str
    action: str
    subject: str
    detail: Any


@with_config(EXACT)
class Acts(TypedDict):
    """What operators changed, newest first."""

    acts: list[ActTold]


@with_config(EXACT)
class KeptPrompt(TypedDict):
    """What was asked."""

    request_id: str
    request: Any


@with_config(EXACT)
class CorrectionTold(TypedDict):
    """A row that adds to what a request cost, or takes from it."""

    request_id: str
    attempt: int
    deployment: str
    cost_usd: float
    costMicroUsd: int


@with_config(EXACT)
class SettingTold(TypedDict):
    """A setting in force, and where it comes from."""

    value: Any
    origin: str


@with_config(EXACT)
class KeyTold(TypedDict):
    """A variable that holds a key, who uses it, and whether it is set; never what it holds."""

    name: str
    used_by: list[str]
    present: bool
    origin: str


@with_config(EXACT)
class Configuration(TypedDict):
    """Every setting, which sections can be changed while the router runs, and which keys are there."""

    settings: dict[str, SettingTold]
    changeable: list[str]
    keys: list[KeyTold]
