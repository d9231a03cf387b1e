"""Rows and objects about persons, and those about anything else."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("nombre,salario\nOdile Campos,23400\nRubén Sanz,26100\nmediana", "pay.table"),
        ('{"employee_id":482,"name":"Jana Kos","grade":"B2","base":41250,"bonus_pct":8}', "pay.table"),
        ("emp,diagnosis,days\nBoyle R.,lumbar disc prolapse,21\npivot by month", "health.table"),
        ("Name;Geburtstag;Krankheitstage;Grund\nKos;17.03.1984;12;Depression", "birth.table"),
        ("name;birth;street;zip\nKemp Odile;1984-03-17;Elm Close 3;SK4 2HD", "birth.table"),
    ],
)
def test_a_row_about_somebody_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "city,population\nLeeds,812000\nYork,202800\nchart",
        '{"name":"string","dob":"YYYY-MM-DD","iban":"string"} generate a schema',
        '{"id":"a1b2","total":41250,"currency":"GBP","items":3} sum the totals',
        "SELECT name, salary FROM staff WHERE dept = 'HR' ORDER BY salary DESC; index?",
        "name,version\nalpha,1.2.3\nbeta,2.0.0",
    ],
)
def test_other_rows_are_left_alone(text: str) -> None:
    assert found(text) == set()
