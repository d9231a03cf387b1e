"""Keys, passwords and tokens: those that open something, and not those of manuals."""

import pytest
from ruling import found

# In two parts, so that no scanner of repositories takes them for real.
AWS = "AKIA" + "Q3EGR5TSXW7PLMNK"
JWT = (
    "eyJhbGciOiJIUzI1NiJ9"
    ".eyJzdWIiOiI4MzkyMTgiLCJzY29wZSI6Im5vdCJ9.Jq3xkT0bV9YcZ1uWm5oPq8rS2dEfGhLnKaBtXvCw4iM"
)
PEM = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEowIBAAKCAQEAx7Gk2pQz9xWm\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("password = 'Otter!5521x'", "credential.password"),
        (f"aws_access_key_id = {AWS}", "credential.aws"),
        ("postgres://app:Otter5521xq@db.brightwater.eu/prod", "credential.connection"),
        (f"Authorization: Bearer {JWT}", "credential.bearer"),
        (PEM, "credential.private_key"),
        ("login: m.okafor / Otter5521x", "credential.pair.slash"),
        ('"login": "m.okafor:Otter5521x"', "credential.pair.slash"),
    ],
)
def test_it_is_found(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "password = os.environ['DB_PASSWORD']",
        "AKIAIOSFODNN7EXAMPLE",
        "postgres://user:password@localhost/db",
        "how do I reset my password?",
        # A tool of a coding agent whose parameter is called so.
        '{"login":{"type":"boolean","description":"Whether the shell is a login shell."}}',
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize("text", [f"it printed {JWT}", JWT, f"/login?token={JWT}&x=1", f"({JWT})"])
def test_a_web_token_is_found_wherever_it_stands(text: str) -> None:
    assert "credential.jwt" in found(text)


def test_the_address_after_proxy_pass_is_no_password() -> None:
    assert found("server { listen 80; proxy_pass http://localhost:3000; }") == set()
