"""Secrets that people make up: told from prose by their letters, numbers and marks alone."""

from larouter.inspect.patterns import compiled

FILLER = compiled(
    r"(?i)example|your[-_.]?|placeholder|xxxx|\*\*\*|\.\.\.|changeme|change[-_]me|insert|replace|redacted|<|>|\$\{|\{\{|dummykey|0000000000|1234567890abcdef1234567890abcdef$|abcdefghijklmnop"
)
_VERSION = compiled(
    r"(?i)^(?:v|rc|utf|sha|aes|rsa|md|base|iso|oauth|http|tls|ipv|rfc|py|go|node|jwt|hs|rs|es)[-_.]?[0-9]|[0-9]+\.[0-9]+\.[0-9]"
)
_HARMLESS_TOKEN = compiled(
    r"[(){}<>\[\]\\/=]|://|@[a-z0-9-]+\.|\.(?:com|org|net|io|de|py|js|json|ya?ml|md|txt|html)\b|^--?[a-z]|\$\{|^[A-Z]{2,}-|^[A-Za-z/]+#[0-9]+$"
)
# A word, a mark and a year, which elsewhere is an issue of a repository.
_WORD_AND_NUMBER = compiled(r"^[\"'`]?[A-Z][a-z]{3,20}[#!$%&*+?@~._-][0-9]{2,6}[!?.]?[\"'`,;]*$")


def soon(found: str) -> tuple[int, int] | None:
    """A secret soon after the word, told from prose by itself; at once after it, by less."""
    at = 0
    for place, token in enumerate(found.split()[:7]):
        at = found.index(token, at)
        if strong(token) or (place == 0 and (made_up(token) or _WORD_AND_NUMBER.search(token))):
            return at, at + len(token.rstrip(".,;:!?)\"'"))
        at += len(token)
    return None


def made_up(token: str) -> bool:
    """What somebody invents to remember: words and a number joined, or letters of both cases with a number."""
    value = token.strip("|.,;:!?\"'`«»„“”。，、()")
    upper, lower, digits = (sum(map(test, value)) for test in (str.isupper, str.islower, str.isdigit))
    joined = any(char in "-_.!" for char in value[1:-1])
    return (
        7 <= len(value) <= 40
        and digits >= 2
        and lower >= 3
        and (joined or upper > 0)
        and value[0].isalpha()
        and not _HARMLESS_TOKEN.search(value)
        and not FILLER.search(value)
        and not _VERSION.search(value)
    )


def strong(token: str) -> bool:
    """Whether letters, digits and marks are mixed as nobody writes a word."""
    value = token.strip("|.,;:!?\"'`«»„“”。，、()")
    if (
        value.startswith("**")
        or not 8 <= len(value) <= 64
        or _HARMLESS_TOKEN.search(value)
        or FILLER.search(value)
    ):
        return False
    upper, lower, digits = (sum(map(test, value)) for test in (str.isupper, str.islower, str.isdigit))
    marks = sum(char in "!#$%&*+?@^~" for char in value)
    return bool(
        digits
        and upper + lower >= 3
        and (marks or (("_" in value or "-" in value) and upper and lower and digits >= 2))
    )
