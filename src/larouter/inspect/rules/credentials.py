"""Secrets: passwords, connection strings, private keys, tokens and keys of vendors."""

from larouter.inspect import checks
from larouter.inspect.patterns import compiled
from larouter.inspect.rules.invented import FILLER, soon, strong
from larouter.inspect.rules.kinds import Family, Rule, Signal, words
from larouter.inspect.rules.vendors import SHAPES

_SAMPLES = frozenset(
    sample.lower()
    for sample in (
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
        "sk_test_BQokikJOvBiI2HlWgH4olfQ2",
        "AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe",
    )
)


def _key(found: str) -> bool:
    if found.lower() in _SAMPLES or FILLER.search(found):
        return False
    body = found.rsplit("_", 1)[-1].rsplit("-", 1)[-1]
    return checks.random_like(body if len(body) >= 12 else found)


_PASSWORD_WORDS = words("""
*password, p a s s w o r d, *passwd, pass|, pw|, pw:, *_pass*, *pass=, *_pw*, psw|, creds,  *pwd, *passphrase, pass:, pass=, passcode, *secret, *api_key, *apikey, *api-key, api key, *access_key, *accesskey, *auth_token, *access_token, *private_token, *client_secret, *token, *credentials, kredentials, login:, pin|, pin:, pin code, login, logins, unlock code, otp|, 2fa, recovery code, logon,
*passwort, *kennwort, zugangsdaten, zugangscode, losung, mot de passe, mdp|, identifiants, contraseña, clave|, clave:, parola, parola d'ordine, senha, palavra-passe, palavra passe, wachtwoord, hasło, hasła, hasłem, heslo, hesla, heslem, jelszó, jelszav, jelszava, şifre, şifresi, şifrem, sifre, lösenord, lösen|, adgangskode, kodeord, passord, salasana, lozinka, lozinku, geslo, šifra, parolă, slaptažod, wagwoord, parole|, parool, lykilorð,
пароль, пароля, паролем, парол, лозинка, лозинку, κωδικός, κωδικό, συνθηματικό, كلمة المرور, كلمة السر, الرقم السري, رمز عبور, گذرواژه, پسورد, סיסמה, סיסמא, הסיסמה, हासवर्ड, पासवर्ड, कूटशब्द, পাসওয়ার্ড, கடவுச்சொல், 密码, 密碼, 口令, 暗码, パスワード, パスは, パス:, 暗証番号, パスコード, 비밀번호, 암호, 패스워드, 비번, 비밀 번호, passwort, contrasenya, contrasinal, pasahitza, fjalëkalim, cyfrinair, парола, паролата, құпиясөз, پاس ورڈ, పాస్‌వర్డ్, ಪಾಸ್‌ವರ್ಡ್, പാസ്‌വേഡ്, પાસવર્ડ, ਪਾਸਵਰਡ, පාස්වර්ඩ්, პაროლ, գաղտնաբառ, የይለፍ ቃል, พาสเวิร์ด, mật khẩu, mật mã, รหัสผ่าน, รหัส, kata sandi, sandi, katalaluan, kata laluan, nywila, neno la siri
""")
_SUBJECT = (
    r"(?i)(?:p a s s w o r d|creds?|zugangsdaten|identifiants|credenciales|credenziali|credenciais|inloggegevens|dane logowania|overihetoje|реквизиты|доступы|pass(?:word|wd|phrase|code|wort|ord)?s?|pwd|psw|pw|kennwort|zugangscode|losung|mot de passe|mdp|contrasena|clave|parola(?: d'ordine)?|senha|palavra[- ]passe|wachtwoord|haslo|hasla|haslem|heslo|hesla|heslem|jelszo|jelszav[a-z]{0,4}|sifre[a-z]{0,5}|losenord(?:et)?|losen|adgangskode[n]?|kodeord(?:et)?|passord(?:et)?|salasana(?:ni)?|lozinka|lozinku|geslo|sifra|slaptazod[a-z]{0,3}|parole|parool|lykilord|wagwoord|kata sandi(?:nya)?|sandi|kata ?laluan|nywila|mat khau|mat ma"
    r"|secret|api[_ -]?key|apikey|access[_ -]?key|auth[_ -]?token|access[_ -]?token|private[_ -]?token|client[_ -]?secret|secret[_ -]?key|token|login|credentials|pin(?: ?code)?|unlock code|recovery code|otp"
    r"|парол[ьяеюмиі]{0,3}|лозинк[аеу]|κωδικο[ςσ]?(?: προσβασησ| προσβασης)?|συνθηματικο|كلمه المرور|كلمه السر|الرقم السري|رمز عبور|گذرواژه|پسورد|ה?סיסמ[הא]|पासवर्ड|কূটশব্দ|পাসওয়ার্ড|密码|密碼|口令|パスワード|パス|暗証番号|パスコード|비밀번호|비번|비밀 번호|암호|패스워드|contrasenya|contrasinal|pasahitza|fjalekalim[a-z]{0,2}|cyfrinair|құпиясөз|پاس ورڈ|پاس ورد|கடவுச்சொல்|పాస్వర్డ్|ಪಾಸ್ವರ್ಡ್|പാസ്വേഡ്|પાસવર્ડ|ਪਾਸਵਰਡ|පාස්වර්ඩ්|პაროლ[იეას]{0,3}|գաղտնաբառ[ըն]?|የይለፍ ቃል|พาสเวิร์ด|รหัสผ่าน|รหัส)"
)
_PASSWORD = (
    _SUBJECT
    + r"[\"'\])]{0,2}(?:[^\n\r:=\"'`@/]{0,40}?)?(?:[:=]>?|\bis\b|\bare\b|\bist\b|\blautet\b|\best\b|\bes\b|\be\b|\bto\b|\btot\b|\bjest\b|\bje\b|\beste\b|\bar\b|\bon\b|\ber\b|\bär\b|\badalah\b|\bni\b|\bla\b|\bwas\b|\bwar\b|\bwith\b|\bset to\b|\bchanged to\b| - |→|は|が|是|为|為|改成|改为|는|은|가|이|هي|هو|است|הוא|היא|है|là|คือ|είναι|ειναι|я|это|е|су)"
    r"[ \t]{0,3}[\"'`]{0,2}([^\s\"'`,;。<>|()]{4,128})"
)
_BARE = _SUBJECT + r"([^\n]{4,80})"
_NOT_SECRET = compiled(
    r"(?i)^(?:none|null|nil|true|false|undefined|string|str|bytes|int|text|varchar|optional|required|pass|passwd|changeme|change_me|redacted|hidden|hunter2|letmein|qwerty|test|testing|test123|example|admin|root|user|guest|default|empty|blank|unknown|missing|invalid|incorrect|wrong|expired|reset|forgotten|valid|correct|stored|hashed|encrypted|strong|weak|safe|secure|unsafe|protected|confidential|needed|abc123|123456|p@ssw0rd|pa\$\$word|correct-?horse\S*|s3cr3t|12345\d*|xxx+)[.!?]?$"
    r"|^(?:password|passwort|secret|token)[\w.]*$"
    r"|^[a-z_][\w.]*[\[(]|^(?:os\.|env\.|process\.env|getenv|config\.|settings\.|self\.|args\.|request\.|req\.|input\(|getpass|vault|\$|%|\{|<|\[|\*+$|x{3,}|\.{2,}|-{2,}|_+$|your|my[-_]|new[-_]|foo|bar|placeholder|insert|enter|secretref|valuefrom|data\.|var\.|local\.|module\.|params|ctx\.|context\.|sk-\.)"
)
_DAY = compiled(r"^20[0-9]{2}-[01][0-9]-[0-3][0-9]$")
_SENTENCE = compiled(r"^\pL+[.!?:…]?$")


