"""Labels that clients echo back."""

import base64
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from larouter.wire.neutral import Seal
from larouter.wire.seals import MARK, label, read_label

values = st.text("ABCabc012+/=_-", min_size=1)
origins = st.text("abc-:./0123456789", min_size=1)


@given(values, origins, st.sampled_from(["", "call", "text"]))
def test_a_label_gives_back_the_seal_its_origin_and_its_kind(value: Any, origin: str, kind: str) -> None:
    written = label(Seal(value, origin), kind)
    assert written.startswith(MARK)
    assert base64.b64decode(written, validate=True)
    assert read_label(written) == (Seal(value, origin), kind)


@given(st.text())
def test_what_is_no_label_is_a_seal_of_unknown_origin(text: Any) -> None:
    assert read_label(text) == (Seal(text), "")
    assert read_label(f"{MARK}!{text}") == (Seal(f"{MARK}!{text}"), "")


def test_a_seal_of_unknown_origin_stays_as_it_is() -> None:
    assert label(Seal("S")) == "S"
