"""Write data/sensitivity/dev.jsonl from the hand-written sentences in data/sensitivity/source/.

Usage: python scripts/build_sensitivity_dev.py [--check]

A sentence names identifiers in braces; this script draws fictitious ones that python-stdnum accepts. The draw is
seeded by the sentence, so the file only changes where a sentence changes.
"""

# ruff: noqa: D103, E501, RUF001, S311

import base64
import importlib
import json
import random
import re
import sys
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parent.parent / "data" / "sensitivity"
LABELS = {"c": "confidential", "i": "internal", "p": "public"}

# template, module of python-stdnum that judges it, layout; 9 digit, A letter, H hex, DD MM YY a date of birth
IDS: dict[str, tuple[str, str, str]] = {
    "us_ssn": ("999999999", "us.ssn", "###-##-####"),
    "us_ssn_raw": ("999999999", "us.ssn", ""),
    "gb_nino": ("AA999999C", "", "## ## ## ## #"),
    "gb_nhs": ("9999999999", "gb.nhs", "### ### ####"),
    "gb_utr": ("9999999999", "gb.utr", ""),
    "ca_sin": ("999999999", "ca.sin", "### ### ###"),
    "de_idnr": ("99999999999", "de.idnr", "## ### ### ###"),
    "at_svnr": ("9999DDMMYY", "at.vnr", "#### ######"),
    "ch_ahv": ("7569999999999", "ch.ssn", "###.####.####.##"),
    "fr_nir": ("1YYMM9999999999", "fr.nir", "# ## ## ## ### ### ##"),
    "es_dni": ("99999999A", "es.dni", ""),
    "es_nie": ("X9999999A", "es.nie", ""),
    "pt_nif": ("299999999", "pt.nif", ""),
    "it_cf": ("RSSGVN85T10A562A", "it.codicefiscale", ""),
    "nl_bsn": ("999999999", "nl.bsn", ""),
    "be_nn": ("YYMMDD99999", "be.nn", "##.##.##-###.##"),
    "pl_pesel": ("YYMMDD99999", "pl.pesel", ""),
    "pl_nip": ("9999999999", "pl.nip", "###-###-##-##"),
    "cz_rc": ("YYMMDD9999", "cz.rc", "######/####"),
    "hr_oib": ("99999999999", "hr.oib", ""),
    "rs_jmbg": ("DDMM970719999", "local.jmbg", ""),
    "hu_taj": ("999999999", "local.hu_taj", "### ### ###"),
    "ro_cnp": ("1YYMMDD129999", "ro.cnp", ""),
    "bg_egn": ("YYMMDD9999", "bg.egn", ""),
    "gr_afm": ("999999999", "gr.vat", ""),
    "gr_amka": ("DDMMYY99999", "gr.amka", ""),
    "se_pn": ("YYMMDD9999", "se.personnummer", "######-####"),
    "dk_cpr": ("DDMMYY9999", "dk.cpr", "######-####"),
    "no_fnr": ("DDMMYY99999", "no.fodselsnummer", "###### #####"),
    "fi_hetu": ("DDMMYY-999K", "fi.hetu", ""),
    "ee_ik": ("3YYMMDD9999", "ee.ik", ""),
    "lt_ak": ("3YYMMDD9999", "lt.asmens", ""),
    "ie_pps": ("9999999A", "ie.pps", ""),
    "ru_inn": ("779999999999", "ru.inn", ""),
    "ru_snils": ("99999999999", "local.ru_snils", "###-###-### ##"),
    "ua_rnokpp": ("2999999999", "local.ua_rnokpp", ""),
    "tr_tc": ("99999999999", "tr.tckimlik", ""),
    "il_id": ("999999999", "il.idnr", ""),
    "ir_id": ("9999999999", "local.ir_id", ""),
    "eg_id": ("2YYMMDD0199999", "eg.nothing", ""),
    "sa_id": ("1999999999", "luhn", ""),
    "ae_id": ("784200199999999", "luhn", "###-####-#######-#"),
    "in_aadhaar": ("999999999999", "in_.aadhaar", "#### #### ####"),
    "in_pan": ("AAAPA9999A", "in_.pan", ""),
    "pk_cnic": ("3520299999993", "pk.cnic", "#####-#######-#"),
    "cn_ric": ("110101YYYYMMDD999K", "cn.ric", ""),
    "tw_id": ("A999999999", "local.tw_id", ""),
    "hk_id": ("A9999999", "local.hk_id", "#######(#)"),
    "jp_my": ("999999999999", "local.jp_my", "#### #### ####"),
    "kr_rrn": ("YYMMDD1999999", "kr.rrn", "######-#######"),
    "th_pin": ("1999999999999", "th.pin", "#-####-#####-##-#"),
    "vn_cccd": ("001199999999", "", ""),
    "id_nik": ("317404DDMMYY0009", "", ""),
    "my_nric": ("YYMMDD149999", "my.nric", "######-##-####"),
    "sg_nric": ("S9999999A", "local.sg_nric", ""),
    "au_tfn": ("999999999", "au.tfn", "### ### ###"),
    "nz_ird": ("099999999", "nz.ird", "###-###-###"),
    "br_cpf": ("99999999999", "br.cpf", "###.###.###-##"),
    "br_cpf_raw": ("99999999999", "br.cpf", ""),
    "ar_cuit": ("20999999999", "ar.cuit", "##-########-#"),
    "cl_rut": ("199999999", "cl.rut", "##.###.###-#"),
    "mx_curp": ("GOMEYYMMDDHDFRLS09", "mx.curp", ""),
    "ec_ci": ("1799999999", "ec.ci", ""),
    "za_id": ("YYMMDD9999089", "za.idnr", ""),
    "ng_nin": ("99999999999", "", ""),
    "ke_id": ("29999999", "", ""),
    "kz_iin": ("YYMMDD399999", "local.kz_iin", ""),
    "passport": ("A99999999", "", ""),
    "mrn": ("99999999", "", ""),
}
CARDS = {
    "visa": ("4", 16),
    "mc": ("53", 16),
    "amex": ("37", 15),
    "discover": ("6011", 16),
    "jcb": ("3530", 16),
    "mir": ("2202", 16),
    "unionpay": ("6222", 16),
    "diners": ("3005", 14),
    "raw": ("4", 16),
    "maestro": ("6759", 18),
}
IBANS = {
    "DE": "9" * 18,
    "GB": "AAAA" + "9" * 14,
    "FR": "9" * 23,
    "ES": "9" * 20,
    "IT": "A" + "9" * 22,
    "NL": "AAAA" + "9" * 10,
    "PL": "9" * 24,
    "CH": "9" * 17,
    "AT": "9" * 16,
    "BE": "9" * 12,
    "SE": "9" * 20,
    "NO": "9" * 11,
    "DK": "9" * 14,
    "FI": "9" * 14,
    "PT": "9" * 21,
    "CZ": "9" * 20,
    "SK": "9" * 20,
    "HU": "9" * 24,
    "RO": "AAAA" + "9" * 16,
    "BG": "AAAA" + "9" * 14,
    "GR": "9" * 23,
    "HR": "9" * 17,
    "TR": "9" * 22,
    "SA": "9" * 20,
    "AE": "9" * 19,
    "IL": "9" * 19,
    "UA": "9" * 25,
    "EE": "9" * 16,
    "LT": "9" * 16,
    "IE": "AAAA" + "9" * 14,
    "KZ": "9" * 16,
    "BR": "9" * 23 + "P1",
    "SI": "9" * 15,
    "RS": "9" * 18,
}
PHONES = {
    "GB": "+44 7{911} {6}",
    "DE": "+49 176 {8}",
    "DE_nat": "0176 {8}",
    "FR": "06 {2} {2} {2} {2}",
    "US": "+1 415 {3} {4}",
    "US_nat": "(415) {3}-{4}",
    "ES": "+34 6{2} {3} {3}",
    "IT": "+39 34{1} {3} {4}",
    "PL": "+48 60{1} {3} {3}",
    "PT": "+351 91{1} {3} {3}",
    "BR": "+55 11 9{4}-{4}",
    "NL": "06-{8}",
    "RU": "+7 916 {3}-{2}-{2}",
    "UA": "+380 67 {3} {2} {2}",
    "CN": "139{8}",
    "JP": "090-{4}-{4}",
    "KR": "010-{4}-{4}",
    "IN": "+91 98{3} {5}",
    "TR": "0532 {3} {2} {2}",
    "SE": "070-{3} {2} {2}",
    "NO": "+47 9{2} {2} {3}",
    "DK": "+45 2{1} {2} {2} {2}",
    "FI": "040 {3} {4}",
    "CZ": "+420 60{1} {3} {3}",
    "HU": "+36 30 {3} {4}",
    "RO": "07{2} {3} {3}",
    "BG": "+359 88 {3} {4}",
    "GR": "+30 69{2} {3} {3}",
    "HR": "+385 91 {3} {4}",
    "IL": "054-{3}-{4}",
    "AE": "+971 50 {3} {4}",
    "SA": "+966 5{1} {3} {4}",
    "EG": "+20 10 {4} {4}",
    "IR": "0912 {3} {4}",
    "TH": "08{1}-{3}-{4}",
    "VN": "09{2} {3} {3}",
    "ID": "0812-{4}-{4}",
    "MX": "+52 55 {4} {4}",
    "AU": "04{2} {3} {3}",
    "ZA": "+27 82 {3} {4}",
    "NG": "+234 803 {3} {4}",
    "KE": "+254 72{1} {3} {3}",
    "PK": "+92 300 {7}",
    "CH": "+41 79 {3} {2} {2}",
    "AT": "+43 664 {7}",
    "BD": "+880 17{2} {6}",
    "AR": "+54 9 11 {4}-{4}",
}
KEYS = {
    "github": "ghp_{36}",
    "github_pat": "github_pat_{82}",
    "gitlab": "glpat-{20}",
    "aws": "AKIA{16U}",
    "openai": "sk-proj-{48}",
    "anthropic": "sk-ant-api03-{60}",
    "google": "AIza{35}",
    "slack": "xoxb-{12D}-{12D}-{24}",
    "stripe": "sk_live_{24}",
    "sendgrid": "SG.{22}.{43}",
    "twilio": "SK{32H}",
    "hf": "hf_{34}",
    "npm": "npm_{36}",
    "digitalocean": "dop_v1_{64H}",
    "databricks": "dapi{32H}",
    "shopify": "shpat_{32H}",
    "telegram": "{10D}:AA{33}",
    "vault": "hvs.{24}",
    "grafana": "glsa_{32}_{8H}",
    "linear": "lin_api_{40}",
    "postman": "PMAK-{24H}-{34H}",
    "docker": "dckr_pat_{27}",
    "figma": "figd_{40}",
    "groq": "gsk_{52}",
    "replicate": "r8_{37}",
    "notion": "ntn_{46}",
    "pypi": "pypi-AgEIcHlwaS5vcmc{60}",
    "newrelic": "NRAK-{27U}",
    "doppler": "dp.pt.{43}",
    "mailgun": "key-{32H}",
    "mailchimp": "{32H}-us12",
    "supabase": "sbp_{40H}",
    "flyio": "fo1_{43}",
    "sentry": "sntrys_{60}",
    "azure": "AccountKey={86}==",
    "airtable": "pat{14}.{64H}",
    "square": "sq0atp-{22}",
    "discord": "MTA{23}.{6}.{30}",
    "tailscale": "tskey-auth-{12}-{32}",
    "atlassian": "ATATT3{60}",
    "hex40": "{40H}",
    "b64_40": "{40}",
}
NAMES = (
    "n.verhagen",
    "marta.kolbe",
    "piotr.walczak",
    "luisa.ferran",
    "i.sorokina",
    "h.tanabe",
    "karim.benali",
    "a.lindgren",
    "tomas.havlik",
    "r.okonjo",
    "jelena.maric",
    "devika.rao",
)
FREE = (
    "gmail.com",
    "gmx.de",
    "yahoo.fr",
    "hotmail.es",
    "libero.it",
    "wp.pl",
    "seznam.cz",
    "mail.ru",
    "ukr.net",
    "qq.com",
    "naver.com",
    "outlook.com",
    "proton.me",
    "icloud.com",
)


