"""Checksums of the numbers European states give to persons."""

# ruff: noqa: RUF002

from larouter.inspect.checks import day, ean13, luhn, mod11_10, mrz, verhoeff, weighted

_ES = "TRWAGMYFPDXBNJZSQVHLCKE"
_HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_CF_ODD = dict(
    zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", (
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10,
        22, 25, 24, 23,
    ), strict=True)
)  # fmt: skip
_CF_DIGITS = str.maketrans("LMNPQRSTUV", "0123456789")


def _born(number: str) -> bool:
    """YYMMDD at the front."""
    return day(number[4:6], number[2:4])


def at_svnr(number: str) -> bool:
    """Austria: Versicherungsnummer; the fourth digit is the check."""
    check = weighted(number[:3] + number[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6)) % 11
    return (
        number[0] != "0"
        and check == int(number[3])
        and "01" <= number[4:6] <= "31"
        and "01" <= number[6:8] <= "15"
    )


def be_nn(number: str) -> bool:
    """Belgium: numéro national; before and after 2000 differ by a leading 2."""
    head, check = int(number[:9]), int(number[9:])
    month = int(number[2:4]) % 20
    return month <= 12 and number[4:6] <= "31" and check in {97 - head % 97, 97 - (2_000_000_000 + head) % 97}


def bg_egn(number: str) -> bool:
    """Bulgaria: ЕГН; months carry the century."""
    month = int(number[2:4]) % 20
    return (
        1 <= month <= 12
        and "01" <= number[4:6] <= "31"
        and weighted(number, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10 == int(number[9])
    )


def ch_ahv(number: str) -> bool:
    """Switzerland: AHV-Nummer."""
    return number.startswith("756") and ean13(number)


def cz_rc(number: str) -> bool:
    """Czechia and Slovakia: rodné číslo; nine digits before 1954 have no check."""
    month = int(number[2:4]) % 50 % 20
    dated = 1 <= month <= 12 and "01" <= number[4:6] <= "31"
    if len(number) == 9:
        return dated and number[:2] <= "53" and number[6:] != "000"
    return dated and int(number[:9]) % 11 % 10 == int(number[9])


def de_idnr(number: str) -> bool:
    """Germany: Steuer-Identifikationsnummer; one digit occurs two or three times in the first ten."""
    repeated = [count for digit in set(number[:10]) if (count := number[:10].count(digit)) > 1]
    return number[0] != "0" and len(repeated) == 1 and repeated[0] <= 3 and mod11_10(number)


def de_svnr(number: str) -> bool:
    """Germany: Rentenversicherungsnummer."""
    letter = f"{ord(number[8]) - 64:02d}"
    digits = number[:8] + letter + number[9:11]
    total = sum(
        sum(divmod(int(d) * w, 10)) for d, w in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)
    )
    return "01" <= number[4:6] <= "12" and "01" <= number[2:4] <= "31" and total % 10 == int(number[11])


def de_kvnr(number: str) -> bool:
    """Germany: Krankenversichertennummer."""
    digits = f"{ord(number[0]) - 64:02d}" + number[1:9]
    return sum(sum(divmod(int(d) * (1, 2)[at % 2], 10)) for at, d in enumerate(digits)) % 10 == int(number[9])


def dk_cpr(number: str) -> bool:
    """Denmark: CPR; a date and four digits, the old mod 11 no longer holds."""
    return day(number[:2], number[2:4])


