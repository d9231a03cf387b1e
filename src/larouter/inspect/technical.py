"""What programs, their manuals and the prompts of agents say, and what only looks like a finding there.

An application sends source code, logs, tables of numbers and long instructions far more often than secrets, so a rule
that is wrong once in ten thousand lines would keep every coding agent at home. Rules say what to find; this module says
of a finding, from the bytes around it, that it is part of something else: the fraction of a number, the name of a
variable, the limit of tokens, a button that is `disabled`. It never looks at more than a line or two.
"""

# ruff: noqa: E501 - patterns are easier to read in one line

from collections.abc import Callable

from larouter.core.frozen import frozen
from larouter.inspect.page import Span
from larouter.inspect.patterns import compiled

_AROUND = 80
_HEAD_OF_FILE = 600
_HEAD_OF_TABLE = 300


@frozen
class Place:
    """A finding with its surroundings, in bytes.

    Attributes:
        found: What was found.
        before: What stands before it, up to 80 bytes.
        after: What stands after it, up to 80 bytes.
        line: The line that it begins in, up to 80 bytes to both sides.
        head: How the text begins, up to its first line end.
        start: Where it begins.
    """

    found: bytes
    before: bytes
    after: bytes
    line: bytes
    head: bytes
    start: int


def technical(data: bytes, span: Span) -> bool:
    """Whether a finding is no finding, since it is part of a number, a program or a manual.

    Args:
        data: The page.
        span: The finding.
    """
    for beginning, tests in _TESTS:
        if span.rule.startswith(beginning):
            place = _place(data, span)
            return any(test(place) for test in tests)
    return False


def _place(data: bytes, span: Span) -> Place:
    found = data[span.start : span.end]
    start = span.start + len(found) - len(found.lstrip())
    found = found.lstrip()
    before = data[max(0, start - _AROUND) : start]
    after = data[span.end : span.end + _AROUND]
    line = before[before.rfind(b"\n") + 1 :] + found.split(b"\n", 1)[0]
    if b"\n" not in found:
        line += after.split(b"\n", 1)[0]
    return Place(found, before, after, line, data[:_HEAD_OF_TABLE].split(b"\n", 1)[0], start)


# Numbers.
_FRACTION = compiled(r"(?:^|[^0-9.])[0-9]{1,6}\.$")
_UUID = compiled(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_CHANCE = compiled(r"(?i)\b(?:seed|rng|random|randint|nonce)")
_PAGES = compiled(
    r"(?i)(?:\bpp?\.? ?|vol\.? ?[0-9]{1,4}[,:]? ?(?:\([0-9]+\))?[,:]? ?(?:pp?\.? ?)?|[0-9]\([0-9]+\)[,:] ?)$"
)
_HEX_PAIRS = compiled(r"(?:\b[0-9a-fA-F]{2} {1,2}){4}")
_TWO = compiled(r"^[0-9]{4,7}(?: and |, ?)[0-9]{4,7}$")
_CONSTANT = compiled(r"\n\s*[A-Z][A-Z0-9_]+ = [0-9]")
_IN_BRACKETS = compiled(r"[\[(]\s*-?$|[0-9]\s*,\s*-?$")
_LISTED = compiled(r"[0-9] ?[,;] ?-?[0-9]")


def _is_fraction(it: Place) -> bool:
    """0.4556737586899855, and no number of a card."""
    return it.found.isdigit() and _FRACTION.search(it.before) is not None


def _is_in_uuid(it: Place) -> bool:
    room = 36
    around = it.before[-room:] + it.found + it.after[:room]
    left = len(it.before[-room:])
    return any(
        match.start() < left + len(it.found) and match.end() > left for match in _UUID.finditer(around)
    )


def _is_in_list(it: Place) -> bool:
    """A row of small numbers: [25, 37, 167, 122, …]. What is split in pieces has them of one size, but for the last."""
    if _LISTED.search(it.found) is None:
        return False
    sizes = [len(part) for part in _digits(it.found)]
    if len(sizes) <= 4:
        return False
    even = len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0]
    goes_on = it.after.lstrip(b" ,;-")[:1].isdigit() and it.after[:1] in b",; "
    return not even or goes_on or it.before.rstrip(b" ,;-")[-1:].isdigit()


