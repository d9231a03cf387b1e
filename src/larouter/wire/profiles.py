"""What a family of models accepts, and what may be left out for it; facts live in `families.py`."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from larouter.core.errors import Unsayable

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
SAMPLING = frozenset(
    {"temperature", "top_p", "top_k", "seed", "frequency_penalty", "presence_penalty", "stop"}
)

# Hints about money, storage or routing at one provider; the answer is the same without them.
HINTS = frozenset(
    {
        *("metadata", "store", "service_tier", "user", "safety_identifier", "prediction", "verbosity"),
        *("prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "cache_control"),
        *("image_url.detail", "inference_geo", "diagnostics", "reasoning", "seed", "name", "is_error"),
        *("safetySettings", "generationConfig.mediaResolution", "reasoning.context", "truncation"),
        *("client_metadata", "context_management"),
        "background",  # the answer is there when it is asked for, which is all that it would say
    }
)

# What local servers and gateways take beside OpenAI's own words, and what OpenAI refuses.
# Sources: llama.cpp tools/server/README.md; docs.vllm.ai (sampling parameters); docs.ollama.com; openrouter.ai/docs.
NOT_OPENAI = frozenset(
    {
        *(
            "min_p",
            "typical_p",
            "top_a",
            "repetition_penalty",
            "repeat_penalty",
            "length_penalty",
            "min_tokens",
        ),
        *("grammar", "json_schema", "guided_json", "guided_regex", "guided_choice", "guided_grammar"),
        *("structured_outputs", "chat_template_kwargs", "chat_template", "add_generation_prompt"),
        *(
            "continue_final_message",
            "ignore_eos",
            "stop_token_ids",
            "skip_special_tokens",
            "n_predict",
            "mirostat",
        ),
        *(
            "cache_prompt",
            "id_slot",
            "keep_alive",
            "options",
            "think",
            "enable_thinking",
            "thinking",
            "reasoning",
        ),
        *("cache_control", "provider", "models", "transforms", "best_of", "use_beam_search"),
    }
)
Thinks: TypeAlias = Literal["", "adaptive", "budget", "effort", "level"]
Off: TypeAlias = Literal["", "omit", "disabled", "between_tools", "none"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What a family of models accepts.

    Attributes:
        family: Its name, for people.
        source: Where the facts come from.
        sampling: The sampling parameters it accepts.
        sampling_needs_off: Whether it accepts those only while it does not reason.
        most_temperature: The highest temperature it accepts.
        tokens_name: What chat completions calls the limit of the answer.
        default_max_tokens: The limit to send where the protocol demands one and nobody said.
        thinks: How it is told to reason: not at all, by itself, by a budget of tokens, by effort or by level.
        efforts: The efforts it accepts; empty when it has no such word.
        off: How reasoning is switched off; empty when it cannot be.
        thinks_unasked: Whether it reasons when nobody says anything.
        forced_tools: Whether it can be made to call a tool.
        only: The one protocol in which its provider offers it; empty when every one will do.
        tools_need: The protocol that it needs for calling tools while it reasons; empty when any will do.
        prefill: Whether it continues an answer that has been begun for it.
        late_system: Whether system messages may stand after the first turn.
        developer: Whether it knows the developer role.
        schema: Whether it keeps to a JSON schema.
        strict: Whether tools may be marked strict.
        custom_tools: Whether tools may take free text.
        grammar: Whether it keeps to a grammar (GBNF).
        tools_with_format: Whether it can be held to a format while it has tools.
        result_images: Whether tool results may hold images.
        cache: How cache markers are written; empty when it has none.
        gives_back_reasoning: Whether the client's copy of the reasoning text is to be sent to it again.
        drops: What may be left out for it, to be listed.
    """

    family: str
    source: str
    sampling: frozenset[str] = SAMPLING
    sampling_needs_off: bool = False
    most_temperature: float = 2.0
    tokens_name: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    default_max_tokens: int = 8192
    thinks: Thinks = ""
    efforts: tuple[str, ...] = ()
    off: Off = ""
    thinks_unasked: bool = False
    forced_tools: bool = True
    only: str = ""
    tools_need: str = ""
    prefill: bool = True
    late_system: bool = True
    developer: bool = False
    schema: bool = True
    strict: bool = True
    custom_tools: bool = False
    grammar: bool = False
    tools_with_format: bool = True
    result_images: bool = False
    cache: Literal["", "cache_control", "breakpoint"] = ""
    gives_back_reasoning: bool = False
    drops: frozenset[str] = HINTS


class Losses:
    """What a conversion leaves out, and the refusal to leave out more than the profile permits.

    Attributes:
        profile: Of the model that is spoken to.
        dropped: What was left out, in the client's words.
    """

    __slots__ = ("dropped", "profile")

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.dropped: list[str] = []

    def drop(self, name: str) -> None:
        """Leave something out, which is known to be right."""
        if name not in self.dropped:
            self.dropped.append(name)

    def lose(self, name: str, why: str = "", *, where: str = "") -> None:
        """Leave something out if the profile permits.

        Args:
            name: The parameter, as profiles know it.
            why: A clause for the client.
            where: The place in the request, when it is not the parameter itself.

        Raises:
            Unsayable: The profile does not permit it.
        """
        if name not in self.profile.drops:
            raise unsayable(
                where or name, why or f"{self.profile.family} models have no word for it; leave it out"
            )
        self.drop(where or name)


def unsayable(name: str, why: str) -> Unsayable:
    """The refusal of a parameter."""
    return Unsayable(f"{name} cannot be passed on to the chosen model: {why}", param=name)


def nearest_effort(wanted: str, profile: Profile) -> str:
    """The accepted effort that is closest to the one wanted, the lower of two; empty when there is none."""
    known = [effort for effort in EFFORTS if effort in profile.efforts and effort != "none"]
    if wanted in known or wanted not in EFFORTS or not known:
        return wanted if wanted in known else ""
    place = EFFORTS.index(wanted)
    return min(known, key=lambda effort: (abs(EFFORTS.index(effort) - place), EFFORTS.index(effort)))


_BUDGETS = {"minimal": 1024, "low": 2048, "medium": 8192, "high": 16_384, "xhigh": 32_768, "max": 64_000}


def budget_of(effort: str) -> int:
    """Thinking tokens for an effort, for models that know only a budget."""
    return _BUDGETS.get(effort, 8192)


def effort_of(budget: int) -> str:
    """The effort for a budget, for models that know only efforts."""
    return next((effort for effort, most in _BUDGETS.items() if budget <= most), "max")
