"""What is said rather than written: numbers in words, dots and dashes by name, texts told backwards."""

# ruff: noqa: E501

from collections.abc import Callable, Iterator
from functools import cached_property

from larouter.inspect.checks import sequential
from larouter.inspect.normalise import normalise
from larouter.inspect.patterns import Pattern, any_of, compiled

_DIGITS = {
    "0": "zero null zéro cero nul noll nulla zerowy ноль нуль sıfır μηδέν शून्य nol nought zilch không ศูนย์ صفر אפס nolla nulis null", "1": "one eins un uno um une uma ein eine één ett en jeden jedna один одна една bir ένα एक satu một หนึ่ง واحد אחת yksi vienas viens egy", "2": "two zwei zwo deux dos due dois duas twee två to dwa dva два две дві iki δύο दो dua hai สอง اثنان שתיים kaksi du divi kettő",
    "3": "three drei trois tres tre três drie trzy tři tri три üç τρία तीन tiga ba สาม ثلاثة שלוש kolme trys trīs három trei", "4": "four vier quatre cuatro quattro quatro fyra fire cztery čtyři štyri четыре чотири четири dört τέσσερα चार empat bốn สี่ اربعة ארבע neljä keturi četri négy patru četiri", "5": "five fünf fuenf cinq cinco cinque vijf fem pięć pět päť пять п'ять пет beş πέντε पांच पाँच lima năm ห้า خمسة חמש viisi penki pieci öt cinci pet",
    "6": "six sechs seis sei zes sex seks sześć šest шесть шість шест altı έξι छह छः enam sáu หก ستة שש kuusi šeši seši hat șase šest", "7": "seven sieben sept siete sette sete zeven sju siedem sedm sedem семь сім седем yedi επτά εφτά सात tujuh syv bảy เจ็ด سبعة שבע seitsemän septyni septiņi hét șapte sedam", "8": "eight acht huit ocho otto oito åtta osiem osm osem восемь вісім осем sekiz οκτώ οχτώ आठ delapan otte åtte tám แปด ثمانية שמונה kahdeksan aštuoni astoņi nyolc opt osam", "9": "nine neun neuf nueve nove negen nio dziewięć devět deväť девять дев'ять девет dokuz εννέα εννιά नौ sembilan ni chín เก้า تسعة תשע yhdeksän devyni deviņi kilenc nouă devet",
}  # fmt: skip
# Tens and teens, by what they are worth.
_TENS = {
    10: "ten dix diez dieci dez zehn tien tio ti on десять", 11: "eleven onze once undici elf elva elleve", 12: "twelve douze doce dodici doze zwölf twaalf tolv", 13: "thirteen treize trece tredici treze dreizehn dertien", 14: "fourteen quatorze catorce quattordici catorze vierzehn veertien", 15: "fifteen quinze quince quindici fünfzehn vijftien", 16: "sixteen seize dieciséis sedici dezesseis dezasseis sechzehn zestien", 17: "seventeen diecisiete diciassette dezessete dezassete siebzehn zeventien", 18: "eighteen dieciocho diciotto dezoito achtzehn achttien", 19: "nineteen diecinueve diciannove dezenove dezanove neunzehn negentien",
    20: "twenty vingt veinte venti vinte zwanzig twintig tjugo tyve yirmi двадцать dwadzieścia dvacet", 30: "thirty trente treinta trenta trinta dreissig dreißig dertig trettio otuz тридцать trzydzieści třicet", 40: "forty quarante cuarenta quaranta quarenta vierzig veertig fyrtio kırk сорок czterdzieści čtyřicet", 50: "fifty cinquante cincuenta cinquanta cinquenta fünfzig vijftig femtio elli пятьдесят pięćdziesiąt padesát", 60: "sixty soixante sesenta sessanta sessenta sechzig zestig sextio altmış шестьдесят sześćdziesiąt šedesát", 70: "seventy septante setenta settanta setenta siebzig zeventig sjuttio yetmiş семьдесят siedemdziesiąt sedmdesát", 80: "eighty octante huitante ochenta ottanta oitenta achtzig tachtig åttio seksen восемьдесят osiemdziesiąt osmdesát", 90: "ninety nonante noventa novanta noventa neunzig negentig nittio doksan девяносто dziewięćdziesiąt devadesát",
}  # fmt: skip
_HUNDREDS = {
    100: "сто sto", 200: "двести двісті dwieście", 300: "триста trzysta", 400: "четыреста чотириста czterysta", 500: "пятьсот п'ятсот pięćset", 600: "шестьсот шістсот sześćset", 700: "семьсот сімсот siedemset", 800: "восемьсот вісімсот osiemset", 900: "девятьсот дев'ятсот dziewięćset",
}  # fmt: skip
_HUNDRED = frozenset({"yuz", "yüz"})
_GERMAN = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_DUTCH = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_ITALIAN = ("uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove")
_AGAIN = {
    "double": 2,
    "doppel": 2,
    "doppio": 2,
    "doble": 2,
    "duplo": 2,
    "dubbel": 2,
    "triple": 3,
    "treble": 3,
}
_SPACES = frozenset(
    {
        "dash",
        "hyphen",
        "minus",
        "space",
        "tiret",
        "espace",
        "strich",
        "guion",
        "trattino",
        "traço",
        "streepje",
        "тире",
        "пробел",
    }
)
_LINKS = frozenset({"y", "e", "et", "and", "und", "i", "then", "dann", "puis", "luego", "poi", "daarna"})