def _is_enumerated(it: Place) -> bool:
    """Constants of a program, one in a line: `AT = 49`, `RARROW = 51`."""
    sizes = [len(part) for part in _digits(it.found)]
    return _CONSTANT.search(it.found) is not None and len(sizes) >= 4 and max(sizes) <= 3


def _is_drawn(it: Place) -> bool:
    """What a generator of random numbers starts from."""
    return it.before[-1:] in (b"(", b"=", b" ") and _CHANCE.search(it.line) is not None


def _is_in_name(it: Place) -> bool:
    """`discussion_r195405230`."""
    return it.before[-1:] == b"_" and it.found[:1].isalnum()


def _is_no_telephone(it: Place) -> bool:
    """The pages of an article, a dump in hexadecimal, a row of single digits, an element of a matrix."""
    dump = _HEX_PAIRS.search(it.before[-24:] + it.found + it.after[:24])
    if _PAGES.search(it.before) or (dump is not None and dump.group().translate(None, b"0123456789 ")):
        return True
    if _TWO.search(it.found) and (b"and" in it.found or it.before[-1:] in (b"(", b"[")):
        return True
    if it.found.isdigit():
        return _IN_BRACKETS.search(it.before) is not None and it.after.lstrip()[:1] in (b",", b"]")
    marked = any(mark in it.found for mark in (b",", b'"', b"\n")) or it.after[:1] == b"<"
    return marked and all(len(part) == 1 for part in _digits(it.found))


def _digits(text: bytes) -> list[bytes]:
    return (
        "".join(char if char.isdigit() else " " for char in text.decode("utf-8", "replace")).encode().split()
    )


# Credentials.
_COUNT = compiled(
    r"^[\"'(]{0,2}[+~<>]?[0-9]+(?:[.,_][0-9]+)*[kKmMbB]?(?:Hz|kHz|ms)?[\"')]{0,2}(?:-[a-z]+)?$|^0[xX][0-9a-fA-F]{1,8}$"
)
_TOKENS_OF_TEXT = compiled(r"(?i)tokens?(?:[^a-z]|iz|_)|max_?tokens")
_OTHER_SECRETS = compiled(
    r"(?i)pass|pwd|secret|[^a-z]key|pin[^a-z]|otp|login|auth_|auth-|bearer|access|hasło|senha"
)
_HANDLE = compiled(
    r"(?i)(?:client|next|page|continuation|request|idempotency|sync|starting|cancel(?:lation)?|csrf_?field|subject)[_-]?token"
    r"[\"']?(?:_?type)?[\"']? ?[:=]"
)
_NOT_VALUE = compiled(
    r"^(?:\+[A-Z_]+$|__[a-z]+__$|/[a-z]+$|urn:|arn:|/\^|\^|&|!|::|[.#]/|\.[a-z])|::|\.(?:html?|json|map|js|cjs|mjs|ts|tsx|md|py|rs|go|toml|ya?ml|css)(?:#|$)|#[a-z-]+$"
)
_NAME_IN_CODE = compiled(
    r"^[*&!]?_*[A-Za-z][A-Za-z]*(?:[0-9]{1,4}[A-Za-z]*)?(?:[._$][A-Za-z_$][A-Za-z_$]*(?:[0-9]{1,3}[A-Za-z_]*)?|_[0-9](?:\.[A-Za-z_]+)?)+$"
    r"|^_[A-Za-z_]+$|^b(?:64|32|16)encode$|^[A-Z][a-z]*[0-9]{0,4}(?:[A-Z][a-z]+){2,}$"
)
_ASSIGNED_IN_CODE = compiled(r"(?: = |: |=\s?\(|\breturn |\()$")
_CODE_LINE = compiled(
    r"^\s*(?:def|class|import|from|return|if|elif|for|while|const|let|var|export|function|async|await|public|private|static|func|fn|type|interface|struct|use|raise|throw|assert|@|//|\*|/\*|#include)\b"
    r"|[;{(\[,]\s*$|\w\([^)\n]*\)|=>|->|::|\"\"\"|\w\[\w+\]|^\s*[\w.]+ = |^\s*(?:\}|\]|\))"
)


