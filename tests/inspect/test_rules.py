from collections import Counter

import pytest

from larouter.core.zones import Sensitivity
from larouter.inspect.rules import SHIPPED
from larouter.inspect.rules.vendors import SHAPES
from larouter.inspect.sensitive import Inspector


def test_every_rule_has_a_name_of_its_own() -> None:
    ids = Counter(item.id for family in SHIPPED for item in (*family.rules, *family.numbers))
    assert ids.most_common(1)[0][1] == 1


def test_every_signal_a_rule_asks_for_exists() -> None:
    known = {signal.name for family in SHIPPED for signal in family.signals}
    asked = {
        part
        for family in SHIPPED
        for rule in family.rules
        for name in (*rule.near, *rule.unless)
        for part in name.split("|")
    }
    assert asked <= known


def test_identifiers_of_more_than_forty_countries_are_known() -> None:
    countries = {
        number.id.split(".")[1]
        for family in SHIPPED
        for number in family.numbers
        if number.id.startswith("id.")
    }
    assert len(countries) > 60


def test_keys_of_more_than_thirty_vendors_are_known() -> None:
    assert len(SHAPES) > 30


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Visa 4242 4242 4242 4242 is for tests", Sensitivity.PUBLIC),
        ("order 4556737586899855 has not arrived", Sensitivity.PUBLIC),
        ("my card 4556737586899855", Sensitivity.CONFIDENTIAL),
        ("IBAN GB29 NWBK 6016 1331 9268 19 is in every manual", Sensitivity.PUBLIC),
        ("pay to DE44 5001 0517 5407 3249 31", Sensitivity.CONFIDENTIAL),
        ("call +44 7700 900123 in the film", Sensitivity.PUBLIC),
        ("info@brightwater.eu", Sensitivity.PUBLIC),
        ("someone@example.org", Sensitivity.PUBLIC),
        ("karla.voss77@gmail.com", Sensitivity.CONFIDENTIAL),
        ("AKIAIOSFODNN7EXAMPLE", Sensitivity.PUBLIC),
        ("password = os.environ['DB_PASSWORD']", Sensitivity.PUBLIC),
        ("password = 'Otter!5521x'", Sensitivity.CONFIDENTIAL),
        ("Albert Einstein was born on 14 March 1879 in Ulm.", Sensitivity.PUBLIC),
        ("our tenant Grace Mbeki was born on 3 July 1979", Sensitivity.CONFIDENTIAL),
        ("What does 'internal use only' mean?", Sensitivity.PUBLIC),
        ("INTERNAL USE ONLY: shift plan", Sensitivity.INTERNAL),
        ("UTF-8, SHA-256, CVE-2024-3094 and COVID-19", Sensitivity.PUBLIC),
        ("see PAYM-4821", Sensitivity.INTERNAL),
    ],
)
def test_a_finding_is_told_from_what_only_looks_like_one(
    inspector: Inspector, text: str, level: Sensitivity
) -> None:
    assert inspector.inspect([text]).level is level
