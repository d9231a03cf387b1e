"""Checksums of the numbers states outside Europe give to persons."""

# ruff: noqa: RUF002

from larouter.inspect.checks import day, luhn, verhoeff, weighted

_CURP = "0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ"
_TW = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_NZ = "ABCDEFGHJKLMNPQRSTUVWXYZ"


# The Internal Revenue Service's groups of taxpayer numbers; 93 is for children about to be adopted.
_ITIN_GROUPS = frozenset((*range(50, 66), *range(70, 89), *range(90, 100)))


def us_ssn(number: str) -> bool:
    """United States: social security number or ITIN; no checksum, but areas, groups and serials never given."""
    area = number[:3]
    if area[0] == "9":
        return int(number[3:5]) in _ITIN_GROUPS
    return area not in {"000", "666"} and number[3:5] != "00" and number[5:] != "0000"


def ca_sin(number: str) -> bool:
    """Canada: social insurance number."""
    return number[0] not in "08" and luhn(number)


def mx_curp(number: str) -> bool:
    """Mexico: CURP."""
    check = -sum(_CURP.index(char) * (18 - at) for at, char in enumerate(number[:17])) % 10
    return (
        number[:4].isalpha()
        and day(number[8:10], number[6:8])
        and number[10] in "HMX"
        and str(check) == number[17]
    )


def mx_rfc(number: str) -> bool:
    """Mexico: RFC of a person; the check character is not always kept to, so only the date is."""
    return number[:4].isalpha() and day(number[8:10], number[6:8])


def br_cpf(number: str) -> bool:
    """Brazil: CPF."""
    first = (11 - weighted(number[:9], range(10, 1, -1)) % 11) % 11 % 10
    second = (11 - (weighted(number[:9], range(11, 2, -1)) + 2 * first) % 11) % 11 % 10
    return len(set(number)) > 1 and number[9:] == f"{first}{second}"


def br_pis(number: str) -> bool:
    """Brazil: PIS/PASEP/NIT."""
    return len(set(number)) > 1 and -weighted(number, (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)) % 11 % 10 == int(
        number[10]
    )