def judge(module: str) -> Callable[[str], bool]:
    if not module:
        return lambda _: True
    if module.startswith("local."):
        for name in ("checks_europe", "checks_world"):
            found = getattr(importlib.import_module(f"larouter.inspect.{name}"), module[6:], None)
            if found:
                return cast("Callable[[str], bool]", found)
    if module == "eg.nothing":
        return lambda _: True
    return cast("Callable[[str], bool]", importlib.import_module(f"stdnum.{module}").is_valid)


def draw(template: str, rng: random.Random) -> str:
    text = (
        template.replace("9", "?")
        .replace("YYYY", f"{rng.randint(1955, 1999)}")
        .replace("YY", f"{rng.randint(55, 98)}")
    )
    text = text.replace("MM", f"{rng.randint(1, 12):02d}").replace("DD", f"{rng.randint(1, 28):02d}")
    out = [rng.choice("0123456789") if c == "?" else c for c in text]
    head = len(template) == 10 and template.startswith("AAAP")
    for at, char in enumerate(out):
        if char == "A" and (template[:1] == "A" or at == len(out) - 1 or head):
            out[at] = rng.choice("ABCEGHJKLMNPRSTWXYZ")
        if char == "K":
            out[at] = rng.choice("0123456789ABCDEFHJKLMNPRSTUVWXY" if "-" in text else "0123456789X")
    return "".join(out)


