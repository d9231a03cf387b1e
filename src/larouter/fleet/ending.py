"""Models whose provider is about to retire them."""

import datetime as dt
from collections.abc import Iterable

from larouter.core.deployment import Deployment

SOON_DAYS = 30


def ending(deployments: Iterable[Deployment], day: int) -> list[str]:
    """A sentence for every deployment that ends within 30 days of a day (since 1970-01-01), or has ended."""
    return [_said(it, day) for it in deployments if it.retires_on and it.retires_on <= day + SOON_DAYS]


def _said(deployment: Deployment, day: int) -> str:
    date = dt.date(1970, 1, 1) + dt.timedelta(days=deployment.retires_on)
    instead = f"; {deployment.replacement} takes its place" if deployment.replacement else ""
    ends = "was retired" if deployment.retires_on <= day else "will be retired"
    return f"{deployment.name} {ends} by its provider on {date:%Y-%m-%d}{instead}"
