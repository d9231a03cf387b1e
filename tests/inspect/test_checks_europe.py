"""The national checks of Europe agree with python-stdnum, number by number."""

import pytest
from oracle import Check, disagreements

from larouter.inspect import checks_europe

PAIRS = [
    (checks_europe.at_svnr, "stdnum.at.vnr", "9999DDMMYY"),
    (checks_europe.be_nn, "stdnum.be.nn", "YYMMDD99999"),
    (checks_europe.bg_egn, "stdnum.bg.egn", "YYMMDD9999"),
    (checks_europe.ch_ahv, "stdnum.ch.ssn", "7569999999999"),
    (checks_europe.cz_rc, "stdnum.cz.rc", "YYMMDD9999"),
    (checks_europe.de_idnr, "stdnum.de.idnr", "99999999999"),
    (checks_europe.ee_ik, "stdnum.ee.ik", "3YYMMDD9999"),
    (checks_europe.ee_ik, "stdnum.lt.asmens", "3YYMMDD9999"),
    (checks_europe.es_dni, "stdnum.es.dni", "99999999A"),
    (checks_europe.es_nie, "stdnum.es.nie", "X9999999A"),
    (checks_europe.fr_nir, "stdnum.fr.nir", "1YYMM9999999999"),
    (checks_europe.fr_nif, "stdnum.fr.nif", "0999999999999"),
    (checks_europe.gb_nhs, "stdnum.gb.nhs", "9999999999"),
    (checks_europe.gb_utr, "stdnum.gb.utr", "9999999999"),
    (checks_europe.gr_afm, "stdnum.gr.vat", "999999999"),
    (checks_europe.gr_amka, "stdnum.gr.amka", "DDMMYY99999"),
    (checks_europe.hr_oib, "stdnum.hr.oib", "99999999999"),
    (checks_europe.ie_pps, "stdnum.ie.pps", "9999999A"),
    (checks_europe.is_kt, "stdnum.is_.kennitala", "DDMMYY9999"),
    (checks_europe.it_cf, "stdnum.it.codicefiscale", "RSSMRA85T10A562A"),
    (checks_europe.lv_pk, "stdnum.lv.pvn", "DDMMYY19999"),
    (checks_europe.nl_bsn, "stdnum.nl.bsn", "999999999"),
    (checks_europe.no_fnr, "stdnum.no.fodselsnummer", "DDMMYY99999"),
    (checks_europe.pl_pesel, "stdnum.pl.pesel", "YYMMDD99999"),
    (checks_europe.pl_nip, "stdnum.pl.nip", "9999999999"),
    (checks_europe.pt_nif, "stdnum.pt.nif", "999999999"),
    (checks_europe.ro_cnp, "stdnum.ro.cnp", "1YYMMDD129999"),
    (checks_europe.se_pn, "stdnum.se.personnummer", "YYMMDD-9999"),
    (checks_europe.ru_inn, "stdnum.ru.inn", "999999999999"),
]


@pytest.mark.parametrize(
    ("check", "oracle", "template"), PAIRS, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_check_agrees_with_the_oracle(check: Check, oracle: str, template: str) -> None:
    missed, more = disagreements(check, oracle, template)
    # The oracle also knows which dates and regions exist; no check of ours differs by more than that explains.
    assert missed <= 1 / 50
    assert more <= 1 / 100