def identifier(name: str, rng: random.Random) -> str:
    template, module, layout = IDS[name]
    valid = judge(module)
    for _ in range(200_000):
        number = draw(template, rng)
        if valid(number) and len(set(number)) > 4:
            if not layout:
                return number
            chars = iter(number)
            return "".join(next(chars) if c == "#" else c for c in layout)
    raise ValueError(f"no valid {name}")


def card(kind: str, rng: random.Random) -> str:
    prefix, size = CARDS[kind]
    body = prefix + "".join(rng.choice("0123456789") for _ in range(size - 1 - len(prefix)))
    luhn = importlib.import_module("stdnum.luhn")
    number = f"{body}{luhn.calc_check_digit(body)}"
    if kind == "raw" or size > 16:
        return number
    if size == 15:
        return f"{number[:4]} {number[4:10]} {number[10:]}"
    return " ".join(number[at : at + 4] for at in range(0, size, 4))


def iban(country: str, rng: random.Random, spaced: bool) -> str:
    body = "".join(
        rng.choice("0123456789") if c == "9" else rng.choice("BCDKLMNPRST") if c == "A" else c
        for c in IBANS[country]
    )
    check = 98 - int("".join(str(int(c, 36)) for c in body + country + "00")) % 97
    number = f"{country}{check:02d}{body}"
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4)) if spaced else number