def _prefixes(announced: str) -> tuple[str, ...]:
    return tuple(word if word.endswith("*") else word + "*" for word in words(announced))


def _password(found: str) -> bool:
    value = found.rstrip(".,;:!?)]}")
    if len(value) < 4 or _NOT_SECRET.search(value) or FILLER.search(value) or _DAY.search(value):
        return False
    if value.isdigit():
        return 4 <= len(value) <= 12 and not checks.sequential(value) and len(set(value)) > 1
    if _SENTENCE.search(found) or value.endswith("()") or "](" in value:
        return False
    letters = sum(1 for c in value if c.isalpha())
    digits = sum(1 for c in value if c.isdigit())
    others = len(value) - letters - digits
    if (
        value[:4].lower() in {"http", "www."}
        or value.startswith("//")
        or (value.count("/") >= 2 and not digits)
    ):
        return False
    if _ADDRESS.search(value):
        return False
    return (
        (digits > 0 and letters > 0)
        or (others > 0 and letters >= 3 and not _COMPOUND.search(value))
        or (digits > 3 and others > 0)
    )


def _code(found: str) -> bool:
    bare = "".join(char for char in found if char.isalnum())
    digits = sum(char.isdigit() for char in bare)
    return digits >= 2 and len(set(bare)) > 3 and not checks.sequential(bare)


