"""Addresses, numbers and mail of people, and not those of offices or of films."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("karla.voss77@gmail.com", "contact.email"),
        ("karla dot voss at gmail dot com", "contact.email"),
        ("my number is +44 7911 223344", "contact.phone"),
        ("call me: 0171 5552381 tel", "contact.phone.shape"),
        ("I live at 14 Harbour Street, Leeds LS1 4AP", "contact.address"),
    ],
)
def test_it_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "info@brightwater.eu",
        "someone@example.org",
        "call +44 7700 900123 in the film",
        "10 Downing Street",
        "the icon is logo@2x.png",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == set()


def test_an_example_under_any_domain_is_nobodys_address() -> None:
    assert found("В макете почта ivan@example.ru") == set()
    assert "contact.email" in found("пишите на ivan.petrenko@example-mail.ru")


def test_every_nine_days_is_no_street() -> None:
    assert "contact.address" not in found("Bitte liefern: Knoten 4 fällt alle 9 Tage aus")
    assert "contact.address" in found("pakken sendes til Mette Holm, Søndre Allé 12")


def test_the_number_of_a_company_is_no_telephone() -> None:
    assert found("Фирма има ПИБ 102587751 и матични број на меморандуму") == set()