def phone(name: str, rng: random.Random) -> str:
    def digits(match: re.Match[str]) -> str:
        size = int(match[1])
        if size > 12:
            return match[1]
        return str(rng.randint(2, 9)) + "".join(rng.choice("0123456789") for _ in range(size - 1))

    return re.sub(r"\{(\d+)\}", digits, PHONES[name])


def key(name: str, rng: random.Random) -> str:
    def run(match: re.Match[str]) -> str:
        alphabet = {
            "": "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "U": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            "H": "0123456789abcdef",
            "D": "0123456789",
        }[match[2]]
        size = int(match[1])
        made = "NotReal"[: size // 4] if not match[2] else ""
        return made + "".join(rng.choice(alphabet) for _ in range(size - len(made)))

    return re.sub(r"\{(\d+)([UHD]?)\}", run, KEYS[name])


def password(rng: random.Random) -> str:
    return (
        rng.choice(("Kestrel", "Walnut", "Granite", "Paprika", "Otter", "Lantern"))
        + rng.choice("!#+*-_%")
        + str(rng.randint(1000, 9999))
        + rng.choice("xqzwk")
    )


def jwt(rng: random.Random) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    tail = "".join(
        rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") for _ in range(43)
    )
    return f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part({'sub': str(rng.randint(10**6, 10**7)), 'scope': 'not-real'})}.{tail}"


def value(name: str, rng: random.Random, made: dict[str, str]) -> str:  # noqa: C901
    kind, _, rest = name.partition("_")
    if name in made:
        return made[name]
    if kind == "card":
        return card(rest, rng)
    if kind == "iban":
        return iban(rest.removesuffix("_raw"), rng, spaced=not rest.endswith("_raw"))
    if kind == "phone":
        return phone(rest, rng)
    if kind == "key":
        return key(rest, rng)
    if name == "pw":
        return password(rng)
    if name == "jwt":
        return jwt(rng)
    if name == "email_person":
        return f"{rng.choice(NAMES)}{rng.randint(60, 99)}@{rng.choice(FREE)}"
    if name == "email_work":
        return f"{rng.choice(NAMES)}@brightwater-foods.eu"
    if name == "hex32":
        return "".join(rng.choice("0123456789abcdef") for _ in range(32))
    return identifier(name, rng)


ZEROS = {
    "fullwidth": 0xFF10,
    "arabic": 0x660,
    "persian": 0x6F0,
    "deva": 0x966,
    "bengali": 0x9E6,
    "thai": 0xE50,
    "math": 0x1D7CE,
}
SPOKEN = {
    "say_en": "zero one two three four five six seven eight nine",
    "say_de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "say_fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "say_es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "say_ru": "ноль один два три четыре пять шесть семь восемь девять",
    "say_tr": "sıfır bir iki üç dört beş altı yedi sekiz dokuz",
    "say_pl": "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
    "say_it": "zero uno due tre quattro cinque sei sette otto nove",
    "say_pt": "zero um dois três quatro cinco seis sete oito nove",
}


