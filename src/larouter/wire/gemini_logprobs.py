"""Google Gemini: log probabilities, from and to OpenAI's shape.

Source: `LogprobsResult` of the `google-genai` package; `ChatCompletionTokenLogprob` of the `openai` package.
"""

from collections.abc import Mapping

import msgspec

Json = dict[str, object]


class TokenRead(msgspec.Struct, rename="camel"):
    """`LogprobsResultCandidate`."""

    token: str = ""
    log_probability: float = 0.0


class TopRead(msgspec.Struct):
    """`LogprobsResultTopCandidates`."""

    candidates: list[TokenRead] | None = None


class LogprobsRead(msgspec.Struct, rename="camel"):
    """`LogprobsResult`."""

    chosen_candidates: list[TokenRead] | None = None
    top_candidates: list[TopRead] | None = None

    def openai(self) -> dict[str, object]:
        """In OpenAI's shape."""
        tops = self.top_candidates or []
        return {
            "content": [
                {**_token(chosen), "top_logprobs": _tops(tops, at)}
                for at, chosen in enumerate(self.chosen_candidates or ())
            ],
            "refusal": None,
        }


def _token(token: TokenRead) -> Json:
    return {"token": token.token, "logprob": token.log_probability, "bytes": list(token.token.encode())}


def _tops(tops: list[TopRead], at: int) -> list[Json]:
    return [_token(one) for one in tops[at].candidates or ()] if at < len(tops) else []


def google_logprobs(tokens: list[object]) -> Json:
    """The tokens of OpenAI's `content` list as a `LogprobsResult`."""
    known = [token for token in tokens if isinstance(token, Mapping)]
    return {
        "chosenCandidates": [_candidate(token) for token in known],
        "topCandidates": [
            {"candidates": [_candidate(top) for top in token.get("top_logprobs") or ()]} for token in known
        ],
    }


def _candidate(token: Mapping[str, object]) -> Json:
    return {"token": token.get("token", ""), "logProbability": token.get("logprob", 0.0)}
