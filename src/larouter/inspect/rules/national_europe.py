"""Numbers European states give to persons."""

from larouter.inspect import checks_europe as check
from larouter.inspect.checks import luhn
from larouter.inspect.rules.kinds import Family, Number, words


def _any(_: str) -> bool:
    return True


_TAX = "tax id, tax identification, tax number, taxpayer, tin|, tax ref"
_NATIONAL = "national id, identity number, identity card, id card, id number, personal number, personal code, personal identification, citizen number"

FAMILY = Family(
    numbers=(
        Number("id.at.svnr", ("9999999999",), check.at_svnr, words("sozialversicherungsnummer, svnr, sv-nummer, sv-nr, versicherungsnummer, ecard, e-card, social security, sozialversicherung")),
        Number("id.at.tax", ("999999999",), luhn, words("steuernummer, abgabenkontonummer, finanzamt")),
        Number("id.be.nn", ("99999999999",), check.be_nn, words(f"rijksregisternummer, rijksregister, insz|, niss|, numero national, registre national, nrn|, nationaal nummer, national register, nationalregister, {_NATIONAL}"), alone=("99.99.99-999.99",)),
        Number("id.bg.egn", ("9999999999",), check.bg_egn, words(f"егн, единен граждански, egn|, личен номер, {_NATIONAL}")),
        Number("id.ch.ahv", ("9999999999999",), check.ch_ahv, words("ahv, avs|, sozialversicherung, navs"), alone=("*",)),
        Number("id.cz.rc", ("9999999999", "999999999"), check.cz_rc, words(f"rodné číslo, rodné č, rodného čísla, rodným číslem, rodnom čísle, rodném čísle, rodneho cisla, r.č., rč|, birth number, {_NATIONAL}"), alone=("999999/9999",)),
        Number("id.de.tax", ("99999999999",), check.de_idnr, words(f"steuer-id, steuerid, steueridentifikation, steuer-identifikation, identifikationsnummer, idnr, steuerliche, steuer id, steuernummer, {_TAX}"), alone=("99 999 999 999",)),
        Number("id.de.svnr", ("99999999A999",), check.de_svnr, words("rentenversicherung, sozialversicherung, versicherungsnummer, svnr, sv-nummer, rvnr, social security, pension insurance"), alone=("99 999999 A 999", "99 999999A999")),
        Number("id.de.kvnr", ("A999999999",), check.de_kvnr, words("krankenversich, versichertennummer, kvnr, krankenkasse, gesundheitskarte, versicherten-nr, versichertennr, health insurance")),
        Number("id.de.document", ("A999A99A99", "AAAA999999", "A99A99A999", "A99A99A99A", "AA99A99A99", "A999A9A999", "A99A999A99", "A999999A99", "A9999A9999", "A99AA99A99"), check.de_document, words("personalausweis, ausweisnummer, ausweis-nr, ausweisnr, reisepass, passnummer, passport, dokumentennummer, identity card")),
        Number("id.dk.cpr", ("9999999999",), check.dk_cpr, words(f"cpr|, cpr-nummer, cpr-nr, cprnr, cpr nummer, personnummer, personnr, {_NATIONAL}")),
        Number("id.ee.ik", ("99999999999",), check.ee_ik, words(f"isikukood, asmens kod, a. k., a.k.|, ik|, {_NATIONAL}")),
        Number("id.es.dni", ("99999999A",), check.es_dni, words("dni|, nif|, documento nacional, identidad, identificación, carnet, cif|, fiscal"), alone=("99999999A", "99999999-A", "99.999.999-A", "99.999.999A", "99 999 999 A", "99999999 A")),
        Number("id.es.nie", ("A9999999A",), check.es_nie, words("nie|, extranjero, identidad, residencia, nif|"), alone=("*",)),
        Number("id.es.nss", ("999999999999",), check.es_nss, words("seguridad social, nss|, naf|, afiliación, n.s.s, social security"), alone=("99/99999999/99", "99/9999999999", "99-99999999-99")),
        Number("id.fi.hetu", ("999999A999A", "9999999999", "999999999A"), check.fi_hetu, words("henkilötunnu, hetu|, hetuni, personbeteckning, sotu|, henkilötunnus, sosiaaliturvatunnu, personal identity code"), alone=("999999-999A", "999999A999A", "999999-9999")),
        Number("id.fr.nir", ("999999999999999", "999999A99999999"), check.fr_nir, words("sécurité sociale, sécu, nir|, insee, carte vitale, assuré social, immatriculation, social security, secu|"), alone=("9 99 99 99 999 999 99", "9 99 99 9A 999 999 99", "999999999999999", "9 99 99 99 999 999 | 99", "9999999999999 99")),
        Number("id.fr.nif", ("9999999999999",), check.fr_nif, words("numéro fiscal, spi|, référence fiscale, identifiant fiscal, nif|, impôts, n° fiscal")),
        Number("id.gb.nino", ("AA999999A", "AA999999"), check.gb_nino, words("national insurance, nino|, ni number, ni no, n.i., insurance number, ni|, payroll"), alone=("AA 99 99 99 A", "AA999999A", "AA 999999 A", "AA-99-99-99-A")),
        Number("id.gb.nhs", ("9999999999",), check.gb_nhs, words("nhs|, nhs number, nhs no, health service"), alone=()),
        Number("id.gb.utr", ("9999999999",), check.gb_utr, words("utr|, taxpayer reference, self assessment, self-assessment, hmrc")),
        Number("id.gb.licence", ("AAAAA999999AA9AA", "AAAAA999999A99AA", "AAAA9999999AA9AA", "AAA99999999AA9AA", "AAAAA999999AAAAA", "AAAAA999999A9AAA"), check.gb_licence, words("driving licence, driver's license, driving license, driver number, dvla, licence number, licence"), alone=("*",)),
        Number("id.gr.afm", ("999999999",), check.gr_afm, words("αφμ, α.φ.μ, φορολογικο, afm|, μητρωου")),
        Number("id.gr.amka", ("99999999999",), check.gr_amka, words("αμκα, α.μ.κ.α, κοινωνικης ασφαλισης, amka|")),
        Number("id.hr.oib", ("99999999999",), check.hr_oib, words(f"oib|, osobni identifikacijski, oib-, osobnog identifikacijskog, {_TAX}, {_NATIONAL}")),
        Number("id.hu.taj", ("999999999",), check.hu_taj, words("taj|, taj-szám, taj szám, tajszám, társadalombiztosít, tb szám"), alone=()),
        Number("id.hu.tax", ("9999999999",), check.hu_tax, words("adóazonosító, adószám, adó azonosító, tax")),
        Number("id.hu.personal", ("99999999999",), _any, words("személyi szám, személyi azonosító, személyazonosító")),
        Number("id.hu.card", ("999999AA",), _any, words("személyi igazolvány, személyazonosító, személyi, igazolvány")),
        Number("id.ie.pps", ("9999999A", "9999999AA"), check.ie_pps, words("pps|, ppsn, pps number, pps no, personal public service, revenue, uimhir psp, psp|")),
        Number("id.is.kt", ("9999999999",), check.is_kt, words("kennital, kt.|, kt|, icelandic id"), alone=()),
        Number("id.it.cf", ("AAAAAA99A99A999A", "AAAAAA9AA99A999A", "AAAAAA99A99A99AA", "AAAAAA99A99AA99A"), check.it_cf, (), alone=("*",)),
        Number("id.it.document", ("AA99999AA", "AA9999999"), _any, words("carta d'identità, carta di identità, carta identità, passaporto, patente, documento n, cie|")),
        Number("id.lu.nin", ("9999999999999",), check.lu_nin, words("matricule, identification national, sozialversicherung, numéro d'identification, ccss|, national id, matrikel")),
        Number("id.lv.pk", ("99999999999",), check.lv_pk, words(f"personas kod, personas kods, p.k., {_NATIONAL}"), alone=()),
        Number("id.mt.id", ("9999999A", "999999A", "99999A"), _any, words("maltese id, malta id, karta tal-identita, karta tal-identità, id card number, numru tal-karta")),
        Number("id.nl.bsn", ("999999999",), check.nl_bsn, words("bsn|, bsn-nummer, burgerservicenummer, burger service nummer, sofinummer, sofi-nummer, bsnnummer, citizen service"), alone=()),
        Number("id.no.fnr", ("99999999999",), check.no_fnr, words(f"fødselsnummer, fødselsnr, personnummer, fnr|, d-nummer, fodselsnummer, fødsels- og person, {_NATIONAL}"), alone=("999999 99999",)),
        Number("id.pl.pesel", ("99999999999",), check.pl_pesel, words(f"pesel, numer ewidencyjny, {_NATIONAL}")),
        Number("id.pl.nip", ("9999999999",), check.pl_nip, words("nip|, numer identyfikacji podatkowej, nip-, numer podatkowy")),
        Number("id.pl.dowod", ("AAA999999",), check.pl_dowod, words("dowód osobist, dowodu osobist, dowodu, numer dowodu, seria i numer, dowód, identity card, id card")),
        Number("id.pl.passport", ("AA9999999",), _any, words("paszport, passport")),
        Number("id.pt.nif", ("999999999",), check.pt_nif, words("nif|, contribuinte, número fiscal, identificação fiscal, n.º fiscal, nif:")),
        Number("id.pt.cc", ("999999999AA9",), check.pt_cc, words("cartão de cidadão, cartão cidadão, cc|, bilhete de identidade"), alone=("99999999 9 AA9", "99999999 9AA9", "999999999AA9")),
        Number("id.pt.niss", ("99999999999",), _any, words("niss|, segurança social, niss:")),
        Number("id.ro.cnp", ("9999999999999",), check.ro_cnp, words(f"cnp|, cnp-, cod numeric personal, codul numeric, cod numeric, {_NATIONAL}")),
        Number("id.yu.jmbg", ("9999999999999",), check.jmbg, words(f"jmbg, jmb|, јмбг, ембг, embg, emšo, emso, матични број, матичен број, matični broj, единствен матичен, enotna matična, {_NATIONAL}")),
        Number("id.si.tax", ("99999999",), _any, words("davčna številka, davčno številko, davčne številke, davčna št")),
        Number("id.se.pn", ("9999999999", "999999999999"), check.se_pn, words(f"personnummer, personnr, samordningsnummer, person nr, pnr|, födelsenummer, {_NATIONAL}"), alone=("999999-9999", "99999999-9999", "999999+9999")),
        Number("id.ru.inn", ("999999999999",), check.ru_inn, words("инн, налогоплательщик, inn|, налоговый номер")),
        Number("id.ru.snils", ("99999999999",), check.ru_snils, words("снилс, snils, пенсионное страх, лицевого счета, страховой номер"), alone=("999-999-999 99", "999-999-999-99")),
        Number("id.ru.passport", ("9999999999",), _any, words("паспорт, серия, загранпаспорт, passport"), alone=()),
        Number("id.ua.rnokpp", ("9999999999",), check.ua_rnokpp, words("рнокпп, іпн, ідентифікаційний код, ідентифікаційний номер, інн, платника податк, податковий номер, rnokpp, ідентифікаційного, картки платника")),
        Number("id.ua.passport", ("AA999999", "999999999"), _any, words("паспорт, id-картк, айді, закордонн, ід-картк, паспорта")),
        Number("id.md.idnp", ("9999999999999",), check.md_idnp, words("idnp, cod personal, codul personal")),
        Number("id.by.pn", ("9999999A999AA9",), check.by_pn, words("личный номер, асабісты нумар, идентификационный номер, паспорт, ідэнтыфікацыйны"), alone=("9999999A999AA9",)),
        Number("id.al.nid", ("A99999999A",), _any, words("numri personal, nid|, numrin personal, letërnjoftim, nipt")),
        Number("id.ge.pn", ("99999999999",), _any, words("პირადი ნომერი, პირადი, personal number, piradi")),
        Number("id.sk.op", ("AA999999",), _any, words("občiansky preukaz, občianskeho preukazu, občianský průkaz, občanský průkaz, občanského průkazu, op|, číslo op, číslo op")),
    ),
)  # fmt: skip
