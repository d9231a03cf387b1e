"""The permit that every outbound call must show.

A permit for the bytes of a request is made in one place only, `decide.reach`; calls that carry no bytes of a
request (probes, downloads, webhooks) go with an operator's permit.
"""

from larouter.core.errors import Forbidden
from larouter.core.frozen import frozen
from larouter.core.zones import Zone


class EgressForbidden(Forbidden):
    """A call was about to leave for a zone that its permit does not cover."""

    code = "egress_forbidden"


@frozen
class Permit:
    """Leave to send bytes as far as a zone.

    Attributes:
        reach: The widest zone they may reach.
        request: The request whose bytes they are; empty for calls that carry none.
    """

    reach: Zone
    request: str = ""

    def check(self, zone: Zone, endpoint: str) -> None:
        """Let a call pass, or stop it.

        Raises:
            EgressForbidden: The zone is wider than the permit.
        """
        if zone > self.reach:
            raise EgressForbidden(
                "the policy keeps this request from the backend it was about to be sent to",
                operator_detail=f"{endpoint} is {zone.name.lower()}, the permit ends at {self.reach.name.lower()}",
            )


OPERATOR = Permit(Zone.PUBLIC)
