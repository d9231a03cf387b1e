"""The rules and detectors that the settings ask for, ready to read requests."""

from collections.abc import Mapping
from functools import partial

from larouter.config.load import BadConfiguration, Loaded
from larouter.core.policy import Policy
from larouter.core.zones import Sensitivity
from larouter.inspect.dictionary import Dictionaries
from larouter.inspect.look import Detector
from larouter.inspect.operator import OperatorRule, allow_list, family
from larouter.inspect.outside import Outside, Outsider, load_detector
from larouter.inspect.patterns import PatternError
from larouter.inspect.rules import SHIPPED
from larouter.inspect.sense import Sense
from larouter.inspect.sensitive import Inspector
from larouter.inspect.veil import Veil, veil


class Senses:
    """What reads requests under the settings in force.

    When those change, the next request is read by the new rules and waits until they are ready.

    Raises:
        BadConfiguration: A rule or a detector of the operator cannot work.
    """

    def __init__(self, loaded: Loaded) -> None:
        self.equip(loaded)

    def equip(self, loaded: Loaded) -> None:
        """Take up other settings; where they cannot work, nothing has changed.

        Raises:
            BadConfiguration: A rule or a detector of the operator cannot work.
        """
        self.sense, detector = equip(loaded)
        self._wanted = loaded.settings.inspection
        self._dictionaries = Dictionaries(detector)

    def follow(self, loaded: Loaded) -> None:
        """The same, if the settings want something else.

        Raises:
            BadConfiguration: A rule or a detector of the operator cannot work.
        """
        if loaded.settings.inspection != self._wanted:
            self.equip(loaded)

    def of(self, policy: Policy) -> Detector:
        """What reads requests under a policy."""
        return self._dictionaries.of(policy)

    async def veil(self, members: Mapping[str, object]) -> Veil | None:
        """A request with its findings replaced; None when there is nothing to replace, or when it cannot be done."""
        return await veil(members, self.sense)


def equip(loaded: Loaded) -> tuple[Sense, Detector]:
    """What reads requests for what must not travel: the rules that ship, the operator's, and detectors of others.

    Raises:
        BadConfiguration: A rule or a detector of the operator cannot work.
    """
    wanted = loaded.settings.inspection
    rules = [
        OperatorRule(it.id, Sensitivity[it.level.upper()], it.pattern, it.words, it.validator, it.reach)
        for it in wanted.rules
    ]
    try:
        families = (*SHIPPED, family(rules)) if rules else SHIPPED
        allowed = (
            allow_list(wanted.allow, wanted.allow_patterns) if wanted.allow or wanted.allow_patterns else None
        )
        outsiders = [Outsider(it.name, load_detector(it.use), it.deadline) for it in wanted.detectors]
    except (ValueError, PatternError) as error:
        raise BadConfiguration(f"inspection: {error}") from None
    sense = Sense(partial(Inspector, families, allowed=allowed))
    return sense, Outside(sense, outsiders) if outsiders else sense