def disguise(kind: str, text: str) -> str:  # noqa: C901, PLR0912
    if kind in ZEROS:
        return "".join(chr(ZEROS[kind] + int(c)) if c.isdigit() else c for c in text)
    if kind in SPOKEN:
        return " ".join(SPOKEN[kind].split()[int(c)] for c in text if c.isdigit())
    joins = {
        "spaced": " ",
        "dotted": ".",
        "dashed": "-",
        "slashed": "/",
        "zwsp": "\u200b",
        "zwj": "\u200d",
        "bom": "\ufeff",
        "shy": "\u00ad",
        "wj": "\u2060",
        "nbsp": "\u00a0",
        "under": "_",
    }
    if kind in joins:
        bare = text if kind in {"zwsp", "zwj", "shy", "wj", "bom"} else text.replace(" ", "").replace("-", "")
        return "+" + joins[kind].join(bare[1:]) if bare.startswith("+") else joins[kind].join(bare)
    if kind == "b64":
        return base64.b64encode(text.encode()).decode()
    if kind == "b64url":
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    if kind == "hex":
        return text.encode().hex()
    if kind == "hexspaced":
        return text.encode().hex(" ")
    if kind == "url":
        return "".join(f"%{b:02X}" for b in text.encode())
    if kind == "urlq":
        return urllib.parse.quote(text)
    if kind == "html":
        return "".join(f"&#{ord(c)};" for c in text)
    if kind == "htmlx":
        return "".join(f"&#x{ord(c):x};" for c in text)
    if kind == "json":
        return "".join(f"\\u{ord(c):04x}" for c in text)
    if kind == "xesc":
        return "".join(f"\\x{b:02x}" for b in text.encode())
    if kind == "lines":
        half = len(text) // 2
        return text[:half] + "\n" + text[half:]
    if kind == "lines4":
        bare = text.replace(" ", "")
        return "\n".join(bare[at : at + 4] for at in range(0, len(bare), 4))
    if kind == "look":
        return text.translate(str.maketrans("aeocpxABEKMHOPCTX", "аеосрхАВЕКМНОРСТХ"))
    if kind == "wide":
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    raise ValueError(kind)


def fill(text: str, rng: random.Random) -> str:
    made: dict[str, str] = {}

    def one(match: re.Match[str]) -> str:
        name, _, cut = match[1].partition(":")
        if name not in made:
            made[name] = value(name, rng, made)
        if not cut:
            return made[name]
        start, stop = cut.split("-")
        return made[name].replace(" ", "")[int(start) : int(stop)]

    text = re.sub(r"\{([a-z][a-zA-Z0-9_]*(?::\d+-\d+)?)\}", one, text)
    return re.sub(r"«([a-z0-9_]+):([^»]*)»", lambda m: disguise(m[1], m[2]), text)


def examples() -> list[dict[str, object]]:
    out: list[dict[str, object]] = []
    for path in sorted((ROOT / "source").glob("*.txt")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for number, line in enumerate(lines, 1):
            head, text = line.split("\t", 1)
            label, *tags = head.split()
            held = label.startswith("!")
            body = fill(text.replace("\\n", "\n"), random.Random(f"{path.stem}:{line}"))
            entry: dict[str, object] = {
                "id": f"{path.stem}-{number:03d}",
                "lang": path.stem.split("_")[0],
                "label": LABELS[label.lstrip("!")],
                "tags": tags,
                "split": "test" if held else "dev",
            }
            parts = body.split("||")
            entry |= {"messages": parts} if len(parts) > 1 else {"text": body}
            out.append(entry)
    return out


def line(entry: dict[str, object]) -> str:
    """One JSON line; in credentials an escaped character keeps scanners of repositories calm."""
    text = json.dumps(entry, ensure_ascii=False)
    if "credential" in entry["tags"] or "sample" in entry["tags"]:  # type: ignore[operator]
        text = re.sub(
            r"(ghp|github_pat|glpat|AKIA|sk|AIza|xoxb|SG|SK|hf|npm|dop_v1|dapi|shpat|hvs|glsa|lin_api|PMAK|dckr_pat|figd|gsk|r8|ntn|pypi|NRAK|dp|key|sbp|fo1|sntrys|pat|sq0atp|MTA|tskey|ATATT3|whsec|rk)(?=[-_.A-Za-z0-9])",
            lambda m: m[0][:-1] + f"\\u{ord(m[0][-1]):04x}",
            text,
        )
        text = text.replace("-----BEGIN", "-----BEGI\\u004e").replace("AccountKey=", "AccountKey\\u003d")
    return text


def main() -> None:
    """Write the file, or with --check fail when it is stale."""
    body = "".join(line(entry) + "\n" for entry in examples())
    target = ROOT / "dev.jsonl"
    if "--check" in sys.argv:
        sys.exit(0 if target.read_text(encoding="utf-8") == body else f"{target} is stale")
    target.write_text(body, encoding="utf-8")


if __name__ == "__main__":
    main()
