"""A session is known by its cookie, ends by itself or by a word, and changes nothing without its other secret."""

import pytest

from larouter.access.admit import Gate
from larouter.access.sessions import LIFE_MS, MOST_FAILURES, Sessions, cookie_name
from larouter.access.tokens import TokenBook, new_token
from larouter.core.errors import Forbidden, NoSuchRoute, TooManyRequests, Unauthorised
from larouter.core.policy import Policy
from larouter.core.project import Pass, Project

KEY = b"k" * 32
ADMIN = "the-admin-key"
HOST = (b"host", b"localhost:8080")


class Door:
    """Sessions with a clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1_795_000_000_000
        self.book = TokenBook(KEY)
        gate = Gate(self.book, ADMIN, (), (), lambda: self.now)
        self.sessions = Sessions(gate, self.book, KEY, lambda: self.now)

    def project(self) -> str:
        token = new_token(KEY)
        self.book.replace([(token.digest, Pass(Project("prj_a", "a", Policy()), "tok_a"))])
        return token.secret


@pytest.fixture
def door() -> Door:
    return Door()


def shown(cookie: str, *more: tuple[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    return [HOST, (b"cookie", f"a=b; {cookie_name([HOST])}={cookie}; c=d".encode()), *more]


def test_the_admin_key_opens_a_session_of_an_admin(door: Door) -> None:
    cookie, session = door.sessions.open(ADMIN)
    assert session.kind == "admin"
    assert door.sessions.of(shown(cookie)) == session


def test_a_project_token_opens_a_session_that_sees_its_project(door: Door) -> None:
    _, session = door.sessions.open(door.project())
    assert session.kind == "viewer"
    assert door.sessions.caller(session).project.id == "prj_a"


def test_the_cookie_is_not_kept(door: Door) -> None:
    cookie, _ = door.sessions.open(ADMIN)
    assert cookie not in repr(vars(door.sessions))


@pytest.mark.parametrize("cookie", ["", "wrong", "a" * 10_000])
def test_another_cookie_is_nobody(door: Door, cookie: str) -> None:
    door.sessions.open(ADMIN)
    assert door.sessions.of(shown(cookie)) is None


def test_a_key_goes_before_a_cookie(door: Door) -> None:
    cookie, _ = door.sessions.open(ADMIN)
    assert door.sessions.of(shown(cookie, (b"authorization", b"Bearer lr_x"))) is None


def test_a_session_ends_by_itself(door: Door) -> None:
    cookie, _ = door.sessions.open(ADMIN)
    door.now += LIFE_MS
    assert door.sessions.of(shown(cookie)) is None
    assert door.sessions.everyone() == []


def test_a_session_is_ended_by_a_word(door: Door) -> None:
    cookie, session = door.sessions.open(ADMIN)
    door.sessions.end(session.ident)
    assert door.sessions.of(shown(cookie)) is None
    with pytest.raises(NoSuchRoute):
        door.sessions.end(session.ident)


def test_a_viewer_ends_with_its_token(door: Door) -> None:
    cookie, session = door.sessions.open(door.project())
    door.book.replace([])
    assert door.sessions.of(shown(cookie)) is None
    with pytest.raises(Unauthorised):
        door.sessions.caller(session)


def test_a_change_needs_the_other_secret(door: Door) -> None:
    cookie, session = door.sessions.open(ADMIN)
    with pytest.raises(Forbidden):
        door.sessions.check_write(session, shown(cookie))
    with pytest.raises(Forbidden):
        door.sessions.check_write(session, shown(cookie, (b"x-larouter-csrf", b"wrong")))
    door.sessions.check_write(session, shown(cookie, (b"x-larouter-csrf", session.csrf.encode())))


@pytest.mark.parametrize("site", [b"cross-site", b"same-site"])
def test_a_change_from_another_site_is_refused_whatever_it_knows(door: Door, site: bytes) -> None:
    cookie, session = door.sessions.open(ADMIN)
    secret = (b"x-larouter-csrf", session.csrf.encode())
    with pytest.raises(Forbidden):
        door.sessions.check_write(session, shown(cookie, secret, (b"sec-fetch-site", site)))


def test_guessing_is_slowed_down_and_forgiven_after_a_minute(door: Door) -> None:
    for _ in range(MOST_FAILURES):
        with pytest.raises(Unauthorised):
            door.sessions.open("guess")
    with pytest.raises(TooManyRequests):
        door.sessions.open(ADMIN)
    door.now += 60_001
    door.sessions.open(ADMIN)


def test_two_routers_on_one_machine_have_cookies_of_their_own() -> None:
    assert cookie_name([(b"host", b"localhost:1")]) != cookie_name([(b"host", b"localhost:2")])
