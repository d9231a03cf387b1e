"""Rows about persons: a heading that names what a column holds, and a row below it; or the members of an object."""

from larouter.inspect.rules.birth import DATE, living
from larouter.inspect.rules.kinds import Family, Rule, Signal, words

_WHO = r"(?:name|emp|employee|staff|mitarbeiter|nachname|vorname|nombre|apellido|empleado|nom|prenom|salarie|nome|cognome|naam|medewerker|imie|nazwisko|jmeno|prijmeni|meno|nev|dolgozo|nume|angajat|isim|ad soyad|calisan|navn|namn|nimi|ime|prezime|ονομα|фио|имя|фамилия|сотрудник|пациент|имена|піб|الاسم|نام|שם|नाम|姓名|员工|氏名|社員|患者|이름|성명|직원|patient|client|pupil|student)"
_PAY = r"(?:salar|base|gross|net_pay|wage|pay|bonus|gehalt|brutto|netto|lohn|sueldo|nomina|salaire|brut|stipend|retribuzione|ordenado|vencimento|salaris|loon|wynagrodz|pensja|plat|mzda|fizetes|ber|maas|lon|lonn|palkka|placa|plaća|plata|зарплат|оклад|заплата|μισθ|راتب|حقوق|שכר|वेतन|工资|薪|月給|年収|給与|연봉|월급|급여)"
_ILL = r"(?:diagnos|illness|condition|disease|sickness|medication|allerg|krankheit|grund|erkrankung|enfermedad|alergia|maladie|malattia|doenca|ziekte|choroba|rozpoznanie|nemoc|betegseg|boala|tani|hastalik|sykdom|sygdom|sjukdom|sairaus|bolest|диагноз|диагноза|заболеван|διαγνωση|تشخيص|تشخیص|אבחנה|निदान|诊断|病情|病名|診断|血液検査|진단)"
_BORN = r"(?:birth|dob|born|geburt|geb|naissance|nacimiento|nascita|nascimento|geboorte|urodz|naroz|szul|nastere|dogum|fodt|fodelse|syntym|rođ|roden|рожд|народж|раждане|γεννησ|ميلاد|تولد|לידה|जन्म|生日|出生|生年月日|생년월일|생일)"
_SEP = r"[,;\t|]"
# Counted gaps would make automata of megabytes; a line or an object bounds these as well.
_CELL = r"[^\n]*"


def _table(column: str, value: str) -> str:
    """A line with both headings in any order, then a line that begins with a name and holds the value."""
    heads = rf"(?:{_WHO}{_CELL}{_SEP} ?{_CELL}{column}|{column}{_CELL}{_SEP} ?{_CELL}{_WHO})"
    return rf"(?:^|\n|\| ?){heads}[^\n]*\n(?:[|: -]{{3,80}}\n)?[| ]{{0,3}}[^\n]+?{_SEP}[^\n]*?{value}"


def _members(key: str, value: str) -> str:
    """An object with somebody's name and the value, in any order."""
    who = rf'"{_WHO}[a-z_]*"\s*:\s*"[^"\n]+"'
    what = rf'"[a-z_]*{key}[a-z_]*"\s*:\s*{value}'
    return rf"{who}[^{{}}]*{what}|{what}[^{{}}]*{who}"


_COLUMNS = words("""
salary, salaries, base, gross, wage, pay|, bonus, gehalt, brutto, netto, lohn, salario, sueldo, salaire, brut|, stipendio, salário, salaris, loon|, wynagrodzenie, pensja, plat|, mzda, fizetés, maaş, lön|, løn|, lønn|, palkka, plaća, plata|, зарплата, оклад, заплата, μισθός, راتب, حقوق, שכר, वेतन, 工资, 月薪, 年薪, 月給, 年収, 給与, 연봉, 월급, 급여
""")
_FINDINGS = words("""
diagnosis, diagnoses, diagnose, illness, condition, disease, sickness, medication, allergy, allergies, krankheit, krankheitstage, grund, erkrankung, diagnóstico, enfermedad, maladie, diagnostic, malattia, diagnosi, doença, ziekte, rozpoznanie, choroba, diagnóza, betegség, boala, tanı, hastalık, sykdom, sygdom, sjukdom, sairaus, bolest, диагноз, заболевание, διάγνωση, تشخيص, אבחנה, निदान, 诊断, 病名, 診断, 血液検査, 진단
""")
_BIRTHS = words("""
birth, birthday, dob|, born, geburtstag, geburtsdatum, geb|, naissance, nacimiento, nascita, nascimento, geboortedatum, urodzenia, narození, születés, naștere, doğum, født, födelse, syntymä, rođenja, рождения, народження, раждане, γέννηση, ميلاد, تولد, לידה, जन्म, 生日, 出生, 生年月日, 생년월일
""")

FAMILY = Family(
    rules=(
        Rule(
            "pay.table",
            _COLUMNS,
            _table(_PAY, r"\b[0-9]{1,3}[.,' ]?[0-9]{3}\b") + "|" + _members(_PAY, r'"?[0-9]{4,}'),
            unless=("sample", "figure"),
            reach=120,
            digits=4,
        ),
        Rule(
            "health.table",
            _FINDINGS,
            _table(_ILL, r"[^\n,;\t|0-9]{4,}") + "|" + _members(_ILL, r'"[^"\n]{3,60}"'),
            lambda found: "string" not in found and "null" not in found,
            unless=("sample", "figure", "schema"),
            reach=120,
        ),
        Rule(
            "birth.table",
            _BIRTHS,
            _table(_BORN, DATE) + "|" + _members(_BORN, '"' + DATE),
            living,
            unless=("sample", "figure", "biography"),
            reach=120,
            digits=6,
        ),
    ),
    signals=(
        Signal(
            "schema",
            words(
                "schema, columns:, fields:, type:, varchar, nullable, dtype, placeholder, lorem, icd-10 code list, lookup"
            ),
        ),
    ),
)
