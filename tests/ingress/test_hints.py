"""What a caller says in headers: it can raise the sensitivity, name a latency and attach tags."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.core.chat import OPENAI_CHAT, Chat
from larouter.core.errors import BadRequest
from larouter.core.zones import Sensitivity
from larouter.ingress.hints import (
    LONGEST_VALUE,
    MOST_TAGS,
    NONE,
    Hints,
    named_headers,
    read_hints,
    read_sensitivity,
)
from larouter.ingress.read import read


def hinted(**headers: str) -> Hints:
    return read_hints(
        [(f"x-larouter-{name}".encode(), value.encode("latin-1")) for name, value in headers.items()]
    )


def test_nothing_said_is_no_hint() -> None:
    assert read_hints([(b"host", b"h"), (b"authorization", b"Bearer lr_x")]) is NONE


@pytest.mark.parametrize("level", Sensitivity)
def test_the_sensitivity_is_said_by_name(level: Sensitivity) -> None:
    assert hinted(sensitivity=f" {level.name.title()} ").sensitivity is level


def test_of_two_sensitivities_the_higher_counts() -> None:
    for order in ((b"confidential", b"public"), (b"public", b"confidential")):
        assert read_hints([(b"x-larouter-sensitivity", value) for value in order]).sensitivity == 2


@pytest.mark.parametrize(
    ("said", "ceiling_ms"), [("800", 800), ("3600000", 3_600_000), ("batch", 0), ("interactive", 0)]
)
def test_the_latency_is_a_word_or_milliseconds(said: str, ceiling_ms: int) -> None:
    assert hinted(latency=said).latency_ceiling_ms == ceiling_ms


@pytest.mark.parametrize("said", ["", "0", "-5", "soon", "1.5", "3600001", "²", "9" * 5_000, " "])
def test_a_latency_that_means_nothing_is_refused(said: str) -> None:
    with pytest.raises(BadRequest, match="x-larouter-latency must be"):
        hinted(latency=said)


def test_a_sensitivity_that_is_none_is_refused() -> None:
    with pytest.raises(BadRequest, match="public, internal or confidential"):
        hinted(sensitivity="secret")


def test_tags_are_pairs() -> None:
    assert hinted(tags="feature=search, user = 42 ,empty=,").tags == (
        ("feature", "search"),
        ("user", "42"),
        ("empty", ""),
    )


@pytest.mark.parametrize(
    "said", ["feature", "=search", "a=1,b", ",".join(f"k{n}=v" for n in range(MOST_TAGS + 1))]
)
def test_what_is_no_pair_or_too_many_is_refused(said: str) -> None:
    with pytest.raises(BadRequest, match="x-larouter-tags must be at most 16 pairs"):
        hinted(tags=said)


def test_long_tags_are_cut() -> None:
    assert hinted(tags=f"{'k' * 100}={'v' * 200}").tags == (("k" * 64, "v" * 128),)


def test_a_hint_that_is_not_known_is_left_alone() -> None:
    assert hinted(colour="blue") == Hints()


names = st.sampled_from((b"x-larouter-sensitivity", b"x-larouter-latency", b"x-larouter-tags"))


@given(st.lists(st.tuples(names, st.binary()), max_size=3))
def test_any_bytes_are_a_hint_or_a_bad_request(headers: list[tuple[bytes, bytes]]) -> None:
    try:
        hints = read_hints(headers)
    except BadRequest:
        return
    assert 0 <= hints.latency_ceiling_ms <= 3_600_000


def test_to_lower_the_sensitivity_takes_a_header_of_its_own() -> None:
    assert hinted(sensitivity="public").lowered is None
    assert hinted(**{"lower-sensitivity": "public"}).lowered is Sensitivity.PUBLIC
    with pytest.raises(BadRequest, match="x-larouter-lower-sensitivity must be"):
        hinted(**{"lower-sensitivity": "none"})


def chat(body: bytes) -> Chat:
    return read(body, OPENAI_CHAT, "")


def test_the_body_can_say_it_too() -> None:
    said = b'{"model":"auto","messages":[{"role":"user","content":"hi"}],"metadata":%b}'
    assert (
        read_sensitivity(chat(said % b'{"larouter_sensitivity":"confidential"}')) is Sensitivity.CONFIDENTIAL
    )
    assert read_sensitivity(chat(said % b'{"team":"search"}')) is Sensitivity.PUBLIC
    with pytest.raises(BadRequest, match=r"metadata.larouter_sensitivity must be"):
        read_sensitivity(chat(said % b'{"larouter_sensitivity":"very"}'))


def test_only_the_headers_that_are_named_are_kept_and_not_all_of_a_long_one() -> None:
    headers = [(b"x-team", b" search "), (b"authorization", b"Bearer lr_x"), (b"x-long", b"a" * 500)]
    assert named_headers(headers, {"x-team", "x-long"}) == (
        ("x-team", "search"),
        ("x-long", "a" * LONGEST_VALUE),
    )


def test_the_deadline_of_a_request_is_milliseconds() -> None:
    assert hinted(deadline="1500").deadline_ms == 1500
    assert hinted(latency="800").deadline_ms == 0
    with pytest.raises(BadRequest, match="x-larouter-deadline must be a number"):
        hinted(deadline="batch")
