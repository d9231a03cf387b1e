"""The national checks outside Europe agree with python-stdnum, number by number."""

import pytest
from oracle import Check, disagreements

from larouter.inspect import checks_world

PAIRS = [
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
]


@pytest.mark.parametrize(
    ("check", "oracle", "template"), PAIRS, ids=lambda value: getattr(value, "__name__", None)
)
def test_a_check_agrees_with_the_oracle(check: Check, oracle: str, template: str) -> None:
    missed, more = disagreements(check, oracle, template)
    # The oracle also knows which dates and regions exist; no check of ours differs by more than that explains.
    assert missed <= 1 / 50
    assert more <= 1 / 100