_ADDRESS = compiled(r"^(?:[0-9]{1,3}\.){3}[0-9]{1,3}")
_COMPOUND = compiled(r"^\pL+(?:[-_./']\pL+)+$")
_URL = r"(?i)\b[a-z][a-z0-9+.-]{1,30}://[^\s:/@\"'<>]{0,64}:[^\s/@\"'<>]{2,128}@[^\s\"'<>]+"
_HARMLESS_PAIR = compiled(
    r"(?i)^(?:user(?:name)?|root|postgres|admin|guest|test|foo|dbuser|db_user|myuser|me|name|sa|rabbit|rabbitmq|mysql|mongo|redis|default|login|app|appuser|usr)?:(?:pass(?:word|wd)?\d{0,3}|pwd|secret|postgres|admin|guest|test|bar|root|example|changeme|mypassword|mypass|dbpass|db_password|\*+|x+|\.+|mysecretpassword|your.*|pw|redis|mongo|\$.*|<.*|\{.*|%.*)$"
)


def _connection(found: str) -> bool:
    pair = found.split("://", 1)[1].rsplit("@", 1)[0]
    host = found.rsplit("@", 1)[1].lower()
    secret = pair.split(":", 1)[1]
    if (
        _HARMLESS_PAIR.search(pair)
        or secret.startswith(("$", "<", "{", "%(", "[", "*"))
        or FILLER.search(secret)
    ):
        return False
    return not (host.startswith(("example.", "host:", "host/", "hostname")) and len(secret) < 9)


_JWT_SAMPLES = (
    "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    "TJVA95OrM7E2cBab30RMHrHDcEfxjoYZgeFONFh7HgQ",
    "XbPfbIHMI6arZ3Y922BhjWgQzWXcXNrz0ogtVhfEd2o",
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
)


def _jwt(found: str) -> bool:
    return checks.jwt(found) and not found.endswith(_JWT_SAMPLES) and "..." not in found


def _cookie(found: str) -> bool:
    return checks.random_like(found) and not FILLER.search(found) and any(c.isdigit() for c in found)


