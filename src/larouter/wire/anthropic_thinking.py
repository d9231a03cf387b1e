"""Anthropic Messages: how a model of each family is told to think.

Source: platform.claude.com/docs/en/build-with-claude/thinking-troubleshooting (what each model accepts) and
extended-thinking (rules for a budget).
"""

from larouter.wire.exchange import Exchange
from larouter.wire.fitting import effort_for
from larouter.wire.neutral import Conversation, Thinking, ToolCall
from larouter.wire.profiles import Losses, budget_of

Json = dict[str, object]
LEAST_BUDGET = 1024


def thinking_for(
    conversation: Conversation, exchange: Exchange, losses: Losses, *, limit: int, forced: bool
) -> tuple[Json, Json]:
    """The `thinking` member and the part of `output_config` that goes with it; empty to say nothing.

    Args:
        conversation: What is asked.
        exchange: With whom.
        losses: Gets what the model cannot be told.
        limit: Of the answer, in tokens.
        forced: Whether the model is made to call a tool.
    """
    asked, profile = conversation.reasoning, exchange.profile
    effort = effort_for(conversation, exchange, losses) if profile.efforts else ""
    output: Json = {"effort": effort} if effort else {}
    if asked.mode == "off" or (forced and not asked.mode):
        off: Json = {"type": profile.off} if profile.off in ("disabled", "between_tools") else {}
        return off, output
    if not asked.mode:
        return {}, output
    if profile.thinks == "budget":
        return _budget(conversation, exchange, losses, limit=limit, forced=forced), output
    if profile.thinks != "adaptive":
        losses.drop("reasoning_effort")
        return {}, {}
    if asked.budget is not None:
        losses.drop("thinking.budget_tokens")
    return {"type": "adaptive", "display": "omitted" if asked.show is False else "summarized"}, output


def _budget(
    conversation: Conversation, exchange: Exchange, losses: Losses, *, limit: int, forced: bool
) -> Json:
    """A budget, where the rest of the request leaves room for one."""
    asked = conversation.reasoning
    budget = min(asked.budget or budget_of(asked.effort or "medium"), limit - 1)
    if budget < LEAST_BUDGET or forced or _is_mid_loop(conversation, exchange):
        losses.drop("reasoning_effort")
        return {}
    return {"type": "enabled", "budget_tokens": budget}


def _is_mid_loop(conversation: Conversation, exchange: Exchange) -> bool:
    """Whether tool results are owed to a turn that has no thoughts of this model, which it would refuse."""
    last = next((one for one in reversed(conversation.messages) if one.role == "assistant"), None)
    if last is None or not any(isinstance(part, ToolCall) for part in last.parts):
        return False
    return not any(
        isinstance(part, Thinking) and part.seal is not None and exchange.accepts(part.seal)
        for part in last.parts
    )
