"""Passports, driving licences and other documents that have no checksum of their own."""

from larouter.inspect.checks import sequential
from larouter.inspect.checks_europe import de_document
from larouter.inspect.patterns import compiled
from larouter.inspect.rules.kinds import Family, Rule, words

_DOCUMENTS = words("""
passport, passport no, passport number, dl|, driver number, driver no, driver licence, drivers licence, driving permit, learner permit, provisional licence, provisional license, driver's license, drivers license, driver license, driver's licence, driving licence, driving license, licence number, license no, license number, dl no, dl#, identity card, id card, residence permit, travel document, visa number, green card, national id, voter id, military id, medicare number, health card, insurance number, member id, policy holder, insurance card,
perso|, perso-nr, personr., reisepass, passnummer, pass-nr, führerschein, führerscheinnummer, personalausweis, ausweisnummer, aufenthaltstitel, versichertennummer, krankenversicherung, passeport, permis de conduire, carte d'identité, titre de séjour, carte vitale, pasaporte, carné de conducir, permiso de conducir, licencia de conducir, carnet de identidad, documento de identidad, cédula, tarjeta sanitaria, passaporto, patente di guida, patente, carta d'identità, permesso di soggiorno, tessera sanitaria, passaporte, carta de condução, carteira de motorista, cnh|, bilhete de identidade, título de eleitor, cartão de residência, paspoort, paspoortnummer, rijbewijs, identiteitskaart, verblijfsvergunning, paszport, prawo jazdy, prawa jazdy, dowód osobisty, dowodu, karta pobytu, cestovní pas, číslo pasu, řidičský průkaz, řidičského průkazu, občanský průkaz, občanského průkazu, občiansky preukaz, vodičský preukaz, cestovný pas, útlevél, jogosítvány, vezetői engedély, személyi igazolvány, személyi szám, pașaport, permis de conducere, carte de identitate, buletin, seria|, pasaport, ehliyet, sürücü belgesi, kimlik kartı, паспорт, загранпаспорт, водительское удостоверение, водительские права, вид на жительство, полис омс, полис, посвідчення водія, паспорт, закордонний паспорт, шофьорска книжка, лична карта, паспорт, putovnica, putovnice, vozačka dozvola, osobna iskaznica, osobne iskaznice, pasoš, lična karta, potni list, osebna izkaznica, vozniško dovoljenje, лична карта, пасош, возачка дозвола, διαβατήριο, άδεια οδήγησης, δίπλωμα οδήγησης, ταυτότητα, ταυτότητας, δελτίο ταυτότητας, körkort, passnummer, nationellt id, kørekort, pasnummer, førerkort, passin, ajokortti, ajokortin, henkilökort, جواز السفر, جواز سفر, رخصة القيادة, رخصة قيادة, الإقامة, گذرنامه, پاسپورت, گواهینامه, شناسنامه, דרכון, רישיון נהיגה, पासपोर्ट, ड्राइविंग लाइसेंस, मतदाता पहचान, পাসপোর্ট, 护照, 護照, 驾驶证, 驾照, 駕照, 通行证, 社保卡, パスポート, 旅券番号, 運転免許証, 免許証, 在留カード, 保険証, 여권, 여권번호, 운전면허, 면허번호, 외국인등록증, hộ chiếu, bằng lái, giấy phép lái xe, หนังสือเดินทาง, พาสปอร์ต, ใบขับขี่, paspor, nomor paspor, sim a|, sim c|, surat izin mengemudi, pasport, lesen memandu, paspoti, pasi ya kusafiria, leseni ya udereva, pasas, 
""")
_NUMBER = r"\b([a-z]{0,4}[ -]?[0-9](?:[ -]?[0-9]|[a-z]){4,17}|[a-z][0-9a-z]{6,16})\b"


def _token(found: str) -> bool:
    lead, _, rest = found.partition(" ")
    if lead.isalpha() and len(lead) == 4 and rest:  # the end of the word for it, as in "číslo pasu"
        found = rest
    bare = "".join(char for char in found if char.isalnum())
    digits = sum(char.isdigit() for char in bare)
    words_in = any(part.isalpha() and len(part) > 3 for part in found.replace("-", " ").split())
    year = (
        bare.isdigit()
        and len(bare) <= 8
        and any(part[:2] in {"19", "20"} and len(part) == 4 for part in found.replace("-", " ").split())
    )
    return (
        6 <= len(bare) <= 18
        and (digits >= 4 or _german(bare))
        and not words_in
        and not year
        and not sequential(bare)
        and len(set(bare)) > 3
    )


def _german(bare: str) -> bool:
    """A serial number of a German passport or identity card, which may be mostly letters."""
    return len(bare) == 10 and any(char.isdigit() for char in bare[:9]) and de_document(bare.upper())


# The specimen that ICAO and the states print in their leaflets.
_SPECIMEN = compiled(
    r"^.{0,5}uto|^l898902c|eriksson<<anna|mustermann<<erika|specimen|<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"
)


FAMILY = Family(
    rules=(
        Rule(
            "id.mrz",
            ("*<<*", "*<"),
            r"\b([piacv][a-z<][a-z]{1,3}<{0,2}[a-z]{2,}(?:<[a-z]+){0,4}<<[a-z<]{8,}|[a-z0-9<]{9}[0-9][a-z]{1,3}<{0,2}[0-9]{7}[mfx<][0-9]{7}[0-9a-z<]{11,16})",
            lambda found: not _SPECIMEN.search(found),
            apart=True,
        ),
        Rule(
            "id.document.told",
            _DOCUMENTS,
            r"(?:number|numero|nummer|no\.|nr\.|n°|numer|cislo|szama|numarul|numarasi|номер|број|αριθμοσ)(?: is| was| ist| war| lautet| est| etait| es| era| e| jest| je| este)?:? ?([a-z]{0,3}[ -]?[0-9](?:[ -]?[0-9]|[a-z]){5,15}|[a-z][0-9a-z]{7,14})\b",
            _token,
            unless=("sample", "number.other.close"),
            reach=70,
        ),
        Rule("id.document", _DOCUMENTS, _NUMBER, _token, unless=("sample", "number.other.close"), reach=32),
        Rule("id.in.pan", words("pan|, permanent account, पैन, income tax, pan card, pan number, पॅन, প্যান"), r"\b([A-Z]{3}[PCHFATBLJG][A-Z][0-9]{4}[A-Z])\b", lambda found: found not in {"ABCPE1234F", "AAAPA1234A", "ABCPV1234D", "AAAPL1234C"} and not sequential(found[:5]), folded=False, reach=60),
    ),
)  # fmt: skip