# Digits that are written one after the other in other scripts.
_RUNS = {
    "〇零一二三四五六七八九幺": "001234567891",
    "공영일이삼사오육칠팔구": "00123456789",
}
_KANA = {
    "ゼロ": "0", "レイ": "0", "マル": "0", "イチ": "1", "ニイ": "2", "ニー": "2", "ニ": "2", "サン": "3", "ヨン": "4", "シ": "4", "ゴー": "5", "ゴ": "5", "ロク": "6", "ナナ": "7", "シチ": "7", "ハチ": "8", "キュー": "9", "キュウ": "9", "ク": "9",
}  # fmt: skip
_MARKS = {
    ".": "dot point punkt punto ponto kropka tečka bodka pont punct nokta punt piste точка крапка τελεία 점 ドット 点 點 डॉट نقطة نقطه נקודה จุด chấm titik punktum prik",
    "-": "dash hyphen minus tiret guion guión trattino hífen bindestrich streepje koppelteken myślnik pomlčka kötőjel tire дефис тире bindestreck bindestreg viiva παύλα 하이픈 ハイフン 横杠 短横线",
    "_": "underscore unterstrich underline subrayado 밑줄 언더바 アンダーバー アンダースコア 下划线 底線 подчёркивание подкреслення",
    "@": "arroba arobase arobas chiocciola klammeraffe apenstaartje małpa zavináč kukac собака собачка snabel-a alfakrøll 골뱅이 アットマーク アット 艾特 小老鼠 παπάκι שטרודל เครื่องหมายแอท",
    "/": "slash schrägstrich barra schuine",
    ":": "colon doppelpunkt",
}  # fmt: skip
# Parts of addresses as they are said in other scripts, in the spelling of normalised text.
_HOSTS = {
    normalise(said): host
    for said, host in (
        ("네이버", "naver"), ("지메일", "gmail"), ("다음", "daum"), ("한메일", "hanmail"), ("카카오", "kakao"), ("컴", "com"), ("넷", "net"),
        ("яндекс", "yandex"), ("мейл", "mail"), ("гмейл", "gmail"), ("джимейл", "gmail"), ("ру", "ru"), ("ком", "com"), ("ジーメール", "gmail"),
        ("ヤフー", "yahoo"), ("コム", "com"), ("جيميل", "gmail"), ("جمیل", "gmail"), ("كوم", "com"), ("कॉम", "com"), ("जीमेल", "gmail"),
    )
}  # fmt: skip
_TOKEN = compiled(r"[0-9A-Za-z:_@.+/=-]{6,}")
_FEWEST_NUMBERS = 5
_BACKWARDS = "backwards|in reverse|reversed|rueckwaerts|ruckwarts|von hinten|a l'envers|al reves|al rovescio|al contrario|de tras para|ao contrario|achterstevoren|od tylu|wspak|pozpatku|odzadu|visszafele|invers|naopak|наоборот|задом наперед|навпаки|обратно|отзад|баклиз|tersten|tersine|baklanges|baklaenges|takaperin|αναποδα|倒着|倒過來|倒过来|反过来|逆から|逆順|거꾸로|بالعكس|بالمقلوب|معكوس|ברוס|הפוך|מהסוף|उल्टा|उलटा|กลับหลัง|ngược|terbalik"


