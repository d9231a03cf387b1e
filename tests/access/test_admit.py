"""Who comes in: Host and Origin first, then a token or the admin key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.access.admit import Gate, Shown, shown
from larouter.access.tokens import TokenBook, new_token
from larouter.core.errors import BadRequest, Forbidden, RouterError, Unauthorised
from larouter.core.policy import Policy
from larouter.core.project import Pass, Project

TOKEN = new_token(b"key")
CALLER = Pass(Project("prj_1", "one", Policy()), "tok_1")
HERE = (b"host", b"127.0.0.1:18790")


def gate(*hosts: str, origins: tuple[str, ...] = ()) -> Gate:
    book = TokenBook(b"key")
    book.replace([(TOKEN.digest, CALLER)])
    return Gate(book, "lra_admin", hosts, origins, lambda: 1)


def with_token(*others: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    return [(b"authorization", b"Bearer " + TOKEN.secret.encode()), *others]


@pytest.mark.parametrize(
    "header",
    [
        (b"authorization", b"Bearer %b"),
        (b"authorization", b"bearer  %b "),
        (b"x-api-key", b"%b"),
        (b"api-key", b"%b"),
        (b"x-goog-api-key", b"%b"),
    ],
)
def test_a_token_is_shown_as_any_sdk_shows_it(header: tuple[bytes, bytes]) -> None:
    name, form = header
    assert gate().admit([HERE, (name, form % TOKEN.secret.encode())]) is CALLER


@pytest.mark.parametrize(
    "header", [(b"authorization", b"Basic eDp5"), (b"authorization", b"Bearer "), (b"x-api-key", b"")]
)
def test_who_shows_no_token_is_told_how_to(header: tuple[bytes, bytes]) -> None:
    with pytest.raises(Unauthorised, match=r"no token: send `Authorization: Bearer lr_…`"):
        gate().admit([HERE, header])
    with pytest.raises(Unauthorised):
        gate().admit([HERE])


def test_a_token_of_nobody_is_refused() -> None:
    with pytest.raises(Unauthorised, match="not valid"):
        gate().admit([HERE, (b"x-api-key", new_token(b"key").secret.encode())])


def test_the_admin_key_is_no_token_and_a_token_no_admin_key() -> None:
    admin = [HERE, (b"authorization", b"Bearer lra_admin")]
    gate().admit_admin(admin)
    with pytest.raises(Unauthorised):
        gate().admit(admin)
    with pytest.raises(Unauthorised, match="this needs the admin key"):
        gate().admit_admin(with_token(HERE))
    with pytest.raises(Unauthorised):
        gate().admit_admin([HERE])


@pytest.mark.parametrize("name", [b"authorization", b"host", b"origin", b"x-api-key"])
def test_a_header_that_two_servers_could_read_differently_is_refused(name: bytes) -> None:
    with pytest.raises(BadRequest, match=f"the header {name.decode()} is there twice"):
        shown([(name, b"one"), (name, b"two")])


def test_a_header_that_decides_nothing_may_come_twice() -> None:
    assert shown([(b"accept", b"a"), (b"accept", b"b")]) == Shown("", "", "")


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:18790"]
)
def test_loopback_by_any_of_its_names_is_us(host: str) -> None:
    assert gate().admit(with_token((b"host", host.encode()))) is CALLER


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "127.0.0.1.example.org",
        "localhost.example.org:18790",
        "::1",
        "[::1",
        "localhost:1:2",
    ],
)
def test_another_host_is_refused_whatever_it_shows(host: str) -> None:
    with pytest.raises(Forbidden, match="allowed_hosts"):
        gate().admit(with_token((b"host", host.encode())))


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("Router.Lan", "router.lan:18790"),
        ("*", "anything.example.org"),
        ("fd00::1", "[fd00::1]:18790"),
        ("[fd00::1]", "[fd00::1]"),
    ],
)
def test_hosts_can_be_allowed(allowed: str, host: str) -> None:
    assert gate(allowed).admit(with_token((b"host", host.encode()))) is CALLER


@pytest.mark.parametrize(
    "origin",
    [
        "https://example.org",
        "null",
        "http://127.0.0.1:3000",
        "http://[",
        "http://[::1",
        "file://",
        "x" * 9_000,
    ],
)
def test_a_web_page_from_elsewhere_is_refused_whatever_it_shows(origin: str) -> None:
    with pytest.raises(Forbidden, match="allowed_origins") as refused:
        gate().admit(with_token(HERE, (b"origin", origin.encode())))
    assert len(refused.value.caller_detail) < 300


def test_our_own_pages_and_allowed_ones_come_in() -> None:
    assert gate().admit(with_token(HERE, (b"origin", b"http://127.0.0.1:18790"))) is CALLER
    ours = gate(origins=("https://chat.example.org",))
    assert ours.admit(with_token(HERE, (b"origin", b"https://chat.example.org"))) is CALLER


def test_the_door_is_checked_without_a_key_too() -> None:
    gate().check_door([HERE])
    with pytest.raises(Forbidden):
        gate().check_door([(b"host", b"example.org")])


headers = st.tuples(
    st.sampled_from((b"host", b"origin", b"authorization", b"x-api-key", b"accept")), st.binary()
)


@given(st.lists(headers, max_size=4))
def test_any_headers_are_turned_away_in_order(found: list[tuple[bytes, bytes]]) -> None:
    with pytest.raises(RouterError):
        gate().admit(found)


def test_a_request_without_a_host_is_told_to_name_one() -> None:
    with pytest.raises(Forbidden, match="names no Host; send the header"):
        gate().admit(with_token((b"host", b"")))
