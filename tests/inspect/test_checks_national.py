"""The national checks agree with python-stdnum, number by number."""

import importlib
import random
from collections.abc import Callable

import pytest

from larouter.inspect import checks, checks_europe, checks_world

DIGITS = "0123456789"
# our check, the oracle's module, a template: 9 any digit, D day, M month, Y year of two digits, A a letter
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
    (checks_world.ca_sin, "stdnum.ca.sin", "999999999"),
    (checks_world.br_cpf, "stdnum.br.cpf", "99999999999"),
    (checks_world.ar_cuit, "stdnum.ar.cuit", "20999999999"),
    (checks_world.cl_rut, "stdnum.cl.rut", "99999999K"),
    (checks_world.ec_ci, "stdnum.ec.ci", "1799999999"),
    (checks_world.do_cedula, "stdnum.do.cedula", "99999999999"),
    (checks_world.in_aadhaar, "stdnum.in_.aadhaar", "999999999999"),
    (checks_world.th_pin, "stdnum.th.pin", "1999999999999"),
    (checks_world.au_tfn, "stdnum.au.tfn", "999999999"),
    (checks_world.nz_ird, "stdnum.nz.ird", "099999999"),
    (checks_world.il_id, "stdnum.il.idnr", "999999999"),
    (checks_world.tr_tc, "stdnum.tr.tckimlik", "99999999999"),
    (checks_world.za_id, "stdnum.za.idnr", "YYMMDD9999089"),
    (checks.luhn, "stdnum.luhn", "9999999999999999"),
    (checks.verhoeff, "stdnum.verhoeff", "999999999999"),
    (checks.mod11_10, "stdnum.iso7064.mod_11_10", "99999999999"),
    (checks.ean13, "stdnum.ean", "9999999999999"),
    (checks.aba, "stdnum.us.rtn", "029999999"),
]


def draw(template: str, rng: random.Random) -> str:
    number = template.replace("DD", f"{rng.randint(1, 28):02d}").replace("MM", f"{rng.randint(1, 12):02d}")
    number = number.replace("YY", f"{rng.randint(50, 99):02d}")
    number = "".join(rng.choice(DIGITS) if char == "9" else char for char in number)
    return number[:-1] + (rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if template[-1] == "A" else number[-1])


@pytest.mark.parametrize(
    ("check", "oracle", "template"), PAIRS, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_check_agrees_with_the_oracle(check: Callable[[str], bool], oracle: str, template: str) -> None:
    module = importlib.import_module(oracle)
    rng = random.Random(oracle)
    drawn = [draw(template, rng) for _ in range(3000)]
    ours = {number for number in drawn if check(number.replace("-", ""))}
    theirs = {number for number in drawn if module.is_valid(number)}
    assert theirs
    assert len(theirs - ours) <= len(theirs) // 50
    # The oracle also knows which dates and regions exist; no check of ours accepts more than that explains.
    assert len(ours - theirs) <= len(drawn) // 100
