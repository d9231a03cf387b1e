"""What people tell in passing: somebody's number, a shared account, a raise, a day of birth."""

from larouter.inspect.rules.contact import national_phone
from larouter.inspect.rules.kinds import Family, Rule, Signal, words

# Mobile numbers as they are grouped in many countries; somebody must be named just before or after.
_MOBILE = (
    r"(?:^|[^0-9a-z.,/+_#:=-])("
    r"0[0-9]{1,4}[ /-][0-9]{3,4}[ -][0-9]{2,4}(?:[ -][0-9]{2,4})?|0[0-9]{2,3}[ /-][0-9]{6,8}|06 [0-9]{2} [0-9]{3} [0-9]{4}"
    r"|[5-9][0-9]{2} [0-9]{3} [0-9]{3}|3[0-9]{2} [0-9]{6,7}|[67][0-9]{2} [0-9]{2} [0-9]{2} [0-9]{2}|69[0-9] [0-9]{3} [0-9]{4}"
    r"|[1-9][0-9] [0-9]{3} [0-9]{2} [0-9]{2}|[2-7]0[/ -][0-9]{3}[ -]?[0-9]{4}|[6-9][0-9]{9}|0[0-9]{3}-[0-9]{4}-[0-9]{3,4}|9[0-9]{4}-[0-9]{4}"
    r")(?:$|[^0-9a-z/-])"
)
_ACCOUNTS = words("""
account, netflix, spotify, disney, steam, intranet, portal, shared login, log in, login, sign in, credentials, konto, anmelden, einloggen, zugang, zugangsdaten, compte, connexion, identifiants, cuenta, acceso, conta, acesso, accedere, accesso, credenziali, inloggen, toegang, logowanie, zalogować, přihlášení, účet, belépés, fiók, cont|, autentificare, акаунт, аккаунт, вход, логин, увійти, вхід, λογαριασμός, σύνδεση, račun, prijava, kirjaudu, tili|, logga in, inloggning, logge inn, log ind, hesap, giriş, حساب, دخول, ورود, חשבון, כניסה, खाता, लॉगिन, 账号, 帳號, 账户, 登录, 登入, アカウント, ログイン, 계정, 로그인, บัญชี, เข้าสู่ระบบ, tài khoản, đăng nhập, akun, masuk
""")  # fmt: skip
_RAISES = words("""
goes up from, moves from, salary from, pay from, wage from, passera de, passe de, salaire de, bruts mensuels, brut mensuel, gehalt von, gehalt steigt, steigt von, lohn von, sueldo de, salario de, pasa de, pasará de, sube de, stipendio da, passa da, passerà da, salário de, passa de, sobe de, salaris van, gaat van, pensja z, pensję z, wzrośnie z, plat z, platu z, mzda z, fizetése, fizetés, béréről, salariul de la, de la, заплата от, зарплата с, зарплату с, оклад с, с зарплаты, зарплата з, оклад з, plaća sa, plata sa, μισθός από, lön från, lönen från, løn fra, lønn fra, palkka nousee, maaşı, maaş |, راتبه من, راتبها من, راتب, حقوق, שכר מ, משכורת, तनख्वाह, वेतन, सैलरी, বেতন, 月薪从, 工资从, 年薪从, 月給を, 年収を, 연봉을, 월급을, เงินเดือนจาก, lương từ, gaji dari, gaji naik,
raise for, raise letter, pay raise, raise from, goes from, gehaltserhöhung, lohnerhöhung, augmentation, aumento, subida de sueldo, reajuste, loonsverhoging, opslag, podwyżk, zvýšení platu, zvýšení mzdy, fizetésemelés, mărire, повышение, підвищення, увеличение на заплатата, αύξηση, povišica, palkankorotus, lönerevision, löneförhöjning, lønsforhøjelse, lønstigning, lønnsøkning, zam|, maaş artışı, زيادة, העלאה, वेतन वृद्धि, 加薪, 涨薪, 調薪, 昇給, 연봉 인상, ขึ้นเงินเดือน, tăng lương, kenaikan gaji
""")  # fmt: skip
_CHANGE = r"[0-9][0-9.,' ]{2,9} ?(?:€|\$|£|eur|usd|kr|zl|kc|ft|lei|tl|rub|грн|元|円|원)?\.? ?(?:→|->|to|से बढ़कर|से|থেকে|から|에서|涨到|调到|升到|إلى|الى|به|ל-?|đến|เป็น|ke|menjadi|-ról|-ről|na|до|στα|auf|til|till|a|à|na|naar|до|la|sa|from|zu) ?(?:€|\$|£)? ?[0-9][0-9.,' ]{2,9}"
_PAPER_SHAPES = (
    r"\b([a-z9]{5}[0-9]{6}[a-z9]{2}[0-9a-z]{3})\b|(?:nsw|vic|qld|tas|act|nt|victorian|queensland)(?: driver'?s?)? licen[cs]e (?:no\.? |number )?([0-9]{6,10})\b"
    r"|permis(?: de conduire)? [a-z]{4,10} ([0-9]{9,12})\b|(?:reise)?pass(?:nr\.?|nummer)? ([cfghjk][cfghjklmnprtvwxyz0-9]{8})\b|загран[а-я]* (?:паспорт )?([0-9]{2} ?[0-9]{7})\b"
)


