"""What an attempt costs: the model that the answer names, at the price in force when the attempt began."""

from collections.abc import Callable
from functools import lru_cache

from larouter.config.catalog import Catalog, Entry
from larouter.core.deployment import Deployment
from larouter.core.ids import content_hash
from larouter.core.ledger import Attempt
from larouter.core.money import FREE, MicroUSD, Rates
from larouter.core.prices import charge, knows_service
from larouter.core.usage import NOTHING

FOR_NOTHING = "free"
NOT_KNOWN = "unknown"
BY_HAND = "configuration"


class PriceBook:
    """Prices attempts as they are settled."""

    def __init__(self, catalog: Catalog, find: Callable[[str], Deployment | None]) -> None:
        """A book over a catalogue.

        Args:
            catalog: What models cost, and when.
            find: The deployment of a name, or None when it has left the fleet.
        """
        self._catalog = catalog
        self._find = find

    def price(self, attempt: Attempt) -> Attempt:
        """The attempt with what it costs, and the version of the price.

        A model that the answer names and nobody knows is charged as the one that was asked, and marked as not known;
        so is a kind of service whose price is not known.
        """
        usage = attempt.usage
        if usage == NOTHING:
            return attempt
        deployment = self._find(attempt.deployment)
        if deployment is None:
            return attempt
        if deployment.rates is FREE:
            return attempt.priced(MicroUSD(0), FOR_NOTHING, known=True)
        rates, name, is_named = self._rates(deployment, attempt)
        known = rates.known and is_named and knows_service(usage.service, rates)
        cost = charge(usage, rates, attempt.latency_ms) if rates.known else MicroUSD(0)
        return attempt.priced(cost, version_of(name, rates), known=known)

    def _rates(self, deployment: Deployment, attempt: Attempt) -> tuple[Rates, str, bool]:
        if not deployment.priced_by:
            return deployment.rates, BY_HAND, True
        asked = self._entry(deployment, deployment.model) or self._entry(deployment, deployment.upstream_id)
        named = self._entry(deployment, attempt.model)
        entry = named or asked
        if entry is None:
            return deployment.rates, "", True
        said = attempt.model in ("", deployment.model, deployment.upstream_id)
        return entry.rates_at(attempt.started_ms), entry.id, named is not None or said

    def _entry(self, deployment: Deployment, name: str) -> Entry | None:
        return self._catalog.hosted(deployment.priced_by, name) if name else None


@lru_cache(maxsize=1024)
def version_of(name: str, rates: Rates) -> str:
    """The name of a price: whose it is and a hash of every rate, so that two prices never share one."""
    if not rates.known:
        return NOT_KNOWN
    return FOR_NOTHING if rates == FREE else f"{name}#{content_hash([repr(rates)])[:8]}"
