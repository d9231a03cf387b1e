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