def ar_cuit(number: str) -> bool:
    """Argentina: CUIT/CUIL."""
    check = -weighted(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return number[:2] in {"20", "23", "24", "25", "26", "27", "30", "33", "34"} and {10: 9, 11: 0}.get(
        check, check
    ) == int(number[10])


def cl_rut(number: str) -> bool:
    """Chile: RUN/RUT."""
    check = -sum(int(d) * (2 + at % 6) for at, d in enumerate(reversed(number[:-1]))) % 11
    return "0123456789K"[check] == number[-1]


def ec_ci(number: str) -> bool:
    """Ecuador: cédula."""
    return "01" <= number[:2] <= "30" and number[2] < "7" and luhn(number)


def uy_ci(number: str) -> bool:
    """Uruguay: cédula de identidad."""
    return -weighted(number, (2, 9, 8, 7, 6, 3, 4)) % 10 == int(number[7])


def do_cedula(number: str) -> bool:
    """Dominican Republic: cédula."""
    return luhn(number)


def ve_rif(number: str) -> bool:
    """Venezuela: RIF of a person."""
    start = {"V": 4, "E": 8, "P": 16}.get(number[0])
    return (
        start is not None
        and "00987654321"[(start + weighted(number[1:9], (3, 2, 7, 6, 5, 4, 3, 2))) % 11] == number[9]
    )


def cu_ni(number: str) -> bool:
    """Cuba: número de identidad; the date of birth leads."""
    return day(number[4:6], number[2:4])


def cn_ric(number: str) -> bool:
    """China: resident identity number (GB 11643)."""
    check = sum(int(char) * (2 ** (17 - at) % 11) for at, char in enumerate(number[:17])) % 11
    dated = "1900" <= number[6:10] <= "2099" and day(number[12:14], number[10:12])
    return dated and "10X98765432"[check] == number[17]


def tw_id(number: str) -> bool:
    """Taiwan: national identification number."""
    head = _TW[number[0]]
    total = head // 10 + head % 10 * 9 + weighted(number[1:], (8, 7, 6, 5, 4, 3, 2, 1, 1))
    return number[1] in "1289" and total % 10 == 0


def hk_id(number: str) -> bool:
    """Hong Kong: identity card; one or two letters, six digits, a check."""
    body = number[:-1].rjust(8, " ")
    total = sum((36 if char == " " else int(char, 36)) * (9 - at) for at, char in enumerate(body))
    return "0123456789A"[-total % 11] == number[-1]


def jp_my(number: str) -> bool:
    """Japan: individual number (My Number)."""
    rest = weighted(number, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return len(set(number)) > 2 and (0 if rest <= 1 else 11 - rest) == int(number[11])


def kr_rrn(number: str) -> bool:
    """South Korea: resident registration number; since 2020 the check no longer holds."""
    return day(number[4:6], number[2:4]) and number[6] != "0"


def in_aadhaar(number: str) -> bool:
    """India: Aadhaar."""
    return number[0] >= "2" and number != number[::-1] and verhoeff(number)


def in_pan(number: str) -> bool:
    """India: PAN; the fourth letter says what the holder is, P a person."""
    return number[3] in "PCHFATBLJG" and number[5:9] != "0000"


def pk_cnic(number: str) -> bool:
    """Pakistan: CNIC."""
    return "1" <= number[0] <= "8" and number[12] != "0"


def lk_nic(number: str) -> bool:
    """Sri Lanka: NIC, old or new; the day of the year, plus 500 for women."""
    days = int(number[4:7] if len(number) == 12 else number[2:5])
    year = len(number) == 10 or "1900" <= number[:4] <= "2029"
    return year and 1 <= days % 500 <= 366 and (len(number) == 12 or number[9] in "VX")


def th_pin(number: str) -> bool:
    """Thailand: personal identification number."""
    return number[0] not in "09" and (11 - weighted(number, range(13, 1, -1)) % 11) % 10 == int(number[12])


def vn_cccd(number: str) -> bool:
    """Vietnam: căn cước công dân; province, then century and sex."""
    return "001" <= number[:3] <= "096" and number[3] in "0123"


def id_nik(number: str) -> bool:
    """Indonesia: NIK; region, then the date of birth, plus 40 days for women."""
    return "11" <= number[:2] <= "96" and 1 <= int(number[6:8]) % 40 <= 31 and "01" <= number[8:10] <= "12"


def my_nric(number: str) -> bool:
    """Malaysia: NRIC; the date of birth and a place."""
    return day(number[4:6], number[2:4]) and number[6:8] not in {
        "00",
        "17",
        "18",
        "19",
        "20",
        "69",
        "70",
        "73",
        "80",
        "81",
    }


def sg_nric(number: str) -> bool:
    """Singapore: NRIC or FIN."""
    total = weighted(number[1:8], (2, 7, 6, 5, 4, 3, 2)) + {"T": 4, "G": 4, "M": 3}.get(number[0], 0)
    table = {
        "S": "JZIHGFEDCBA",
        "T": "JZIHGFEDCBA",
        "F": "XWUTRQPNMLK",
        "G": "XWUTRQPNMLK",
        "M": "XWUTRQPNJLK",
    }
    if number[0] not in table:
        return False
    return (table["M"][10 - total % 11] if number[0] == "M" else table[number[0]][total % 11]) == number[8]


def au_tfn(number: str) -> bool:
    """Australia: tax file number."""
    weights = (1, 4, 3, 7, 5, 8, 6, 9, 10) if len(number) == 9 else (10, 7, 8, 4, 6, 3, 5, 1)
    return weighted(number, weights) % 11 == 0


def au_medicare(number: str) -> bool:
    """Australia: Medicare card."""
    return "2" <= number[0] <= "6" and weighted(number, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(number[8])


def nz_ird(number: str) -> bool:
    """New Zealand: IRD number."""
    body, check = number[:-1].rjust(8, "0"), int(number[-1])
    rest = -weighted(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
    if rest == 10:
        rest = -weighted(body, (7, 4, 3, 2, 5, 2, 7, 6)) % 11
    return 10_000_000 < int(number) < 150_000_000 and rest == check


def nz_nhi(number: str) -> bool:
    """New Zealand: National Health Index number."""
    values = [_NZ.find(char) + 1 if char.isalpha() else int(char) for char in number[:6]]
    check = 11 - sum(value * (7 - at) for at, value in enumerate(values)) % 11
    return 0 not in values[:3] and check != 11 and str(check % 10) == number[6]


def il_id(number: str) -> bool:
    """Israel: teudat zehut."""
    return luhn(number) and int(number) > 0


def sa_id(number: str) -> bool:
    """Saudi Arabia: national id (1) or residence permit (2)."""
    return number[0] in "12" and luhn(number)


def ae_id(number: str) -> bool:
    """United Arab Emirates: Emirates ID."""
    return number.startswith("784") and "1900" <= number[3:7] <= "2030"


def kw_id(number: str) -> bool:
    """Kuwait: civil id."""
    check = 11 - weighted(number, (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11
    return number[0] in "123" and day(number[5:7], number[3:5]) and check == int(number[11])


def eg_id(number: str) -> bool:
    """Egypt: national id; century, date of birth, governorate."""
    return number[0] in "23" and day(number[5:7], number[3:5]) and "01" <= number[7:9] <= "88"


def ir_id(number: str) -> bool:
    """Iran: کد ملی."""
    rest = weighted(number, range(10, 1, -1)) % 11
    return len(set(number)) > 1 and (rest if rest < 2 else 11 - rest) == int(number[9])


def kz_iin(number: str) -> bool:
    """Kazakhstan: ИИН."""
    check = weighted(number, range(1, 12)) % 11
    if check == 10:
        check = weighted(number, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return day(number[4:6], number[2:4]) and "0" <= number[6] <= "6" and check == int(number[11])


def tr_tc(number: str) -> bool:
    """Türkiye: T.C. kimlik numarası."""
    d = [int(char) for char in number]
    return d[0] != 0 and (sum(d[0:9:2]) * 7 - sum(d[1:8:2])) % 10 == d[9] and sum(d[:10]) % 10 == d[10]


def za_id(number: str) -> bool:
    """South Africa: identity number."""
    return day(number[4:6], number[2:4]) and number[10] in "012" and luhn(number)


def uz_pinfl(number: str) -> bool:
    """Uzbekistan: PINFL; sex and century, then the date of birth."""
    return number[0] in "3456" and day(number[1:3], number[3:5])
