"""Other readings of a page: numbers split by fields or words between them, numbers in words, letters set apart."""

# ruff: noqa: E501

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from larouter.inspect.dictated import Dictation
from larouter.inspect.patterns import Pattern, compiled

# What may stand between two parts of a number: the end of one field or line and the name of the next.
_JOINTS = compiled(
    r"([0-9A-Za-z])(?:[\"']?\s*[,;]\s*(?:[\"'][^\"'\n]{1,32}[\"']\s*:\s*)?[\"']?|[\"']\s*[}\]]\s*,\s*[{\[]\s*(?:[\"'][^\"'\n]{1,32}[\"']\s*:\s*)?[\"']?"
    r"|\s*\n\s*[-*#>]{0,3}\s*[^\n:=]{0,24}[:=)\]]\s*|\s*(?:</?[a-z][^<>\n]{0,60}>\s*){1,3}"
    r"|[ ,.]{1,3}(?:and |then |and then |followed by |und |dann |et |puis |y |luego |e |poi |en |dan |i |potem |а потом |и |затем |next |last |finally |the rest |rest |after that ){1,2}(?:is |are )?:? ?)([0-9])"
)
# Words written letter by letter; two spaces or a line end keep words apart.
_APART = (
    r"(?:^|[^\pL\pN])((?:[\pL\pN@.+_&!#$%*?-] ){5,}(?:(?: {1,3}|\n)(?:[\pL\pN@.+_&!#$%*?-] )*)*[\pL\pN@.+_&!#$%*?-])(?:$|[^\pL\pN])"
    r"|(?:^|[^\pL])((?:\pL[._*-]){5,}\pL)(?:$|[^\pL])"
)

# Whether there can be any: the same without telling letters from other characters, which is a program of many ranges.
_MAYBE_APART = r"(?:[^\s|] ){5}[^\s|]|(?:[^\s0-9._*-][._*-]){5}"


@dataclass(frozen=True, slots=True)
class View:
    """Another text, and where its parts come from."""

    text: str
    marks: tuple[tuple[int, int], ...]

    @property
    def joints(self) -> list[int]:
        """Where something was taken out."""
        return [mine for mine, _ in self.marks[1:]]

    def origin(self, at: int) -> int:
        """The place in the page's bytes for a place in the view's bytes."""
        index = bisect_right(self.marks, (at, 1 << 62)) - 1
        mine, theirs = self.marks[index]
        return theirs + at - mine


def joined(data: bytes) -> View | None:
    """The page with what separates the parts of a number taken out."""
    out: list[bytes] = []
    marks: list[tuple[int, int]] = [(0, 0)]
    at = size = 0
    position = 0
    while True:
        match = _JOINTS.search(data, position)
        if match is None:
            break
        left, right = match.end(1), match.start(2)
        out.append(data[at:left] + b" ")
        size += left - at + 1
        marks.append((size, right))
        at = position = right
    if not out:
        return None
    out.append(data[at:])
    return View(b"".join(out).decode("utf-8", "replace"), tuple(marks))


def _gathered(text: str, *, spaced: bool) -> str:
    """Words whose letters are set apart, as they are meant."""
    if spaced:
        return " ".join(part.replace(" ", "") for part in text.replace("\n", "  ").split("  "))
    return "".join(char for char in text if char.isalpha())


class Spoken:
    """Numbers in the words of many languages, what else is dictated, and words spelled letter by letter.

    Attributes:
        expression: the pattern that finds them in a text in lower case.
    """

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._dictation = Dictation(fold)
        self.expression = f"{self._dictation.expression}|{_MAYBE_APART}"

    @cached_property
    def _apart(self) -> Pattern:
        return compiled(_APART)

    def find(self, low: bytes, data: bytes = b"") -> Iterator[tuple[int, int, str]]:
        """Spans of what is spelled in a text in lower case, with what it says; in the case of `data` if given."""
        yield from self._dictation.find(low, data or low)
        for match in self._apart.finditer(low):
            index = 1 if match.group(1) else 2
            start, end = match.span(index)
            text = _gathered((data or low)[start:end].decode("utf-8", "replace"), spaced=index == 1)
            if sum(char.isalpha() for char in text) >= 5:
                before = low[max(0, start - 40) : start].decode("utf-8", "ignore")
                yield start, end, f"{before} {text}" if any(char.isdigit() for char in text) else text
