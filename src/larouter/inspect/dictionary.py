"""A project's own words: names of customers, code names, places that nobody else would take for anything."""

from collections import OrderedDict
from collections.abc import Sequence

from larouter.core.chat import Chat
from larouter.core.features import Finding
from larouter.core.policy import Policy
from larouter.core.zones import Sensitivity
from larouter.inspect.lexicon import WORD_LIMIT, Exhausted, Lexicon, scripts_in
from larouter.inspect.look import Detector
from larouter.inspect.normalise import normalise
from larouter.inspect.sense import Sensed, texts_of

MOST_KEPT = 200


class Dictionary:
    """Reads requests for the words of one policy, beside what is found anyway."""

    def __init__(self, inner: Detector, words: Sequence[tuple[Sensitivity, tuple[str, ...]]]) -> None:
        self._inner = inner
        self._levels = [level for level, _ in words]
        self._lexicon = Lexicon({level.name.lower(): listed for level, listed in words})

    async def __call__(self, chat: Chat) -> Sensed:
        """The sensitivity of a request and what was found."""
        level, findings = await self._inner(chat)
        counts = dict.fromkeys(self._levels, 0)
        try:
            for text in texts_of(chat):
                low = normalise(text).lower().encode("utf-8", "replace")
                for topic, places in self._lexicon.find(low, scripts_in(low), WORD_LIMIT).items():
                    counts[self._levels[topic]] += len(places)
        except Exhausted:
            return Sensitivity.CONFIDENTIAL, (*findings, Finding("inspector.limit", 1))
        found = [Finding(f"project.{it.name.lower()}", count) for it, count in counts.items() if count]
        return max([level, *(it for it, count in counts.items() if count)]), (*findings, *found)


class Dictionaries:
    """The dictionaries of the policies in force, made when they are first asked for."""

    def __init__(self, inner: Detector) -> None:
        self._inner = inner
        self._made: OrderedDict[str, Dictionary] = OrderedDict()

    def of(self, policy: Policy) -> Detector:
        """What reads requests under a policy."""
        if not policy.words:
            return self._inner
        made = self._made.get(policy.version)
        if made is None:
            made = self._made[policy.version] = Dictionary(self._inner, policy.words)
            if len(self._made) > MOST_KEPT:
                self._made.popitem(last=False)
        return made
