"""Checksums and shapes that no country owns: cards, accounts, keys, dates.

Every check takes a number without separators, letters in upper case, and answers whether it can be one.
"""

import base64
import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29,
    "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
    "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20,
    "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29,
    "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
    "YE": 30,
}  # fmt: skip
# (first, last prefix, lengths); prefixes compared on as many digits as they have. ISO/IEC 7812, schemes' own tables.
_ISSUERS: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (4, 4, (13, 16, 19)),
    (51, 55, (16,)), (2221, 2720, (16,)),
    (34, 34, (15,)), (37, 37, (15,)),
    (300, 305, (14, 16)), (3095, 3095, (14, 16)), (36, 36, (14, 15, 16, 17, 18, 19)), (38, 39, (14, 16)),
    (6011, 6011, (16, 19)), (644, 649, (16, 19)), (65, 65, (16, 19)),
    (3528, 3589, (16, 17, 18, 19)),
    (62, 62, (16, 17, 18, 19)), (81, 81, (16, 17, 18, 19)),
    (5018, 5018, tuple(range(13, 20))), (5020, 5020, tuple(range(13, 20))), (5038, 5038, tuple(range(13, 20))),
    (5893, 5893, tuple(range(13, 20))), (6304, 6304, tuple(range(13, 20))), (6759, 6759, tuple(range(13, 20))),
    (6761, 6763, tuple(range(13, 20))), (6703, 6703, (16, 17)),
    (2200, 2204, (16, 17, 18, 19)), (9792, 9792, (16,)), (60, 60, (16,)), (508, 508, (16,)), (8220, 8221, (16,)),
    (5067, 5067, (16,)), (4576, 4576, (16,)), (6362, 6363, (16,)), (637, 637, (16,)), (5019, 5019, (16,)),
    (50610, 50619, (16, 18, 19)), (6500, 6500, (16,)), (9860, 9860, (16,)), (5614, 5614, (16,)), (5859, 5899, (16,)),
)  # fmt: skip


def luhn(number: str) -> bool:
    """Luhn's mod 10 (ISO/IEC 7812-1, annex B)."""
    digits = [int(char) for char in number]
    return (sum(digits[-1::-2]) + sum(_DOUBLED[digit] for digit in digits[-2::-2])) % 10 == 0


def issuer(number: str) -> bool:
    """Whether a card scheme issues numbers of this prefix and length."""
    size = len(number)
    return any(low <= int(number[: len(str(low))]) <= high for low, high, sizes in _ISSUERS if size in sizes)


def card(number: str) -> bool:
    """A payment card number: Luhn, an issuer's prefix and length, more than three different digits."""
    return 13 <= len(number) <= 19 and len(set(number)) > 3 and luhn(number) and issuer(number)


def mod97(number: str) -> int:
    """The remainder by 97 of a number in which letters count from A = 10 (ISO/IEC 7064)."""
    return int("".join(str(int(char, 36)) for char in number)) % 97


def iban(number: str) -> bool:
    """An IBAN: length of its country, mod 97 = 1 (ISO 13616)."""
    return (
        _IBAN_LENGTHS.get(number[:2]) == len(number)
        and number[2:4].isdigit()
        and mod97(number[4:] + number[:4]) == 1
    )


def iban_length(country: str) -> int:
    """Characters of an IBAN of that country; 0 where there are none."""
    return _IBAN_LENGTHS.get(country, 0)


def ean13(number: str) -> bool:
    """A GTIN-13, thus also an ISBN-13."""
    return sum(int(char) * (1, 3)[at % 2] for at, char in enumerate(number)) % 10 == 0


def aba(number: str) -> bool:
    """A routing number of a bank in the United States."""
    return (
        weighted(number, (3, 7, 1, 3, 7, 1, 3, 7, 1)) % 10 == 0 and number[:2] <= "32" and number[:2] != "00"
    )


def weighted(number: str, weights: Sequence[int]) -> int:
    """The sum of digits by weights; digits beyond the weights do not count."""
    return sum(int(char) * weight for char, weight in zip(number, weights, strict=False))


_VERHOEFF_D = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)  # fmt: skip
_VERHOEFF_P = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7), (9, 4, 5, 3, 1, 2, 6, 8, 7, 0), (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5), (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)  # fmt: skip


def verhoeff(number: str) -> bool:
    """Verhoeff's dihedral check digit."""
    check = 0
    for at, char in enumerate(reversed(number)):
        check = _VERHOEFF_D[check][_VERHOEFF_P[at % 8][int(char)]]
    return check == 0


def mod11_10(number: str) -> bool:
    """ISO/IEC 7064 mod 11, 10."""
    check = 5
    for char in number:
        check = ((check or 10) * 2 % 11 + int(char)) % 10
    return check == 1


def mrz(number: str) -> bool:
    """A document number that ends in its check digit (ICAO 9303, weights 7, 3, 1)."""
    return sum(int(char, 36) * (7, 3, 1)[at % 3] for at, char in enumerate(number[:-1])) % 10 == int(
        number[-1], 36
    )


def day(day_: str, month: str) -> bool:
    """Whether there is such a day of such a month in some year."""
    return "01" <= month <= "12" and "01" <= day_ <= "31" and not (month == "02" and day_ > "29")


def entropy(text: str) -> float:
    """Shannon's entropy in bits per character."""
    size = len(text)
    return -sum(n / size * math.log2(n / size) for n in Counter(text).values()) if size else 0.0


def sequential(text: str) -> bool:
    """Whether most neighbours are one apart or equal, as in 12345678, abcdefgh or 00000000."""
    codes = [ord(char) for char in text]
    steps = sum(1 for left, right in pairwise(codes) if right - left in {0, 1, -1})
    return len(codes) > 1 and steps >= 0.75 * (len(codes) - 1)


def random_like(text: str) -> bool:
    """Whether a key could be drawn at random: not a word, a run or a filler."""
    return len(set(text)) >= min(8, len(text) // 2) and not sequential(text)


def jwt(token: str) -> bool:
    """Whether the first part of a dotted token is the header of a JSON Web Token (RFC 7519)."""
    head = token.split(".", 1)[0]
    try:
        raw = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))
    except ValueError:
        return False
    return raw.startswith(b"{") and (b'"alg"' in raw or b'"typ"' in raw or b'"enc"' in raw)