def _counts_tokens(it: Place) -> bool:
    """`max_tokens: 2000`, "a budget of +500k tokens", "tokenizer-free, 48kHz"."""
    said = it.before[-60:]
    return (
        _COUNT.search(it.found.rstrip(b".,;:)'\"")) is not None
        and _TOKENS_OF_TEXT.search(said + b" ") is not None
        and _OTHER_SECRETS.search(said) is None
    )


def _points_on(it: Place) -> bool:
    """A token that names a page of results or a request, and no right."""
    return _HANDLE.search(it.before[-40:]) is not None


def _is_no_value(it: Place) -> bool:
    return _NOT_VALUE.search(it.found.rstrip(b".,;:)'\"")) is not None


def _is_name(it: Place) -> bool:
    """The name of a variable, a type or a function to the right of `=` or `:`, without quotes."""
    value = it.found.rstrip(b".,;:)]}?")
    quoted = it.before[-1:] in (b'"', b"'", b"`")
    return (
        not quoted
        and _NAME_IN_CODE.search(value) is not None
        and (
            _ASSIGNED_IN_CODE.search(it.before) is not None
            or (it.before.endswith(b"=") and it.after[:1] in (b")", b",", b"(") and b"(" in it.line)
        )
        and _CODE_LINE.search(it.line + it.after[:1]) is not None
    )


def _is_call(it: Place) -> bool:
    """An expression: `decode(tokens[i - 1].hidden)`, `std::pin::Pin`."""
    begun = it.found[:1] in (b":", b"?", b"(", b")", b"[", b".") or b"](" in it.found or b"]." in it.found
    called = b"(" in it.found and it.found[:1].isalpha()
    return (begun or called) and _CODE_LINE.search(it.line + it.after[:1]) is not None


_STANDARD = compiled(r"(?i)(?:rfc|pep|iso|issue|port|error|status) ?#?$")


def _is_standard(it: Place) -> bool:
    return _STANDARD.search(it.before) is not None


# People.
_ALSO_OF_MACHINES = frozenset(
    {
        *(b"terminal", b"terminals", b"operation", b"operations", b"operational", b"operationally"),
        *(b"disabled", b"bypass", b"bypasses", b"bypassed", b"insult", b"insults", b"international"),
        *(b"internationally", b"detox", b"abnormal", b"abnormally", b"disability", b"recovery"),
    }
)
_OF_BODIES = compiled(
    r"(?i)surger|surgeon|hospital|doctor|\bdr\.? |recover(?:s|ed|ing) from|\b(?:my|his|her|their|our) |\b(?:mum|mom|dad|son|daughter|wife|husband|mother|father|sister|brother|uncle|aunt|patient|ward|knee|hip|heart|clinic|ill\b|illness|cancer|diagnos|type [12]|insulin|suffers?|suffering|has |had )"
)
_WORD = compiled(r"^[A-Za-z]+(?:[-_][A-Za-z]+)*")


def _means_machines(it: Place) -> bool:
    """A word that is said of people and, far more often, of machines, where nothing speaks of a body."""
    word = _WORD.search(it.found + it.after)
    if word is None:
        return False
    low = word.group().lower()
    if b"-" in low or b"_" in low:
        low = low.replace(b"_", b"-").split(b"-", 1)[0]
    if low not in _ALSO_OF_MACHINES:
        return False
    around = it.before[-60:].rsplit(b"\n\n", 1)[-1] + it.after.split(b"\n\n", 1)[0][:60]
    return _OF_BODIES.search(around) is None or _CODE_LINE.search(it.line) is not None


