"""Google Gemini: how a model of each family is told to think.

Source: ai.google.dev/gemini-api/docs/thinking: levels from Gemini 3 on, a budget of tokens before; to send
both is refused.
"""

from larouter.wire.exchange import Exchange
from larouter.wire.fitting import effort_for
from larouter.wire.neutral import Conversation
from larouter.wire.profiles import Losses, budget_of

Json = dict[str, object]
LEAST_BUDGET = 128
MOST_BUDGET = 24_576
"""The highest that every model of the 2.5 family takes."""


def thinking_for(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    """The `thinkingConfig`; empty to say nothing."""
    asked, profile = conversation.reasoning, exchange.profile
    if not asked.mode and not asked.effort:
        return {"includeThoughts": asked.show} if asked.show is not None else {}
    if not profile.thinks:
        losses.drop("reasoning_effort")
        return {}
    config = _budget(conversation, exchange, losses) if profile.thinks == "budget" else {}
    if profile.thinks != "budget" and (effort := effort_for(conversation, exchange, losses)):
        config = {"thinkingLevel": effort.upper()}
        if asked.budget is not None:
            losses.drop("thinking.budget_tokens")
    if asked.mode != "off":
        config["includeThoughts"] = asked.show is not False
    return config


def _budget(conversation: Conversation, exchange: Exchange, losses: Losses) -> Json:
    asked = conversation.reasoning
    if asked.mode == "off":
        if exchange.profile.off:
            return {"thinkingBudget": 0}
        losses.drop("reasoning_effort")
        return {"thinkingBudget": LEAST_BUDGET}
    if asked.budget is None and not asked.effort:
        return {"thinkingBudget": -1}
    wanted = asked.budget if asked.budget is not None else budget_of(asked.effort)
    return {"thinkingBudget": max(LEAST_BUDGET, min(wanted, MOST_BUDGET))}
