"""Project tokens: nobody guesses one, nobody reads one in the database, and a revoked one is dead at once."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from larouter.access.tokens import SHOWN, TokenBook, digest, new_token
from larouter.core.errors import Unauthorised
from larouter.core.policy import Policy
from larouter.core.project import Pass, Project

KEY = b"k" * 32
CALLER = Pass(Project("prj_1", "one", Policy()), "tok_1")


def now() -> int:
    return 1_000


def book_with(secret: str, caller: Pass = CALLER) -> TokenBook:
    book = TokenBook(KEY)
    book.replace([(digest(secret, KEY), caller)])
    return book


def test_a_token_has_256_bits_of_randomness_behind_its_prefix() -> None:
    secret = new_token(KEY).secret
    assert secret.startswith("lr_")
    assert len(base64.urlsafe_b64decode(secret.removeprefix("lr_") + "=")) == 32


def test_no_two_tokens_are_alike() -> None:
    assert len({new_token(KEY).secret for _ in range(100)}) == 100


def test_what_is_stored_is_a_keyed_hash() -> None:
    token = new_token(KEY)
    assert token.digest == hmac.new(KEY, token.secret.encode(), hashlib.sha256).digest()
    assert token.digest != digest(token.secret, b"another key")


def test_what_is_shown_for_good_gives_nothing_away() -> None:
    token = new_token(KEY)
    assert token.shown == token.secret[:SHOWN]
    assert len(token.shown) - len("lr_") == 4


def test_a_known_token_lets_its_project_in_the_first_time_and_the_next() -> None:
    token = new_token(KEY)
    book = book_with(token.secret)
    assert [book.admit(token.secret, now) for _ in range(3)] == [CALLER] * 3


@given(st.text())
def test_any_other_text_is_refused(secret: str) -> None:
    with pytest.raises(Unauthorised, match="not valid or has been revoked"):
        book_with(new_token(KEY).secret).admit(secret, now)


def test_the_refusal_does_not_repeat_the_token() -> None:
    with pytest.raises(Unauthorised) as refused:
        TokenBook(KEY).admit("lr_secret", now)
    assert "lr_secret" not in refused.value.operator_detail


def test_a_hash_from_the_database_is_no_token() -> None:
    token = new_token(KEY)
    with pytest.raises(Unauthorised):
        book_with(token.secret).admit(token.digest.hex(), now)


def test_a_revoked_token_ends_at_once_even_if_it_was_used_before() -> None:
    token = new_token(KEY)
    book = book_with(token.secret)
    book.admit(token.secret, now)
    book.replace([])
    with pytest.raises(Unauthorised):
        book.admit(token.secret, now)


def test_another_policy_is_in_force_at_once() -> None:
    token = new_token(KEY)
    book = book_with(token.secret)
    book.admit(token.secret, now)
    changed = Pass(Project("prj_1", "one", Policy(latency_ceiling_ms=5)), "tok_1")
    book.replace([(token.digest, changed)])
    assert book.admit(token.secret, now) is changed


def test_the_last_use_is_told_once() -> None:
    token = new_token(KEY)
    book = book_with(token.secret)
    for moment in (1, 2, 3):
        book.admit(token.secret, lambda moment=moment: moment)
    assert book.take_used() == {"tok_1": 3}
    assert book.take_used() == {}


def test_an_admin_key_in_place_of_a_token_is_called_by_its_name() -> None:
    with pytest.raises(Unauthorised, match=r"that is an admin key .*takes a project token") as refused:
        TokenBook(KEY).admit("lra_secret", now)
    assert "lra_secret" not in refused.value.caller_detail
