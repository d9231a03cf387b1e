"""Models whose provider is about to retire them."""

import datetime as dt
from collections.abc import Iterable

from larouter.core.deployment import Deployment

SOON_DAYS = 30


def ending(deployments: Iterable[Deployment], day: int) -> list[str]:
    """A sentence for every deployment that ends within 30 days of a day (since 1970-01-01), or has ended."""
    return [said for it in deployments if (said := end_of(it, day)) is not None]


def end_of(deployment: Deployment, day: int) -> str | None:
    """What there is to say of one deployment's end within 30 days of a day, or before it; None for nothing."""
    if not deployment.retires_on or deployment.retires_on > day + SOON_DAYS:
        return None
    date = dt.date(1970, 1, 1) + dt.timedelta(days=deployment.retires_on)
    instead = f"; {deployment.replacement} takes its place" if deployment.replacement else ""
    ends = "was retired" if deployment.retires_on <= day else "will be retired"
    return f"{deployment.name} {ends} by its provider on {date:%Y-%m-%d}{instead}"