# Addresses.
_VERSION_AT = compiled(r"@v?[0-9]+\.[0-9]")
_SAID_AT = compiled(r"(?i) at ")
_SAID_DOT = compiled(r"(?i)(?:^|[ ([])(?:dot|punkt|punto|ponto|kropka|tečka|tecka|bod)[ )\]]")
_MAIL = compiled(r"(?i)mail|reach|write to|contact me|address")
_PUBLISHED = compiled(
    r"(?i)copyright|\(c\) ?(?:1|2)|©|__author|@author|\bauthors?\b ?[:=]|\bauthor_email|maintainer|signed-off-by|co-authored-by|reported-by|\bmodified(?: by|:)|\bwritten by|\bcloned by|\bported by|\bcontributed by|\bby [a-z]+ [a-z]+ <|^\s*(?:#|//|\*|;|%) .*[a-z] <[^<>@ ]+@|@host\.|licen[cs]e|code of conduct|git config|^\s*(?:>|#|//|\*|\.\. ) ?.*(?:based on|originally by|thanks to|original code)"
)


def _only_sounds_like_mail(it: Place) -> bool:
    """No word for a dot, no name before: "at this point in", "good at this. Our", "found at site.com/settings"."""
    if _VERSION_AT.search(it.found):
        return True
    if b"@" in it.found or not _SAID_AT.search(it.found):
        return False
    if _SAID_DOT.search(it.found):
        return False
    local = it.found.lower().split(b" at ", 1)[0]
    named = any(char in local for char in b"0123456789._-") or _MAIL.search(it.before[-40:]) is not None
    spaced = b". " in it.found or b" ." in it.found or b" point in" in it.found.lower()
    return spaced or not named


def _signs_a_work(it: Place) -> bool:
    """Whoever wrote a program says so in it, for everybody to read."""
    return _PUBLISHED.search(it.line) is not None or _PUBLISHED.search(it.before) is not None


# What is internal.
_PATH_BEFORE = compiled(r"(?:\bfrom|\bimport|\buse|\bpackage|\brequire\(.?|::|\bclf =|[(=,!] ?)\s*$")
_MARKED_IN_CODE = compiled(r"[\w\])]\[$|[(,|&=!<] ?$|^\s*(?:\*|//|#|--)\s*$|\n\s+$")
_REMARK = compiled(r"(?i:^(?:\s{2,}#|\s*//|\s*\*)\s*(?:internal|private))\s*[:-]+\s*[a-z]")
_LISTED_WORD = compiled(r"^\s*(?:[-*+]|[0-9]+\.) ?(?:\*\*|`|_)?[a-z]+(?:\*\*|`|_)?\s*$")
_OF_LIBRARIES = frozenset(
    {b"threading.local", b"thread.local", b"gevent.local", b"setup.local", b"asgiref.local"}
)
_NDARRAY = compiled(r"(?i)^(?:an? )?nda[a-z]")
_COMMENT = compiled(r"^\s*(?:#|//|\*|\"|;|%|--|<!--)|\bsee (?:trac )?ticket")
_DO_NOT = compiled(r"(?i)^(?:do not|don't|never) (?:share|disclose|reveal)")
_WIDER = compiled(
    r"(?i)outside|external|further|beyond|without|wider|forward|this (?:document|file|report|e-?mail|memo|deck|message|page)|third part|\.\s*$|^\W*$"
)
_OF_PROMPTS = compiled(
    r"(?i)instruction|system prompt|user's|api keys?|same string|unless asked|even if|it with anyone|the user"
)
_STANDARDS = compiled(r"^(?:SEP|SPEC|GH|F2F|EIP|BIP|JEP|PR|CTS|MDN|NEP|SLSA|CKV|ESLINT|TS|PLR|SC|DEP)-")
_GOODS = compiled(
    r"(?i)\b(?:sku|part[ _]?no|article|product|item[ _]?(?:no|code)|barcode|catalog|flight|licen[cs]e plate)\b"
)


