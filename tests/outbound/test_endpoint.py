"""Where a call goes: URLs taken apart, and addresses held against their zone."""

import pytest

from larouter.core.zones import Zone
from larouter.outbound.endpoint import Endpoint, origin, zone_admits


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("http://localhost", ("http", "localhost", 80, "")),
        ("https://api.example.org", ("https", "api.example.org", 443, "")),
        ("http://127.0.0.1:8080/", ("http", "127.0.0.1", 8080, "")),
        ("http://[::1]:8080/base/", ("http", "::1", 8080, "/base")),
    ],
)
def test_a_url_is_taken_apart(url: str, parts: tuple[str, str, int, str]) -> None:
    assert origin(url) == parts


@pytest.mark.parametrize(
    "url", ["", "localhost:80", "ftp://host", "http://", "file:///etc/passwd", "http://h:99999"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"not an http|[Pp]ort"):
        origin(url)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "::1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.1.1"),
        *("fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:192.168.1.1", "100.64.0.1"),
    ],
)
def test_this_machine_and_private_networks_are_local(address: str) -> None:
    assert zone_admits(Zone.LOCAL, address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "0.0.0.0", "::", "224.0.0.1", "ff02::1"],
)
def test_the_rest_of_the_world_is_not_local(address: str) -> None:
    assert not zone_admits(Zone.LOCAL, address)
    assert zone_admits(Zone.PRIVATE, address)
    assert zone_admits(Zone.PUBLIC, address)


def test_the_headers_of_an_endpoint_are_never_shown() -> None:
    assert "secret" not in repr(Endpoint("b", "http://h", Zone.LOCAL, (("Authorization", "secret"),)))
