"""What is known by its layout: addresses by their postal code, accounts, codes of diagnoses, sums before tax."""

from larouter.inspect.checks import weighted
from larouter.inspect.rules.kinds import Family, Number, Rule, Signal, words

_PEOPLE = "person strong|person.other|name|titled|kin|caseless"
# A house number, a street of any name and a postal code that no other number looks like.
_POSTAL = (
    r"(?:^|[^0-9a-z.,/-])((?:flat |apt\.? |unit )?[0-9]{1,5}[a-z]?,? [a-z][a-z' .-]{2,40},? [^\n;:|]{0,50}?(?:[, ]"
    r"(?:[a-pr-uwyz][a-hk-y]?[0-9][0-9a-hjkmnp-y]? [0-9][abd-hjlnp-uw-z]{2}"
    r"|(?:a[klrz]|c[aot]|d[ce]|fl|ga|hi|i[adln]|k[sy]|la|m[adeinost]|n[cdehjmvy]|o[hkr]|pa|ri|s[cd]|t[nx]|ut|v[at]|w[aivy]) [0-9]{5}(?:-[0-9]{4})?"
    r"|(?:nsw|vic|qld|tas|act|wa|sa|nt) [0-9]{4}"
    r"|[abceghj-nprstvxy][0-9][abceghj-nprstv-z] ?[0-9][abceghj-nprstv-z][0-9]))(?:$|[^0-9a-z]))"
)
_STREETS = "தெரு|சாலை|நகர்|வீதி|వీధి|రోడ్|నగర్|ರಸ್ತೆ|ಬೀದಿ|ನಗರ|റോഡ്|തെരുവ്|നഗർ|রোড|সড়ক|লেন|নগর|રોડ|શેરી|નગર|ਗਲੀ|ਨਗਰ|ਰੋਡ"
_CODE = r"[a-tv-z][0-9][0-9ab]\.[0-9a-z]{1,2}"
_SUM = r"[0-9][0-9.,' ]{2,9}"
_TAXED = r"brutto|bruto|brut|brüt|netto|neto|gross|lordi|lordo|netti|bruttó|nettó|брутто|нетто"


def _hungarian(number: str) -> bool:
    """Hungary: the bank and its branch, which end with a check digit (weights 9, 7, 3, 1)."""
    return len(set(number)) > 3 and weighted(number[:8], (9, 7, 3, 1, 9, 7, 3, 1)) % 10 == 0


FAMILY = Family(
    numbers=(
        Number(
            "payment.account.hu",
            ("9" * 16, "9" * 24),
            _hungarian,
            alone=("99999999-99999999", "99999999-99999999-99999999", "99999999 99999999 99999999"),
        ),
    ),
    rules=(
        Rule(
            "contact.address.postal",
            (),
            _POSTAL,
            near=(_PEOPLE,),
            unless=("address public", "figure", "fiction", "sample"),
            reach=50,
            apart=True,
            digits=5,
        ),
        Rule(
            "contact.address.south",
            tuple(f"*{street}" for street in _STREETS.split("|")),
            rf"[0-9]+(?:[/-][0-9]+)?[a-z]?, ?[^\n,.;:]{{0,40}}(?:{_STREETS})[^\n]{{0,40}}[0-9]{{3}} ?[0-9]{{3}}",
            unless=("address public", "figure", "fiction", "sample"),
            reach=60,
            digits=7,
        ),
        Rule(
            "payment.account.sort",
            words("sort|, sort code, sortcode"),
            r"\bsort(?: ?code)?[ :#-]{1,3}[0-9]{2}[- ]?[0-9]{2}[- ]?[0-9]{2}\b[^0-9\n]{1,24}[0-9]{8}\b",
            unless=("sample", "talk"),
            digits=14,
        ),
        Rule(
            "payment.account.transit",
            words("transit|, institution"),
            r"\btransit[^0-9\n]{0,12}[0-9]{5}\b[^0-9\n]{1,24}[0-9]{3}\b[^0-9\n]{1,24}[0-9]{7,12}\b",
            unless=("sample", "talk"),
            digits=14,
        ),
        Rule(
            "id.az.fin",
            words("fin|, fin kod, fin-kod, fin kodu"),
            r"\bfin(?:[- ]?kod[a-z]{0,3})?[ :-]{1,3}([0-9a-z]{7})\b",
            lambda found: any(map(str.isdigit, found)) and any(map(str.isalpha, found)),
            unless=("sample",),
            digits=1,
        ),
        Rule(
            "health.codes",
            (),
            rf"\b{_CODE}(?:[,;/ ]{{1,3}}(?:and |und |et |y |e |i )?{_CODE})+",
            near=("person|person.other|person.label|name|listed name|titled",),
            unless=("health talk", "figure", "sample"),
            reach=90,
            apart=True,
            digits=6,
        ),
        Rule(
            "pay.taxed",
            words("brutto|, bruto|, brut|, brüt, netto|, neto|, gross|, lordi|, lordo|, netti|, bruttó, nettó, брутто, нетто"),
            rf"(?:[€$£₺] ?)?{_SUM} ?(?:k |€ |\$ |£ |eur |tl |kr |zl |usd |chf )?(?:{_TAXED})\b",
            near=("earner",),
            unless=("pay talk", "bill", "things", "score", "weight"),
            reach=40,
            digits=4,
        ),
        Rule(
            "pay.on",
            words("a month, a year, per month, per year, p.a.|, pcm|, an hour, per annum"),
            r"\b(?:(?:[Ss]he|[Hh]e|[Tt]hey)(?:'s|'re| is| are| was)|(?:[A-Z][a-z]{2,})(?:'s| is| was)) on (?:[€$£] ?)?(?:[0-9][0-9.,]*k|[0-9][0-9.,]{2,9}) ?(?:€|eur|EUR|usd|USD|gbp|GBP)? ?(?:a|per) (?:month|year|annum|hour)\b",
            folded=False,
            unless=("pay talk", "figure", "sample"),
            reach=60,
            digits=2,
        ),
    ),
    signals=(
        Signal("listed name", pattern=r"(?:^|[\n:;|] ?)[A-Z][a-z]+(?:-[A-Z][a-z]+)?, [A-Z][a-z]+", folded=False),
        Signal(
            "earner",
            pattern=r"[A-Z][a-z]{2,} [A-Z][a-z]{2,}[^\n0-9]{0,30}[0-9]|[А-Я][а-я]{2,} [А-Я][а-я]{2,}[^\n0-9]{0,30}[0-9]",
            folded=False,
        ),
        Signal("weight", words("kg|, tonne, tonnage, weight, gewicht, poids, peso, ağırlık, вес|, carton, pallet, domestic product")),
    ),
)  # fmt: skip