def ee_ik(number: str) -> bool:
    """Estonia (isikukood) and Lithuania (asmens kodas)."""
    check = weighted(number, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if check == 10:
        check = weighted(number, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return "1" <= number[0] <= "8" and _born(number[1:]) and check == int(number[10])


def es_dni(number: str) -> bool:
    """Spain: DNI."""
    return _ES[int(number[:8]) % 23] == number[8]


def es_nie(number: str) -> bool:
    """Spain: NIE."""
    return number[0] in "XYZ" and _ES[int(str("XYZ".index(number[0])) + number[1:8]) % 23] == number[8]


def es_nss(number: str) -> bool:
    """Spain: número de la Seguridad Social."""
    serial = int(number[2:10])
    head = serial + int(number[:2]) * (10_000_000 if serial < 10_000_000 else 100_000_000)
    return "01" <= number[:2] <= "66" and head % 97 == int(number[10:])


def fi_hetu(number: str) -> bool:
    """Finland: henkilötunnus without its century mark."""
    return day(number[:2], number[2:4]) and _HETU[int(number[:6] + number[6:9]) % 31] == number[9]


def fr_nir(number: str) -> bool:
    """France: numéro de sécurité sociale with its key; Corsica counts as 19 and 18."""
    body, key = number[:-2].replace("2A", "19").replace("2B", "18"), number[-2:]
    month = int(number[3:5])
    return number[0] in "123478" and (1 <= month <= 12 or month >= 20) and 97 - int(body) % 97 == int(key)


def fr_nif(number: str) -> bool:
    """France: numéro fiscal de référence."""
    return number[0] in "0123" and int(number[:10]) % 511 == int(number[10:])


def gb_nino(number: str) -> bool:
    """United Kingdom: National Insurance number; no checksum, but prefixes never given."""
    first, second = number[0], number[1]
    taken = number[:2] not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}
    return (
        first not in "DFIQUV"
        and second not in "DFIQUVO"
        and taken
        and (len(number) == 8 or number[8] in "ABCD")
    )


def gb_nhs(number: str) -> bool:
    """England: NHS number."""
    return (11 - weighted(number, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11) % 11 == int(number[9])


def gb_utr(number: str) -> bool:
    """United Kingdom: Unique Taxpayer Reference."""
    return "21987654321"[weighted(number[1:], (6, 7, 8, 9, 10, 5, 4, 3, 2)) % 11] == number[0]


def gb_licence(number: str) -> bool:
    """Great Britain: driving licence; surname, date of birth, initials."""
    return int(number[6]) % 5 <= 1 and "01" <= number[8:10] <= "31"


def gr_afm(number: str) -> bool:
    """Greece: ΑΦΜ."""
    return (
        weighted(number, (256, 128, 64, 32, 16, 8, 4, 2)) % 11 % 10 == int(number[8])
        and number != "000000000"
    )


def gr_amka(number: str) -> bool:
    """Greece: ΑΜΚΑ."""
    return day(number[:2], number[2:4]) and luhn(number)


def hr_oib(number: str) -> bool:
    """Croatia: OIB."""
    return mod11_10(number)


def hu_taj(number: str) -> bool:
    """Hungary: TAJ szám."""
    return weighted(number, (3, 7, 3, 7, 3, 7, 3, 7)) % 10 == int(number[8])


def hu_tax(number: str) -> bool:
    """Hungary: adóazonosító jel."""
    return number[0] == "8" and weighted(number, range(1, 10)) % 11 == int(number[9])


def ie_pps(number: str) -> bool:
    """Ireland: PPS number."""
    second = 9 * ((ord(number[8]) - 64) if len(number) == 9 and number[8] != "W" else 0)
    return "WABCDEFGHIJKLMNOPQRSTUV"[(weighted(number[:7], range(8, 1, -1)) + second) % 23] == number[7]


def is_kt(number: str) -> bool:
    """Iceland: kennitala."""
    return (
        "01" <= number[:2] <= "71"
        and "01" <= number[2:4] <= "12"
        and number[9] in "890"
        and weighted(number, (3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0
    )


def it_cf(number: str) -> bool:
    """Italy: codice fiscale, also with letters for digits (omocodia)."""
    odd = sum(_CF_ODD[char] for char in number[0:15:2])
    even = sum(int(char) if char.isdigit() else ord(char) - 65 for char in number[1:15:2])
    digits = (number[6:8] + number[9:11] + number[12:15]).translate(_CF_DIGITS)
    dated = digits.isdigit() and number[8] in "ABCDEHLMPRST" and 1 <= int(digits[2:4]) % 40 <= 31
    return number[:6].isalpha() and dated and chr(65 + (odd + even) % 26) == number[15]


def lu_nin(number: str) -> bool:
    """Luxembourg: matricule; Luhn over the first twelve, Verhoeff over the first eleven and the last."""
    dated = "1880" <= number[:4] <= "2100" and day(number[6:8], number[4:6])
    return dated and luhn(number[:12]) and verhoeff(number[:11] + number[12])


def lv_pk(number: str) -> bool:
    """Latvia: personas kods; since 2017 numbers begin with 32 and have no check."""
    if number.startswith("32"):
        return True
    check = 1 + weighted(number, (10, 5, 8, 4, 2, 1, 6, 3, 7, 9))
    return day(number[:2], number[2:4]) and check % 11 % 10 == int(number[10])


def nl_bsn(number: str) -> bool:
    """Netherlands: BSN, the eleven test."""
    return (weighted(number, (9, 8, 7, 6, 5, 4, 3, 2)) - int(number[8])) % 11 == 0 and int(number) > 999_999


def no_fnr(number: str) -> bool:
    """Norway: fødselsnummer; D-numbers add 40 to the day, H-numbers to the month."""
    first = -weighted(number, (3, 7, 6, 1, 8, 9, 4, 5, 2)) % 11
    second = -weighted(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    month = int(number[2:4]) % 40
    return (
        1 <= month <= 12
        and 1 <= int(number[:2]) % 40 <= 31
        and [first, second] == [int(c) for c in number[9:]]
    )


def pl_pesel(number: str) -> bool:
    """Poland: PESEL; months carry the century."""
    month = int(number[2:4]) % 20
    total = weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1))
    return 1 <= month <= 12 and "01" <= number[4:6] <= "31" and total % 10 == 0


def pl_nip(number: str) -> bool:
    """Poland: NIP."""
    return weighted(number, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(number[9])


def pl_dowod(number: str) -> bool:
    """Poland: number of an identity card."""
    values = [int(char, 36) for char in number]
    return sum(v * w for v, w in zip(values, (7, 3, 1, 9, 7, 3, 1, 7, 3), strict=True)) % 10 == 0


def pt_nif(number: str) -> bool:
    """Portugal: NIF."""
    return number[0] != "0" and (11 - weighted(number, range(9, 1, -1)) % 11) % 11 % 10 == int(number[8])


def pt_cc(number: str) -> bool:
    """Portugal: número do Cartão de Cidadão, Luhn with letters."""
    doubled = (
        (v * 2 - 9 if v * 2 > 9 else v * 2) if at % 2 == 0 else v
        for at, v in enumerate(int(c, 36) for c in number)
    )
    return sum(doubled) % 10 == 0


def ro_cnp(number: str) -> bool:
    """Romania: CNP."""
    check = weighted(number, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return number[0] != "0" and _born(number[1:]) and (1 if check == 10 else check) == int(number[12])


def jmbg(number: str) -> bool:
    """States of former Yugoslavia: JMBG, EMŠO, ЕМБГ."""
    check = -weighted(number, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return day(number[:2], number[2:4]) and number[4] in "089" and check == int(number[12])


def se_pn(number: str) -> bool:
    """Sweden: personnummer; co-ordination numbers add 60 to the day."""
    ten = number[-10:]
    return "01" <= ten[2:4] <= "12" and 1 <= int(ten[4:6]) % 60 <= 31 and luhn(ten)


def ru_inn(number: str) -> bool:
    """Russia: ИНН of a person."""
    first = weighted(number, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    second = weighted(number, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    return number[10:] == f"{first}{second}" and number[:2] != "00"


def ru_snils(number: str) -> bool:
    """Russia: СНИЛС."""
    return number[:3] != "000" and weighted(number, range(9, 0, -1)) % 101 % 100 == int(number[9:])


def ua_rnokpp(number: str) -> bool:
    """Ukraine: РНОКПП; the first five digits count days since 1900."""
    check = weighted(number, (-1, 5, 7, 9, 4, 6, 10, 5, 7)) % 11 % 10
    return 3650 < int(number[:5]) < 47_000 and check == int(number[9])


def md_idnp(number: str) -> bool:
    """Moldova: IDNP."""
    return number[0] in "012" and weighted(number, (7, 3, 1) * 4) % 10 == int(number[12])


def by_pn(number: str) -> bool:
    """Belarus: personal number of a passport."""
    return number[0] in "123456" and day(number[1:3], number[3:5]) and mrz(number)


def de_document(number: str) -> bool:
    """Germany: number of an identity card or passport with its check digit."""
    return number[0] in "CFGHJKLMNPRTVWXYZ" and mrz(number)
