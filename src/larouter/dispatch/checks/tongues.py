"""What gives a language away: its script, and for those in Latin letters its commonest words."""

_SCRIPTS: tuple[tuple[str, int, int], ...] = (
    ("latin", 0x41, 0x24F),
    ("latin", 0x1E00, 0x1EFF),
    ("greek", 0x370, 0x3FF),
    ("cyrillic", 0x400, 0x52F),
    ("hebrew", 0x590, 0x5FF),
    ("arabic", 0x600, 0x77F),
    ("devanagari", 0x900, 0x97F),
    ("bengali", 0x980, 0x9FF),
    ("tamil", 0xB80, 0xBFF),
    ("telugu", 0xC00, 0xC7F),
    ("thai", 0xE00, 0xE7F),
    ("georgian", 0x10A0, 0x10FF),
    ("kana", 0x3040, 0x30FF),
    ("hangul", 0xAC00, 0xD7A3),
    ("han", 0x4E00, 0x9FFF),
)
_FEWEST = 8
_SHARE = 0.7
_KANA_SHARE = 0.1


def script_of(text: str) -> str | None:
    """The script that most of the letters are of; `kana` for Japanese; None when there is no clear one."""
    letters = sum(map(str.isalpha, text))
    if letters < _FEWEST:
        return None
    plain = letters if text.isascii() else sum(map(str.isalpha, text.encode("ascii", "ignore").decode()))
    if plain >= _SHARE * letters:
        return "latin"
    counts: dict[str, int] = {}
    for letter in text:
        if not letter.isalpha():
            continue
        code = ord(letter)
        name = next((name for name, first, last in _SCRIPTS if first <= code <= last), "other")
        counts[name] = counts.get(name, 0) + 1
    if counts.get("kana", 0) > _KANA_SHARE * letters:
        counts["kana"] += counts.pop("han", 0)
    name = max(counts, key=lambda one: counts[one])
    return name if counts[name] >= _SHARE * letters and name != "other" else None
