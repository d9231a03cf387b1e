"""The shipped rules, one module per family, as data."""

from larouter.inspect.rules import (
    birth,
    contact,
    credentials,
    documents,
    everyday,
    health,
    internal,
    kin,
    national_europe,
    national_world,
    pay,
    payment,
    people,
    records,
    told,
)
from larouter.inspect.rules.kinds import Family

SHIPPED: tuple[Family, ...] = (
    payment.FAMILY,
    national_europe.FAMILY,
    national_world.FAMILY,
    documents.FAMILY,
    contact.FAMILY,
    birth.FAMILY,
    health.FAMILY,
    pay.FAMILY,
    credentials.FAMILY,
    internal.FAMILY,
    people.FAMILY,
    kin.FAMILY,
    everyday.FAMILY,
    records.FAMILY,
    told.FAMILY,
)