FAMILY = Family(
    rules=(
        *(
            Rule(f"credential.{vendor}", _prefixes(announced), shape, _key, folded=False, apart=True)
            for vendor, (announced, shape) in SHAPES.items()
        ),
        Rule(
            "credential.password",
            _PASSWORD_WORDS,
            _PASSWORD,
            _password,
            folded=False,
            unless=("sample secret",),
            reach=60,
        ),
        Rule(
            "credential.password.bare",
            _PASSWORD_WORDS,
            _BARE,
            narrow=soon,
            folded=False,
            unless=("sample secret",),
            reach=40,
        ),
        Rule(
            "credential.totp",
            words(
                "2fa secret, 2fa key, totp, otpauth, authenticator, two-factor secret, setup key, authenticator-app, clé 2fa, clave 2fa, ключ 2fa, 二次验证, 二段階認証"
            ),
            r"(?:^|[\s:=\"'(])((?:[A-Z2-7]{4}[ -]){3,7}[A-Z2-7]{4}|[A-Z2-7]{16,32})(?:$|[\s,;.\"')])",
            lambda found: (
                any(char.isdigit() for char in found) and "".join(found.split()) != "JBSWY3DPEHPK3PXP"
            ),
            folded=False,
            reach=60,
            digits=1,
        ),
        Rule(
            "credential.userinfo",
            ("*@*",),
            r"(?i)(?:^|[\s\"'(])[a-z_][a-z0-9_.-]{1,30}:([^\s:@/]{6,64})@[0-9a-z.-]{3,}",
            strong,
            folded=False,
            apart=True,
        ),
        Rule("credential.connection", ("*://",), _URL, _connection, folded=False, apart=True),
        Rule(
            "credential.dsn",
            ("*pwd=", "*password=", "accountkey=", "*password ="),
            r"(?i)\b(?:server|data source|host|uid|user id|user|dbname|database)\s*=[^\n]{1,200}?(?:pwd|password)\s*=\s*([^\s;\"']{3,})",
            _password,
            folded=False,
            apart=True,
        ),
        Rule(
            "credential.private_key",
            ("*-----begin", "*putty-user-key"),
            r"(?s)-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n|\\r|[A-Za-z0-9+/=:,-]){1,24}[A-Za-z0-9+/=]{16,}|PuTTY-User-Key-File",
            lambda found: "..." not in found,
            folded=False,
            apart=True,
        ),
        Rule(
            "credential.jwt",
            ("eyj*",),
            r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}|\beyJ[A-Za-z0-9_-]{10,}\.\.?[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
            _jwt,
            folded=False,
            apart=True,
        ),
        Rule(
            "credential.cookie",
            (
                "cookie",
                "*session",
                "*sessid",
                "*sid=",
                "connect.sid",
                "*auth=",
                "phpsessid",
                "jsessionid",
                "csrftoken",
                "remember_token",
                "asp.net_sessionid",
                "laravel_session",
                "*xsrf",
            ),
            r"(?i)(?:phpsessid|jsessionid|asp\.net_sessionid|connect\.sid|laravel_session|sessionid|session_?id|session_token|session|sid|auth_token|remember_token|csrftoken|xsrf-token|_session|__secure-[a-z0-9._-]+|__host-[a-z0-9._-]+|[a-z_]*sessid|user_session|li_at|auth)\s?[=:]\s?[\"']?([A-Za-z0-9%._~+/=:-]{16,})",
            _cookie,
            folded=False,
            apart=True,
        ),
        Rule(
            "credential.bearer",
            ("bearer", "authorization", "basic|", "x-api-key", "x-auth-token"),
            r"(?i)(?:authorization\s?[\"']?\s?[:=]\s?[\"']?(?:bearer|token|basic|apikey|key)\s+|bearer\s+|x-api-key[\"']?\s?[:=]\s?[\"']?|x-auth-token[\"']?\s?[:=]\s?[\"']?)([A-Za-z0-9._~+/=-]{16,})",
            lambda found: _key(found) and any(c.isdigit() for c in found),
            folded=False,
            apart=True,
        ),
        Rule(
            "credential.assigned",
            (
                "*secret",
                "*token",
                "*api_key",
                "*apikey",
                "*api-key",
                "api key",
                "*access_key",
                "*private_key",
                "*auth_key",
                "*encryption_key",
                "*signing_key",
                "*license key",
                "*licence key",
                "*client_secret",
                "clé api",
                "clave api",
                "clave de api",
                "api-schlüssel",
                "chave de api",
                "chave da api",
                "chiave api",
                "klucz api",
                "ключ api",
                "api ключ",
                "api密钥",
                "api 密钥",
                "apiキー",
                "api キー",
                "api 키",
                "مفتاح api",
                "api anahtar",
                "khóa api",
                "kunci api",
                "api-nyckel",
                "api-nøgle",
                "api-nøkkel",
                "api-avain",
                "api kulcs",
                "api klíč",
                "cheia api",
                "sleutel",
            ),
            r"(?i)(?:secret|token|api[_ -]?key|apikey|access_key|private_key|auth_key|encryption_key|signing_key|licen[cs]e key|client_secret|cle api|clave (?:de )?api|api-schlussel|chave d[ea] api|chiave api|klucz api|ключ api|api ключ|api ?密钥|api ?キー|api ?키|مفتاح api|api anahtar[a-z]*|khoa api|kunci api|api-nyckel[a-z]*|api-nogle[a-z]*|api-nokkel[a-z]*|api-avain|api kulcs|api klic|cheia api)[a-z_]{0,20}[\"']?[^\n:=\"']{0,20}?(?:[:=]>?|\bis\b|\bist\b|\blautet\b|\bes\b|\best\b|\be\b|\bjest\b|\bje\b|是|为|は|는|은)\s{0,3}[\"'`]{0,2}([A-Za-z0-9_+/.=~-]{16,})",
            lambda found: _key(found) and checks.entropy(found) > 3.0 and any(c.isdigit() for c in found),
            folded=False,
        ),
        Rule(
            "credential.pair",
            (
                "login",
                "username",
                "user:",
                "benutzer",
                "account:",
                "user|",
                "utilisateur",
                "usuario",
                "utente",
                "usuário",
                "логин",
                "用户名",
                "账号",
                "ユーザー",
                "아이디",
                "tài khoản",
                "ชื่อผู้ใช้",
                "kullanıcı",
                "użytkownik",
                "gebruiker",
            ),
            r"(?i)(?:login|username|user(?: ?name)?|account|benutzer(?:name)?|utilisateur|identifiant|usuario|utente|gebruiker(?:snaam)?|uzytkownik|логин|用户名|账号|ユーザー(?:名|id)?|아이디|tai khoan|ชื่อผู้ใช้|kullanici(?: adi)?)\s?[:=]\s?[^\s,;/]{2,60}[\s,;/|]{1,4}(?:and |et |y |und |e )?(?:pass(?:word|wd|wort)?|pwd|pw|mdp|mot de passe|contrasena|clave|senha|parola|wachtwoord|haslo|heslo|пароль|密码|パスワード|비밀번호|mat khau|รหัสผ่าน|sifre)\s?[:=]\s?([^\s,;]{4,})",
            _password,
            folded=False,
            apart=True,
        ),
        Rule(
            "credential.pair.slash",
            (
                "creds",
                "credentials",
                "login",
                "zugangsdaten",
                "identifiants",
                "credenciales",
                "credenziali",
                "credenciais",
                "inloggegevens",
                "logowania",
                "доступ",
                "账号",
                "账户",
            ),
            r"(?i)(?:creds?|credentials|logins?|zugangsdaten|identifiants|credenciales|credenziali|credenciais|inloggegevens|dane logowania|доступы?|账号|账户)[^\n:=]{0,40}[:=]\s*[\"']?[^\s/:|\"'{}\[\]]{2,40}\s?[/:|]\s?([^\s,;]{6,})",
            _password,
            folded=False,
            apart=True,
        ),
        Rule(
            "credential.codes",
            words("""
backup code, backup-code, backup_codes, recovery code, recovery-code, recovery_codes, scratch code, one-time codes, emergency codes, 2fa codes, wiederherstellungscode, backup-codes, notfallcode, ersatzcode, codes de secours, code de secours, codes de récupération, códigos de respaldo, códigos de recuperación, códigos de seguridad de, codici di backup, codici di recupero, códigos de backup, códigos de recuperação, herstelcode, back-upcode, kody zapasowe, kody odzyskiwania, záložní kódy, obnovovací kód, helyreállítási kód, coduri de rezervă, yedek kod, kurtarma kod, резервные коды, коды восстановления, резервні коди, резервни кодове, reservkod, återställningskod, reservekod, gendannelseskod, sikkerhetskoder, varmuuskood, palautuskood, rezervni kodovi, εφεδρικοί κωδικοί, رموز احتياطية, کدهای پشتیبان, קודי גיבוי, बैकअप कोड, 备用验证码, 备份码, 恢复代码, 恢复码, バックアップコード, リカバリーコード, 백업 코드, 복구 코드, mã dự phòng, mã khôi phục, รหัสสำรอง, kode cadangan, kode pemulihan
"""),
            r"\b([0-9]{4}[ -][0-9]{4}|[0-9]{8,10}|[0-9]{5,6}[ -][0-9]{5,6}|[0-9a-z]{4,6}-[0-9a-z]{4,6}(?:-[0-9a-z]{4,6}){0,4})\b",
            _code,
            unless=("sample secret", "sample"),
            reach=60,
        ),
        Rule(
            "credential.ssh",
            ("sshpass", "curl|", "mysql|", "ldap", "smb", "net use"),
            r"(?:sshpass -p ?['\"]?([^\s'\"]{4,})|curl [^\n]{0,120}?-u ?['\"]?[^\s:'\"]+:([^\s'\"]{4,})|mysql [^\n]{0,80}?-p([^\s'\"]{4,}))",
            _password,
            folded=False,
            apart=True,
        ),
    ),
    signals=(
        Signal(
            "sample secret",
            words(
                "e.g. password, placeholder password, example password, sample password, dummy password, for example a password, regex, such as"
            ),
        ),
        Signal(
            "sample",
            words(
                "example, sample, placeholder, dummy, format, such as, e.g., looks like, fake, fictional, invalid, test number, test data, beispiel, exemple, ejemplo, esempio, exemplo, voorbeeld, przykład, příklad, példa, exemplu, örnek, пример, например, приклад, exempel, eksempel, esimerkki, primjer, παράδειγμα, مثال, דוגמה, उदाहरण, 例如, 示例, 例えば, 예시, 예를, ví dụ, ตัวอย่าง, contoh, mfano"
            ),
        ),
        Signal(
            "talk",
            words(
                "what is, how do, how does, how is, explain, meaning of, was ist, wie wird, comment |, qu'est-ce, qué es, cómo se, cos'è, come si, o que é, como se, wat is, co to jest, jak |, что такое, как |, vad är, hvad er, hva er, mikä on"
            ),
        ),
    ),
)
