"""Alerts: what was told, where it is sent, whether it arrived, and what came of a test."""

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from larouter.api.answers.words import EXACT, ChannelKind, DeliveryState


@with_config(EXACT)
class ChannelTold(TypedDict):
    """Where alerts are sent; no secret, neither of the environment nor in the path of a webhook.

    `missing` names the variables that the router's environment lacks.
    """

    id: str
    kind: ChannelKind
    url: str
    secret_env: str
    inside: bool
    host: str
    port: int
    sender: str
    recipients: list[str]
    user: str
    password_env: str
    missing: list[str]


@with_config(EXACT)
class Channels(TypedDict):
    """Every channel."""

    channels: list[ChannelTold]


@with_config(EXACT)
class DeliveryTold(TypedDict):
    """An alert on its way to a channel, or to `log`: when it is tried next or was over, and what came back."""

    channel: str
    state: DeliveryState
    tries: int
    next_ms: int | None
    over_ms: int | None
    said: str


@with_config(ConfigDict(extra="allow", defer_build=True))
class AlertTold(TypedDict):
    """What was told, with further members by its kind; `project` is empty for all of them, `words` is a sentence."""

    id: str
    at_ms: int
    project: str
    kind: str
    words: str
    deliveries: list[DeliveryTold]


@with_config(EXACT)
class Alerts(TypedDict):
    """The latest alerts, newest first."""

    alerts: list[AlertTold]


@with_config(EXACT)
class TestResult(TypedDict):
    """What came of a test of one channel."""

    id: str
    ok: bool
    said: str


@with_config(EXACT)
class TestResults(TypedDict):
    """What came of a test."""

    results: list[TestResult]