def _shared(found: str) -> bool:
    """A secret that somebody made up: letters, digits and a mark, and nothing of a path, an address or code."""
    value = found.rstrip(".,;!?)")
    letters = sum(char.isalpha() for char in value)
    digits = sum(char.isdigit() for char in value)
    marks = sum(char in "!#$%&*+?^~" for char in value)
    odd = any(char in "/\\@(){}[]<>=.:\"'`," for char in value)
    return (
        8 <= len(value) <= 40
        and letters >= 3
        and digits >= 2
        and 0 < marks <= 3
        and not odd
        and value[0].isalpha()
        and any(char.isupper() for char in value)
    )


def _numbered(found: str) -> bool:
    digits = sum(char.isdigit() for char in found)
    return digits >= 2 and len(set(found)) > 3 and found not in {"morga657054sm9ij", "l01x00t47", "c01x00t47"}


FAMILY = Family(
    rules=(
        Rule(
            "contact.phone.person",
            (),
            _MOBILE,
            national_phone,
            near=("person|person.other|kin|titled",),
            unless=("phone public", "number.other.close", "sample", "counted"),
            reach=30,
            apart=True,
            digits=9,
        ),
        Rule(
            "credential.shared",
            _ACCOUNTS,
            r"(?:^|[\s(])([A-Za-z]\S{7,40})",
            _shared,
            folded=False,
            unless=("sample secret", "sample"),
            reach=60,
            digits=2,
        ),
        Rule(
            "pay.change",
            _RAISES,
            _CHANGE,
            near=("person|person.other|kin|name|titled|caseless",),
            unless=("figure", "pay talk", "biography"),
            reach=60,
            digits=6,
        ),
        Rule(
            "birth.east",
            words("日生, 日出生, 日生まれ, 년생, 일생"),
            r"(?:19|20)[0-9]{2}(?:年|년) ?[0-9]{1,2}(?:月|월) ?[0-9]{1,2}(?:日|일) ?(?:出?生|生まれ)|(?:昭和|平成|令和)[0-9]{1,2}年[0-9]{1,2}月[0-9]{1,2}日生",
            near=("person|person.other|family name",),
            unless=("figure", "biography", "sample"),
            reach=40,
            digits=4,
        ),
        Rule("id.paper.shape", words("licence, license, driver, permis|, pass|, reisepass, passnummer, загран, visum, visa|, officer"), _PAPER_SHAPES, _numbered, unless=("sample", "number.other.close"), reach=60, digits=2),
    ),
    signals=(
        Signal(
            "counted",
            words("invoice, total, sum of, points, score, scored, measured, cells, population, inhabitants, views, followers, budget, revenue, profit, pages, page |, votes, copies, sold, downloads, steps, article, item |, huf|, usd|, eur|, czk|, kč|, ft|, pln|, zł|, rechnung, summe, punkte, einwohner, seiten, stück, facture, total, points, habitants, factura, puntos, habitantes, fattura, punti, abitanti, punktów, mieszkańców, bodů, obyvatel, pont|, lakos, счёт, счет, сумма, очков, жителей, населени, nüfus, puan"),
        ),
        Signal(
            "family name",
            pattern=r"(?:新郎|新婦|氏名|姓名|名前|申込|报名表|報名表|员工|員工|患者|様|：|:) ?[\x{4e00}-\x{9fff}]{2,4}[ ，、,]?",
            folded=False,
        ),
    ),
)  # fmt: skip