class Dictation:
    """Reads what is dictated. Built once; keeps nothing.

    Attributes:
        expression: the pattern of anything that `find` would read, in a text in lower case.
    """

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._digits = {fold(word): int(digit) for digit, said in _DIGITS.items() for word in said.split()}
        self._tens = {
            fold(word): worth for worth, said in _TENS.items() for word in said.split()
        } | self._joined(fold)
        self._digits |= {"oh": 0}
        self._tens |= {fold(word): worth for worth, said in _HUNDREDS.items() for word in said.split()}
        self._hundred = {fold(word) for word in _HUNDRED}
        self._marks = {fold(word): mark for mark, said in _MARKS.items() for word in said.split()}
        self._runs = {
            char: digit for chars, digits in _RUNS.items() for char, digit in zip(chars, digits, strict=True)
        }
        self._worded = frozenset({*self._digits, *self._tens, *self._hundred, *_AGAIN})
        words = any_of(self._worded)
        links = any_of(_LINKS | {fold(word) for word in _SPACES})
        number = rf"(?:{words})(?:[\s,.-]+(?:(?:{links})[\s,.-]+)?|$)"
        # A program holds as many copies of a list as it is repeated, so only two are asked for and the rest counted.
        numbers = f"(?:{number}){{2,}}"
        runs = "|".join(f"[{chars}](?:[ ,.の-]?[{chars}]){{6,}}" for chars in _RUNS)
        kana = any_of(_KANA)
        marks = any_of(self._marks)
        part = rf"(?:[0-9a-z_.-]{{1,30}}|{any_of(_HOSTS)})"
        joints = rf"{part}(?: (?:{marks}) {part}){{2,}}"
        self._each = (numbers, runs, rf"(?:{kana})(?:[ ,.のはと-]{{0,2}}(?:{kana})){{6,}}", joints)
        # Begins with a rare word, so that plain text is passed over fast.
        hint = rf" (?:{marks}) {part} (?:{marks}) "
        self.expression = "|".join((f"(?:{number}){{3}}", *self._each[1:3], hint, _BACKWARDS))
        self._kana = compiled(kana)

    @cached_property
    def _pattern(self) -> Pattern:
        return compiled("|".join(f"({part})" for part in (*self._each, _BACKWARDS)))

    @staticmethod
    def _joined(fold: Callable[[str], str]) -> dict[str, int]:
        """Numbers below a hundred that German, Dutch and Italian write as one word."""
        tens = {worth: said.split() for worth, said in _TENS.items() if worth % 10 == 0 and worth > 10}
        out: dict[str, int] = {}
        for worth, said in tens.items():
            italian, german, dutch = said[3], [w for w in said if w.endswith(("zig", "ssig"))], said
            for one in range(1, 10):
                stem = italian[:-1] if one in {1, 8} else italian
                out[fold(stem + _ITALIAN[one - 1])] = worth + one
                out |= {fold(f"{_GERMAN[one - 1]}und{word}"): worth + one for word in german}
                out |= {
                    fold(f"{_DUTCH[one - 1]}en{word}"): worth + one for word in dutch if word.endswith("tig")
                }
        return out

    def find(self, low: bytes, data: bytes) -> Iterator[tuple[int, int, str]]:
        """Spans of what is dictated in a text in lower case, with what it says and the words around it."""
        turned = not any(char in b"0123456789" for char in data)
        for match in self._pattern.finditer(low):
            start, end = match.span()
            said = low[start:end].decode("utf-8", "replace")
            kind = next(index for index in range(1, 6) if match.group(index))
            if kind == 5:
                if not turned:
                    yield 0, len(data), self._reversed(data.decode("utf-8", "replace"))
                turned = True
                continue
            if kind == 1 and self._counted(said) < _FEWEST_NUMBERS:
                continue
            written = (self._number, self._run, self._katakana, self._joints)[kind - 1](said)
            before = low[max(0, start - 80) : start].decode("utf-8", "ignore")
            after = low[end : end + 40].decode("utf-8", "ignore")
            # Nobody says nine digits one by one unless it is a number to be reached or known by.
            call = "tel " if kind < 4 and 9 <= len(written) <= 12 and not sequential(written) else ""
            yield start, end, f"{before} {call}{written} {after}"

    def _counted(self, said: str) -> int:
        """How many of the words are numbers."""
        words = _words(said)
        return sum(word in self._worded for word in words)

    def _number(self, said: str) -> str:
        """The digits: what is worth less than the room that the word before left is a part of it."""
        out: list[str] = []
        room = again = 0
        for word in _words(said):
            worth = self._tens.get(word, self._digits.get(word, -1))
            if word in _AGAIN:
                again = _AGAIN[word]
            elif word in self._hundred and out:
                out[-1], room = out[-1] + "00", 100
            elif word == "vingt" and out and out[-1] == "4":
                out[-1], room = "80", 20
            elif 0 < worth < room or (worth > 0 and worth + 3 > 9 and room == 9 and word in _AFTER_DIX):
                out[-1] = str(int(out[-1]) + worth)
                room = 10 if worth >= 20 and worth % 10 == 0 else 9 if worth == 10 else 0
            elif worth >= 0:
                out.append(str(worth) * (again or 1))
                room, again = _room(worth, word), 0
        return "".join(out)

    def _run(self, said: str) -> str:
        return "".join(self._runs.get(char, "") for char in said)

    def _katakana(self, said: str) -> str:
        return "".join(_KANA[match.group()] for match in self._kana.finditer(said))

    def _joints(self, said: str) -> str:
        return "".join(self._marks.get(word, _HOSTS.get(word, word)) for word in said.split())

    def _reversed(self, text: str) -> str:
        """The text with its codes the other way round."""
        out, at = [], 0
        for match in _TOKEN.finditer(text):
            word = match.group()
            if any(char.isdigit() for char in word) or "@" in word:
                out += [text[at : match.start()], word[::-1]]
                at = match.end()
        return "".join([*out, text[at:]])


def _words(said: str) -> list[str]:
    return said.replace(",", " ").replace(".", " ").replace("-", " ").split()


_AFTER_DIX = frozenset({"sept", "huit", "neuf"})


def _room(worth: int, word: str) -> int:
    """Below what a next word adds to this one."""
    if worth >= 100:
        return 100
    if word == "soixante":
        return 20
    if worth == 10:
        return 9
    return 10 if worth >= 20 and worth % 10 == 0 else 0
