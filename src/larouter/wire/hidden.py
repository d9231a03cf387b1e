"""Words where none are expected: in ids, kinds and signatures, and in what says that it is a picture.

A reader shows the inspectors what a person may have written. What only a program writes is left out, because random
letters look like many things; so is what only a model can read. Whoever puts a sentence there has it read all the same.
A sentence has spaces, or several words; what is encoded has neither, and does not decode to a text.
"""

import codecs
import re
from base64 import urlsafe_b64decode
from collections.abc import Iterable

from larouter.wire.seals import MARK, read_label

_NAME = re.compile(r"[A-Za-z0-9_.:+/=|-]{1,128}")
_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2,}(?![A-Za-z0-9])")
_JOINED = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z]{2,}(?![A-Za-z0-9+/])")
_NUMBER = re.compile(r"[1-9](?:[-_.:]?[0-9]){11}")
_WORDS_IN_A_NAME = 2
_LEAST_CODE = 24
_LETTERS_A_WORD = 16
_LONGEST_HEADER = 100
_HEAD = 88
_CODE = re.compile("[A-Za-z0-9_-]*")
_URL_SAFE = str.maketrans("+/", "-_", "\r\n")
_DOCUMENT = "%PDF-"


def note_names(values: Iterable[object], texts: list[str]) -> None:
    """Collect ids and kinds that are more than that: `call_9f3` stays out, `the_password_is_swordfish` does not.

    A number that is as long as that of a card or an account is shown, too.
    """
    for value in values:
        if not isinstance(value, str) or not value:
            continue
        words = _WORD.findall(value)
        if len(words) > _WORDS_IN_A_NAME or not _NAME.fullmatch(value):
            texts += (value, " ".join(words))
        elif _NUMBER.search(value):
            texts.append(value)
        elif len(value) >= _LEAST_CODE and (text := _text_of(value)):
            texts.append(text)


def note_code(value: object, texts: list[str]) -> None:
    """Collect what a signature or a file says, where it is no code, or is the code of a text.

    Args:
        value: Base64, or a `data:` address of it; a file in a form of its own is not looked into.
        texts: What is inspected.
    """
    if not isinstance(value, str) or not value:
        return
    if value.startswith("data:"):
        header, _, value = value.partition(",")
        if len(header) > _LONGEST_HEADER or " " in header:
            texts.append(header)
    elif value.startswith(MARK):
        value = read_label(value)[0].value
    words = _JOINED.findall(value[:_HEAD])
    if " " in value:
        texts.append(value)
    elif len(words) > max(_WORDS_IN_A_NAME, len(value[:_HEAD]) // _LETTERS_A_WORD):
        texts += (value, " ".join(words))
    elif (head := _text_of(value[:_HEAD])) is None:
        texts.append(value)
    elif head and not head.startswith(_DOCUMENT):
        texts.append(_text_of(value) or value)


def note_codes(value: object, names: frozenset[str], texts: list[str]) -> None:
    """Collect what stands under some names, anywhere inside a value, as `note_code` does."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name in names and isinstance(one, str):
                note_code(one, texts)
            else:
                note_codes(one, names, texts)
    elif isinstance(value, list):
        for one in value:
            note_codes(one, names, texts)


def _text_of(code: str) -> str | None:
    """The text that is encoded; empty when it is none that a person reads, None when nothing is encoded."""
    plain = code.translate(_URL_SAFE).rstrip("=")
    if len(plain) % 4 == 1 or not _CODE.fullmatch(plain):
        return None
    data = urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return ""
    return text if all(letter.isprintable() or letter in "\r\n\t" for letter in text) else ""
