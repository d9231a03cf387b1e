"""Where a redirect may lead, and what goes along."""

import pytest

from larouter.fleet.local.hops import BadRedirect, Hop, next_hop, retry_after, shown

KEY = (("Authorization", "Bearer secret"),)


def test_on_the_same_server_the_credentials_go_along() -> None:
    assert next_hop(Hop("https://hub.org/a/b?x=1", KEY), "/c?y=2") == Hop("https://hub.org/c?y=2", KEY)
    assert next_hop(Hop("https://hub.org/a/b", KEY), "c") == Hop("https://hub.org/a/c", KEY)


@pytest.mark.parametrize(
    "location", ["https://cdn.org/f", "//cdn.org/f", "https://hub.org:8443/f", "https://sub.hub.org/f"]
)
def test_another_server_is_shown_no_credentials(location: str) -> None:
    assert next_hop(Hop("https://hub.org/a", KEY), location).headers == ()


def test_what_is_lost_at_another_server_does_not_come_back() -> None:
    away = next_hop(Hop("https://hub.org/a", KEY), "https://cdn.org/f")
    assert next_hop(away, "https://hub.org/a").headers == ()


@pytest.mark.parametrize(
    ("here", "location"),
    [
        ("https://hub.org/a", "http://hub.org/a"),
        ("https://hub.org/a", "file:///etc/passwd"),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:2/a"),
        ("http://127.0.0.1:1/a", "http://169.254.169.254/latest"),
        ("https://hub.org/a", "https://:443/x"),
    ],
)
def test_nothing_but_https_is_followed_to_another_place(here: str, location: str) -> None:
    with pytest.raises(BadRedirect, match="not https"):
        next_hop(Hop(here, KEY), location)


def test_plain_http_stays_at_the_server_that_was_named() -> None:
    assert next_hop(Hop("http://127.0.0.1:1/a", KEY), "/b") == Hop("http://127.0.0.1:1/b", KEY)


def test_messages_show_neither_signatures_nor_passwords() -> None:
    assert shown("https://me:pass@cdn.org:1/f?Signature=abc") == "https://cdn.org:1/f?…"
    assert "secret" not in repr(Hop("https://hub.org", KEY))


@pytest.mark.parametrize(("told", "seconds"), [("5", 5.0), ("3600", 60.0), ("soon", 0.0), ("", 0.0)])
def test_a_source_that_asks_to_wait_is_waited_for_at_most_a_minute(told: str, seconds: float) -> None:
    assert retry_after({"retry-after": told}) == seconds
