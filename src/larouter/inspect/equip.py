"""The rules and detectors that the settings ask for, ready to read requests."""

from functools import partial

from larouter.config.load import BadConfiguration, Loaded
from larouter.core.zones import Sensitivity
from larouter.inspect.look import Detector
from larouter.inspect.operator import OperatorRule, allow_list, family
from larouter.inspect.outside import Outside, Outsider, load_detector
from larouter.inspect.patterns import PatternError
from larouter.inspect.rules import SHIPPED
from larouter.inspect.sense import Sense
from larouter.inspect.sensitive import Inspector


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