def _is_path_in_code(it: Place) -> bool:
    """`svm.SVC(`, `google.protobuf.internal`, `parsed.local is not None`."""
    host = it.found.rsplit(b"/", 1)[-1]
    if b"/" in it.found or b"@" in it.found or any(char in host for char in b"-0123456789:\\"):
        return False
    if host.lower() in _OF_LIBRARIES:
        return True
    if host.lower().endswith(b".int") and not it.before.endswith((b"ssh ", b"ping ", b"host ")):
        return True
    called = it.after[:1] in (b"(", b"[", b"=") or it.after.startswith((b" = ", b" is None", b" is not None"))
    return called or (_PATH_BEFORE.search(it.before) is not None and _CODE_LINE.search(it.line) is not None)


def _is_part_of_word(it: Place) -> bool:
    """`an ndarray` and no NDA."""
    return _NDARRAY.search(it.found + it.after[:12]) is not None


def _is_setting(it: Place) -> bool:
    """`guidance_scale = 0.0`."""
    return (
        _CODE_LINE.search(it.line) is not None
        or b"_" in (it.found + it.after[:1])
        or b"-free" in it.before[-12:]
    )


def _marks_code(it: Place) -> bool:
    """`this[INTERNAL]`, `secret: string`, `* Internal: what …`; a header that opens a file counts."""
    part = it.found.endswith((b"-", b"_", b".")) and it.after[:1].isalnum()
    if part or _LISTED_WORD.search(it.line) is not None:
        return True
    if _REMARK.search(it.line + it.after[:20]) is not None:
        return True
    return it.start > _HEAD_OF_FILE and _CODE_LINE.search(it.line) is not None


def _asks_for_discretion(it: Place) -> bool:
    """An agent is told what to keep to itself; no document is marked."""
    said = it.found + it.after
    if _DO_NOT.search(said) is None:
        return False
    rest = said.split(b"\n", 1)[0]
    return _OF_PROMPTS.search(rest) is not None or _WIDER.search(rest[12:]) is None


def _is_no_ticket(it: Place) -> bool:
    inside = it.before[-1:] in (b"-", b"_") or (it.after[:1] == b"-" and it.after[1:2].isdigit())
    table = it.head.count(b",") + it.head.count(b";") + it.head.count(b"\t") + it.head.count(b"|") >= 2
    goods = _GOODS.search(it.before) is not None or (table and _GOODS.search(it.head) is not None)
    return inside or goods or _STANDARDS.search(it.found) is not None


def _is_in_comment(it: Place) -> bool:
    """A comment of a program speaks of the public list of its faults."""
    return _COMMENT.search(it.line) is not None


def _is_section(it: Place) -> bool:
    return it.before.lower().endswith((b"section-", b"section ", b"rfc-", b"version ", b"v"))


_Test = Callable[[Place], bool]
_NUMBER: tuple[_Test, ...] = (_is_fraction, _is_in_uuid, _is_in_list, _is_enumerated, _is_drawn, _is_in_name)
_SECRET: tuple[_Test, ...] = (_counts_tokens, _points_on, _is_no_value, _is_name, _is_call)
_TESTS: tuple[tuple[str, tuple[_Test, ...]], ...] = (
    ("payment.", _NUMBER),
    ("id.", _NUMBER),
    ("contact.phone", (*_NUMBER, _is_no_telephone)),
    ("contact.email", (_only_sounds_like_mail, _signs_a_work)),
    ("credential.code", (_is_standard,)),
    ("credential.password", _SECRET),
    ("credential.assigned", _SECRET),
    ("credential.wifi", _SECRET),
    ("credential.cookie", _SECRET),
    ("health.", (_means_machines,)),
    ("internal.host", (_is_path_in_code,)),
    ("internal.heading", (_marks_code,)),
    ("internal.capitals", (_marks_code,)),
    ("internal.marking", (_asks_for_discretion, _marks_code)),
    ("internal.proprietary", (_asks_for_discretion,)),
    ("internal.ticket.number", (_is_in_comment,)),
    ("internal.ticket", (_is_no_ticket,)),
    ("internal.nda", (_is_part_of_word,)),
    ("internal.figures", (_is_setting,)),
    ("internal.address", (_is_section,)),
)
