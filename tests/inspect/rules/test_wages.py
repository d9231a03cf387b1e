"""Pay in the words of those who compare, offer and negotiate it; and numbers that are no pay."""

import pytest
from ruling import found


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Venla saa 3450, minä 3100", "pay.contrast"),
        ("Camilla får 36.800 og jeg 34.200", "pay.contrast"),
        ("Ренату дают 140, мне 120, как поднять вопрос", "pay.contrast"),
        ("Buse 48 bin alıyor, ben 42", "pay.contrast"),
        ("예린이는 연봉 4200, 저는 3800", "pay.contrast"),
        ("Frau Demirci liegt bei 58.000, Herr Opitz bei 64.500, gleiche Stelle", "pay.peers"),
        ("Gaia Bertolazzi prende 1.650 netti, Dario 1.900 per lo stesso lavoro", "pay.peers"),
        ("Arbeitsvertrag für Elif Sönmez, 19,50 € die Stunde, 30 Stunden", "pay.offered"),
        ("carta oferta para Joaquín Ibarra: $38,000 MXN mensuales", "pay.offered"),
        ("Band change for Desmond Achebe: from 41,300 to 44,750", "pay.offered"),
    ],
)
def test_pay_of_somebody_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anna hat 12 Murmeln und ich 15, wer hat mehr",
        "The label says 12 but I have been a 12 my whole life",
        "Mia ran 5000 steps and I 6100",
        "Cambios gratuitos hasta 24 horas antes en Plus, 45 euros en Basica",
        "contract for the gym: 29.90 a month, signed by Tom Beck",
        "In the docs they use 555-0142 as the phone number and 123 Main St as the address",
    ],
)
def test_other_numbers_are_no_pay(text: str) -> None:
    assert not {rule for rule in found(text) if rule.startswith("pay.")}


def test_pay_is_found_where_colleagues_are_listed_for_a_review() -> None:
    assert "pay.peers" in found("For the comp review: Ade Falana 71,400; Birgit Oste 58,900, same level")


@pytest.mark.parametrize(
    "text",
    [
        "Ons nieuwe hoofd logistiek, Rutger Plantinga, vraagt 6.150 per maand plus leaseauto",
        "Our candidate Ruta Kalnina asks for 4,200 per month",
    ],
)
def test_what_somebody_asks_to_be_paid_is_found(text: str) -> None:
    assert "pay.asked" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The landlord Tom Beck asks for 1,450 per month rent",
        "A developer in Berlin asks 4,200 per month on average",
        "The app asks for 1.50 per month",
    ],
)
def test_what_is_asked_for_other_things_is_no_pay(text: str) -> None:
    assert "pay.asked" not in found(text)
