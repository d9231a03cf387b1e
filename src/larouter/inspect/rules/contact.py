"""Phone numbers, e-mail and postal addresses of persons."""

# ruff: noqa: FLY002

from larouter.inspect.patterns import compiled
from larouter.inspect.rules.kinds import Family, Number, Rule, Signal, tokens, words

_PHONE_WORDS = words("""
cel|, cel., wpp|, fono|, handynr, rubrica, anyu száma, apu száma, száma|, číslo na, numer do, 微信同号, 手机号, babysitter, babysitterin, nanny, tagesmutter, oppas, bereik je, nounou, canguro, la cangur, tata|, badante, niania, hlídačka, opatrovat, bébiszitter, bona|, детегледач, няня, dadilja, lastenhoitaj, barnvakt, barnevakt, barnapía, í síma, bakıcı, المربية, בייביסיטר, पालनकर्ता, आया, আয়া, ஆயா, 阿姨, 保母, 保姆, シッター, 시터, พี่เลี้ยง, cô giữ trẻ, pengasuh, nomornya, nomornya, yaya, kwa nambari, auklė, lapsehoidja,
phone, telephone, mobile, cell|, cellphone, tel|, tel., call |, call me, text |, text me, ring |, dial |, whatsapp, signal|, sms|, reach |, reach me, reached at, ring me, my number, number is, her number, his number, landline, voicemail, new number, contact number, phone number, home number, emergency contact,
handy, handynummer, neue nummer, nummer, telefon, mobil|, mobilnummer, mobiltelefon, festnetz, ruf |, rufnummer, erreichbar, anrufen, rückruf, téléphone, nouveau numéro, numéro, portable, mobile, appelle, appelez, joignable, joindre, rappeler, rappelle, contactez, numéro de, numéro, teléfono, móvil, celular, llámame, llámeme, llamar, wasap,
telefono, cellulare, chiamami, chiamare, cell., telefone, telemóvel, celular, ligue, zap|, telefoon, mobiel, gsm|, bel me, bellen, 06-nummer, telefonu, komórk, zadzwoń, komórkow, tel. kom, mobil, zavolej, volejte, hívj, telefonszám, mobilszám, hívjon, sună, mobilul,
cep |, cep telefon, ara|, arayın, numaram, gsm, телефон, мобильн, моб., тел., звоните, позвони, номер, сотов, дзвоні, мобільн, обади, звънни, τηλέφων, κινητ, هاتف, جوال, موبايل, موبایل, تلفن, شماره, واتساب, اتصل, טלפון, נייד, פלאפון, התקשר, फोन, फ़ोन, मोबाइल, व्हाट्सएप, कॉल, নম্বর, মোবাইল, ফোন,
手机, 手機, 号码, 號碼, 新号, 打给,  电话, 電話, 联系方式, 聯絡, 微信, 携帯, 電話番号, 연락처, 전화, 휴대폰, 핸드폰, điện thoại, số đt, sđt, di động, gọi, zalo, โทร, เบอร์, มือถือ, telepon, hp|, nomor hp, no hp, no. hp, wa|, telpon, telp, telp., hubungi, telefon bimbit, puh., puh|, puhelin, puhelinnumero, soita, matkapuhelin, kännykkä, ring |, mobilen, mobilnr, tlf|, tlf., telefonnr, nazovi, broj, mobitel, позови, број, simu, namba ya simu, pix|, telefonas, skambin, tālruni, tālruņa, zvaniet, telefoninumber, helista, símanúmer, hringdu, telèfon, mòbil, telepono, tumawag, selpon, numri|, raqam, nömrə,
फोनवर, क्रमांक, भ्रमणध्वनी, எண், கைபேசி, தொலைபேசி, மொபைல், నంబర్, ఫోన్, మొబైల్, ಸಂಖ್ಯೆ, ಫೋನ್, ಮೊಬೈಲ್, നമ്പർ, ഫോൺ, മൊബൈൽ, નંબર, ફોન, મોબાઇલ, ਨੰਬਰ, ਫ਼ੋਨ, ਫੋਨ, ਮੋਬਾਈਲ, දුරකථන, نمبر, فون, موبائل, ნომერ, ტელეფონ, მობილურ, հեռախոս, համար, утас, нөмір, ဖုန်း, ទូរស័ព្ទ, ເບີໂທ, ስልክ
""")
# Numbers that regulators reserve for films and documentation, toll-free and emergency numbers.
_PHONE_RESERVED = compiled(
    r"^(?:1?555\d{7}|1?[2-9]\d\d5550[01]\d\d|1?5550[01]\d\d|5550[01]\d\d|1?[2-9]\d\d5551212"
    r"|1?8(?:00|33|44|55|66|77|88)\d{7}|1?900\d{7}"
    r"|(?:44|0)(?:1632960|7700900|2079460|1134960|1144960|1154960|1164960|1174960|1184960|1214960|1314960|1414960|1514960|1614960|1914980|2896496|2920180|3069990|8081570|9098790)\d{3}"
    r"|44(?:800|808|84[345]|87[0123]|3\d\d)\d{6,8}|0(?:800|808|900|1805|180[2346]|137)\d{4,8}"
    r"|(?:61|0)(?:[2378]5550|[2378]7010)\d{4}|(?:61|0)(?:491570|49157)\d{3,4}|(?:61)?(?:1[38]00\d{6}|13\d{4})"
    r"|(?:49|0)(?:3023125|6990009|4066969|2214710|8999998)\d{3}|(?:49|0)(?:152288173|152288174|1719539|17392000|176040690|17260[0-9]{2}0)\d{2,4}|49(?:800|180\d|900|137)\d{6,8}"
    r"|(?:33|0)(?:19900|26191|35301|46571|53649|63998)\d{4}|338\d{8}|08[0-29]\d5?\d00\d{3}|(?:34)?[89]0[0-9]\d{6}|(?:39)?(?:800|199|899)\d{6}"
    r"|(?:46|0)(?:3139006\d\d|40628046\d|84650\d{5}|980319\d{3}|701740\d{3})|(?:353)(?:209\d{6})"
    r"|31(?:800|900|906|909)\d{4,7}|41(?:800|900|84[0248])\d{6}|43(?:800|810|820|900)\d{5,7}|(?:48)?80[01]\d{6}|[78]800\d{7}"
    r"|(?:36)?(?:555)\d{6}|(?:81|0)120\d{6}|(?:86)?(?:400|800)\d{7}|1800\d{6,7}|(?:55|0)?(?:800)\d{7,8}|(?:82)?(?:1588|1577|1544|1566)\d{4}|(?:91)?1800\d{6,7})$"
)
_ABROAD = r"[1-9][0-9]{0,2}[ .)/(-]{0,3}(?:\(0\) ?)?(?:[0-9]{1,12}[ .)/(-]{0,2}){1,14}[0-9]+"
# Two zeros after digits and a space are the middle of another number.
_PHONE = rf"(?:(?:^|[^0-9a-z.,/+_#:=-]|[:=] ?|tel:)(\(?\+{_ABROAD})|(?:^ ?|[^0-9a-z.,/+_#:= -]|[^0-9] |[:=] ?|tel:)(\(?00{_ABROAD}))(?:$|[^0-9a-z])"
NATIONAL_PHONE = r"(?:^|[^0-9a-z.,+_#-])(\+[1-9][0-9]{0,2}(?:[ .()/-]{0,3}[0-9]){6,12})(?:$|[^0-9a-z])|(?:^|[^0-9a-z.,+_#-])(\(?0(?:[ ./-]{0,2}[0-9]){8,11})(?:$|[^0-9a-z])|(?:^|[^0-9a-z.,+_#-])((?:\(?0[0-9]{1,5}\)?[ ./-]{0,3}|\(?[1-9][0-9]{1,3}\)?[ ./-]{0,3})(?:[0-9]{1,10}[ ./-]{0,3}){0,5}[0-9]{2,})(?:$|[^0-9a-z])|(?:^|[^0-9a-z.,+_#-])([1-9](?:[ ._-][0-9]){6,12})(?:$|[^0-9a-z])"


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def reserved_phone(digits: str) -> bool:
    """Whether it is a number for films and documents, toll-free or of an emergency."""
    return bool(_PHONE_RESERVED.search(digits))


def _phone(found: str) -> bool:
    digits = _digits(found).removeprefix("00")
    return 8 <= len(digits) <= 15 and not _PHONE_RESERVED.search(digits) and _varied(digits)


def _varied(digits: str) -> bool:
    return len(set(digits)) > 3 and "0000000" not in digits and "123456" not in digits[-8:]


_NETWORK = compiled(r"^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$")
_INDIAN = compiled(r"^[6-9][0-9]{4}[ -]?[0-9]{5}$")


def national_phone(found: str) -> bool:
    """Whether digits can be a telephone number as it is written within a country."""
    digits = _digits(found)
    if found.startswith("+"):
        return _phone(found)
    dated = (
        len(digits) == 8
        and (digits[:2] in {"19", "20"} or digits[4:6] in {"19", "20"})
        and any(c in found for c in "./-")
    )
    # Ten digits without a break are a mobile phone of India; toll-free numbers of America are written in groups.
    reserved = not _INDIAN.search(found) and bool(_PHONE_RESERVED.search(digits))
    if found.rstrip().endswith(("-0", "- 0")):  # the extension of a switchboard
        return False
    if _NETWORK.search(found):
        return False
    return 7 <= len(digits) <= 13 and not dated and not reserved and _varied(digits)


_MOBILE = compiled(
    r"^(?:0[67]\d{8}|07\d{9}|01[567]\d{8,9}|0[789]0\d{8}|010\d{8}|1[3-9]\d{9}|[6-9]\d{9}|01[0-46-9]\d{7,8}|06\d{8}|04\d{8}|05\d{8,9}|07\d{8}|08\d{8,10}|09\d{8,9}|[78]9\d{9}|\d{2}9\d{8}|[2-9]\d{2}[2-9]\d{6}|1[2-9]\d{2}[2-9]\d{6})$"
)


def _shaped(digits: str) -> bool:
    """A number in the layout and with the prefix of a mobile phone or of North America."""
    return bool(_MOBILE.search(digits)) and not _PHONE_RESERVED.search(digits) and _varied(digits)


def _norwegian(digits: str) -> bool:
    return digits[0] in "49" and _varied(digits)


_ROLES = frozenset(
    tokens("""
info contact contacts hello hi hallo support help helpdesk service services sales office mail email admin administrator root postmaster hostmaster webmaster abuse security noreply no-reply donotreply do-not-reply reply press media pr marketing jobs careers
job career hr recruiting recruitment bewerbung personal billing accounts accounting invoice invoices finance legal privacy dpo gdpr datenschutz dataprotection compliance feedback newsletter news team staff all everyone events event booking bookings reservations reception orders order
shop store customerservice customer-service customercare care kundenservice kundendienst kontakt service-client contacto contato contatto contatti info-de kundeservice asiakaspalvelu obsluga biuro sekretariat kancelar podpora iletisim destek bilgi poczta sklep
user username users test tests tester testing example sample demo dummy foo bar baz foobar someone somebody anyone nobody name yourname your.name your-name your_name firstname.lastname first.last firstname lastname vorname.nachname prenom.nom nombre.apellido nome.cognome
you me my.email your.email youremail your-email your_email myemail email.address jane.doe john.doe jdoe johndoe janedoe j.doe max.mustermann erika.mustermann mustermann muster jean.dupont mario.rossi jan.kowalski ivanov ivan.ivanov john.smith user1 user2 user123 alice bob git ssh npm bot ci build deploy
ops devops sysadmin monitoring alerts alert notifications notification notify system daemon mailer-daemon mailer cron backup www ftp web api dev developers developer engineering it itsupport it-support servicedesk service-desk research library bibliothek editor editors editorial redaktion redaction redazione redaccion letters
investor investors ir ir-team partner partners affiliates ads advertising sponsor sponsors donate donations membership members community conference program registration enquiries inquiries enquiry inquiry general headquarters hq corporate studio museum tickets visit school university admissions registrar alumni president mayor
security-team secure vulnerabilities bugs bug issues report reports licensing license legal-notices copyright dmca trademark export sanctions whistleblower complaints complaint ombudsman returns refunds shipping logistics warehouse procurement purchasing einkauf vertrieb verkauf buchhaltung rechnung
""")
)
_RESERVED_DOMAINS = compiled(
    r"(?:^|[@.])(?:example(?:\.[a-z]{2,6}){0,2}|test|invalid|localhost|local|company\.com|yourcompany\.com|mycompany\.com|domain\.com|yourdomain\.com|mydomain\.com|yourdomain\.tld|email\.com|mail\.tld|domain\.tld|foo\.com|bar\.com|acme\.com|"
    r"contoso\.com|fabrikam\.com|sample\.com|beispiel\.de|exemple\.fr|ejemplo\.com|esempio\.it|exemplo\.com|exemplo\.com\.br|ejemplo\.es|voorbeeld\.nl|przyklad\.pl|musterfirma\.de|users\.noreply\.github\.com|noreply\.github\.com|sentry\.io|iana\.org)$"
)
_FREE_MAIL = compiled(
    r"@(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|gmx|web|t-online|freenet|mail|proton|protonmail|pm|tutanota|tuta|posteo|mailbox|fastmail|hey|zoho|yandex|ya|rambler|bk|list|inbox|ukr|i|meta|abv|dir|wp|o2|onet|interia|op|tlen|gazeta|seznam|email|centrum|post|azet|zoznam|citromail|freemail|"
    r"orange|wanadoo|free|laposte|sfr|neuf|bbox|libero|virgilio|tiscali|alice|tin|terra|telefonica|uol|bol|ig|sapo|clix|ziggo|kpnmail|xs4all|planet|hetnet|home|telenet|skynet|bluewin|hispeed|aon|chello|inode|comcast|verizon|att|sbcglobal|bellsouth|cox|charter|rocketmail|rogers|shaw|telus|sympatico|btinternet|sky|talktalk|virginmedia|ntlworld|"
    r"bigpond|optusnet|xtra|telia|spray|online|kolumbus|luukku|suomi24|jubii|qq|163|126|sina|sohu|foxmail|naver|daum|hanmail|kakao|nate|docomo|softbank|ezweb|rediffmail|walla|netvision|bezeqint|mynet|superonline|otenet|hol)\.(?:[a-z]{2,4}|co\.[a-z]{2}|com\.[a-z]{2}|ne\.jp)$"
)
_AT_WORDS = "at|at the rate|골뱅이|アットマーク|アット|艾特|小老鼠|एट|ऐट|παπακι|שטרודל|arroba|arobase|arobas|chiocciola|malpa|zavinac|kukac|klammeraffe|apenstaart(?:je)?|snabel-?a|alfakrull|miukumauku|et|собака|собачка|sobaka|shtrudel|a rond|@"
_DOT_WORDS = "dot|점|ドット|点|點|डॉट|نقطه|נקודה|จุด|cham|titik|punktum|prik|punkt|punto|ponto|point|kropka|tecka|bodka|pont|punct|nokta|punt|piste|tochka|точка|крапка|pika|tacka|τελεια"
_BETWEEN_AT = (
    rf"(?: ?[(\[{{<] ?(?:{_AT_WORDS}) ?[)\]}}>] ?| (?:{_AT_WORDS}) | ?[_*-](?:at|arroba)[_*-] ?| ?@ ?)"
)
_BETWEEN_DOT = rf"(?: ?[(\[{{<] ?(?:{_DOT_WORDS}|\.) ?[)\]}}>] ?| (?:{_DOT_WORDS}) | ?[_*-](?:dot|punkt|punto|ponto|point)[_*-] ?| ?\. ?)"
_EMAIL = rf"(?:[a-z0-9_-]{{1,40}} ?[(\[{{<] ?(?:{_DOT_WORDS}|\.) ?[)\]}}>] ?){{0,3}}[a-z0-9][a-z0-9._%+'-]{{0,63}}(?: [0-9]{{1,4}} ?[(\[{{<] ?at ?[)\]}}>] ?|{_BETWEEN_AT})(?:[a-z0-9-]{{1,63}}{_BETWEEN_DOT}){{1,4}}[a-z]{{2,18}}\b"
_AT = compiled(_BETWEEN_AT)
_DOT = compiled(_BETWEEN_DOT)
_PERSONAL = compiled(
    r"^[a-z]{2,}[._-][a-z]{2,}(?:[._-][a-z]+)?\d{0,4}$|^[a-z][._-][a-z]{3,}\d{0,4}$|^[a-z]{3,}[._-][a-z]\d{0,4}$|^[a-z]{3,}\d{1,4}$|^[a-z]{4,}$"
)


def _email(found: str) -> bool:
    address = _DOT.sub(".", _AT.sub("@", found)).replace(" ", "")
    local, _, domain = address.partition("@")
    local = local.split("+", 1)[0].strip("'.")
    if (
        _RESERVED_DOMAINS.search("@" + domain)
        or _role(local)
        or domain.split(".")[-1]
        in {"png", "jpg", "js", "css", "internal", "corp", "lan", "py", "svg", "service", "target", "timer"}
    ):
        return False
    return bool(_FREE_MAIL.search("@" + domain)) or bool(_PERSONAL.search(local))


def _role(local: str) -> bool:
    parts = local.replace("_", ".").replace("-", ".").split(".")
    return (
        local in _ROLES
        or parts[0] in _ROLES
        or (
            len(parts) > 1
            and parts[-1]
            in {
                "team",
                "support",
                "noreply",
                "info",
                "service",
                "desk",
                "list",
                "office",
                "announce",
                "dev",
                "users",
            }
        )
        or "example" in local
        or "noreply" in local
    )


_STREET = "|".join((
    r"\b[0-9]{1,5}[a-z]?(?:[/-][0-9]{1,4}[a-z]?)?,? (?:[nsew]\.? )?(?:(?:[a-z][a-z.']+|[0-9]{1,3}(?:st|nd|rd|th)) ){1,4}(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|terrace|crescent|close|square|sq|parkway|pkwy|circle|cir|trail|trl|highway|hwy|gardens|grove|mews|row|hill|view|walk|quay|rise|green|parade|loop|alley|drove)\b",
    r"\b[a-z-]*(?:strasse|str\.|gasse|weg|platz|allee|ufer|damm|chaussee|steig|pfad) ?[0-9]{1,4} ?[a-z]?\b|\b(?:am|an der|im|in der|zum|zur|auf der|auf dem|unter den) [a-z-]+(?: [a-z-]+)? [0-9]{1,4} ?[a-z]?,? [0-9]{4,5} [a-z]+|\b[a-z]+(?:ring|hof|berg|tor|markt|wall|winkel|kamp|stieg|grund|twiete) [0-9]{1,4} ?[a-z]?\b,",
    r"\b[0-9]{1,4} ?(?:bis|ter|quater)?,? ?(?:rue|avenue|av\.|boulevard|bd|bld|place|chemin|impasse|allee|quai|cours|route|square|passage|villa|ruelle|sentier) (?:de |du |des |la |le |les |l'|d')*[a-z'-]+",
    r"\b(?:calle|c/|avenida|avda\.?|av\.|paseo|plaza|ronda|camino|carrer|travesia|carretera|pasaje|glorieta|jiron|jr\.|carrera|cra\.?|transversal|diagonal|calzada|blvd\.?|boulevard|privada|cerrada) [a-z0-9. ]{2,40}?,? ?(?:n[o.º°]*|num\.?|#|no\.)? ?[0-9]{1,5}\b",
    r"\b(?:rua|r\.|avenida|av\.|travessa|praca|alameda|largo|estrada|rodovia|quadra|beco|rotunda) [a-z .]{2,40},? ?(?:n[o.º°]*)? ?[0-9]{1,5}\b|\b(?:via|viale|v\.le|piazza|p\.zza|corso|c\.so|vicolo|largo|strada|lungomare|contrada|borgo) [a-z' .]{2,40},? ?(?:n\.?)? ?[0-9]{1,4}\b",
    r"\b[a-z-]*(?:straat|laan|plein|gracht|kade|dijk|singel|steeg|dreef|hof|weg|lei|baan|markt) [0-9]{1,4} ?[a-z]?\b|\b[a-z-]*(?:gatan|gata|vagen|grand|torget|stigen|backen|veien|vegen|gaten|vei|vej|gade|straede|stien|katu|tie|kuja|polku|puisto|rinne|kaari) [0-9]{1,4} ?[a-z]?\b|\b[a-z-]+ ?alle [0-9]{1,4} ?[a-z]?(?:[,.;)\n]|$)",
    r"\b(?:ul\.|ulica|ulicy|al\.|aleja|os\.|osiedle|pl\.|plac) ?[a-z. -]{2,40} [0-9]{1,4}[a-z]?(?: ?[/m] ?[0-9]{1,4})?|\b(?:ulice|ul\.|nam\.|namesti|trida|ulici|nabr\.)? ?[a-z ]{3,30} [0-9]{1,4}(?:/[0-9]{1,4}[a-z]?)?,? [0-9]{3} ?[0-9]{2} [a-z]+",
    r"\b(?:[0-9]{4} )?[a-z]+,? [a-z -]+ (?:utca|u\.|ut|utja|ter|tere|korut|krt\.|koz|setany|fasor|sor) ?[0-9]{1,4}|\b(?:str\.|strada|bd\.|bdul|b-dul|bulevardul|aleea|calea|sos\.|soseaua|intrarea|piata) ?[a-z .]{2,40},? ?(?:nr\.?)? ?[0-9]{1,4}",
    r"[a-z ]+ (?:mah\.|mahallesi|mh\.)[a-z0-9 .,]*(?:sok\.|sokak|sk\.|cad\.|caddesi|cd\.|bulvari|blv\.)[a-z0-9 .,:/]*[0-9]|[a-z ]+ (?:sok\.|sokak|sokagi|cad\.|caddesi|cd\.|bulvari) ?(?:no|numara)?[:. ]*[0-9]+|\b(?:ulica|ul\.|trg|cesta|put) [a-z ]{2,30} [0-9]{1,4}|\b[a-z ]{3,30} (?:ulica|cesta|trg|put) [0-9]{1,4}",
    r"(?:ул\.|улиц[аеыі]|вулиц[яіи]|вул\.|проспект[а-я]*|пр-т|просп\.|пр\.|переул[а-я]+|пер\.|провул[а-яії]+|бульвар[а-я]*|бул\.|б-р|шоссе|наб\.|набережн[а-я]+|площад[а-я]+|пл\.|ж\.к\.|ж\.к|мкр\.?|проезд) ?\"?[а-яіїєјљњћђџ\. -]{2,40}\"?,? ?(?:д\.?|дом|буд\.?|будинок|№|бр\.?|бл\.?)? ?[0-9]{1,4}|[а-яієї -]{3,30} (?:улица|вулиця|переулок|проспект|шоссе|ulica),? ?(?:д\.?|дом|буд\.?)? ?[0-9]{1,4}",
    r"(?:οδοσ|οδου|οδο|λεωφοροσ|λεωφ\.|λεωφορου|πλατεια) [α-ω. ]{2,40} [0-9]{1,4}|[α-ω]{4,} [0-9]{1,3},? (?:τ\.?κ\.? ?)?[0-9]{3} ?[0-9]{2}|[α-ω]{5,}(?:ου|ησ|ων|ωσ) [0-9]{1,3}, [α-ω]{4,}",
    r"〒 ?[0-9]{3}-?[0-9]{4}|(?:都|道|府|県)[^。\n]{1,20}[市区町村郡][^。\n]{1,20}[0-9一二三四五六七八九十]+(?:丁目|番地|-[0-9]+)|[市区町村][^。\n]{1,15}[0-9]+(?:丁目|-[0-9]+-[0-9]+)",
    r"[\x{4e00}-\x{9fff}]{1,8}(?:路|街|道|大道|巷|弄|胡同|里|村|苑|小区)[\x{4e00}-\x{9fff}]{0,6}[0-9一二三四五六七八九十百]+(?:号|號|弄|栋|棟|幢|室|单元|巷)",
    r"[가-힣0-9]+(?:로|길)(?: ?[0-9]+번?길)? ?[0-9]+(?:-[0-9]+)?|[가-힣]+(?:동|읍|면|리) ?[0-9]+(?:-[0-9]+|번지)",
    r"(?:شارع|طريق|حي|خیابان|كوچه|کوچه|بلوار|ميدان|میدان|خيابان|بلوك) [\x{0620}-\x{06d3} ،,]{2,50}[0-9]{1,4}|[0-9]{1,4} (?:شارع|طريق) [\x{0620}-\x{06d3}]+|(?:עמודי|רחוב|רח'|שדרות|שד') [א-ת\"' ]{2,30} [0-9]{1,4}",
    r"(?:मकान|फ्लैट|प्लॉट|घर|हाउस)[^।\n]{0,12}[0-9]+[^।\n]{0,60}(?:नगर|मार्ग|रोड|गली|कॉलोनी|विहार|सेक्टर|मोहल्ला|बाग|पुरम|गंज|नई दिल्ली)|[0-9]+,? [\x{0900}-\x{097f} ]{2,30}(?:नगर|मार्ग|रोड|गली|कॉलोनी|विहार|सेक्टर)|\b(?:flat|house|plot|h\.? ?no\.?|door no\.?)[ :#-]*[0-9]+[a-z/-]*[0-9]*,? [a-z0-9 ,.]{3,60}(?:nagar|marg|road|colony|vihar|sector|layout|enclave|street|puram|ganj|cross|society|lane|phase|block)",
    r"(?:so|nha|ngo|hem|ngach)? ?[0-9]{1,4}[a-z]?(?:/[0-9]+)* ?,? ?(?:duong|pho|ngo|ngach|hem) [a-z ]{3,40}|[0-9]{1,4}(?:/[0-9]+)* [a-z ]{3,25}, (?:phuong|quan|p\.|q\.|xa|huyen|tp\.?)",
    r"[0-9]{1,4}(?:/[0-9]{1,4})? ?(?:หมู่|ม\.|ซอย|ซ\.|ถนน|ถ\.)[^\n]{2,60}(?:ตำบล|ต\.|แขวง|อำเภอ|อ\.|เขต|จังหวัด|จ\.|กรุงเทพ|[0-9]{5})|\b(?:jl\.?|jalan|jln\.?|gang|gg\.|lorong|lrg|taman) [a-z0-9 .]{2,40},? ?(?:no\.?|nomor|blok)? ?[a-z]?[0-9]{1,4}|\bno\.? ?[0-9]{1,4}[a-z]?,? (?:jalan|jln|lorong|taman) [a-z0-9 ]{2,30}",
    r"\bp\.?o\.? ?box [0-9]{1,6}|\bpostfach [0-9 ]{2,8}|\bapartado (?:postal )?[0-9]+|\bblk ?[0-9]{1,4}[a-z]? [a-z0-9 ]{3,40}#[0-9]{2}-[0-9]{2,4}|\beircode [a-z][0-9][0-9w] ?[a-z0-9]{4}",
))  # fmt: skip
_HOME = words("""
at ours|, at our place, party is at, housewarming, bell says, doorbell, check-in note, bei uns, klingel, feier|, grillen bei, etage, chez nous, chez la, chez les, sonnette, en casa de, en nuestra casa, fiesta en, timbre, a casa di, a casa nostra, sta in, sta a, citofono, interno |, em nossa casa, na casa de, campainha, bij ons, verdieping, u nas, impreza u, przyjęcie, dzwonek, piętro, u nás, oslava, zvonek, nálunk, csengő, la noi acasă, sonerie, при нас, звънец, σε εμάς, κουδούνι, hos oss, hos |, festen, lgh, våning, hos os, fest hos, meillä, juhlat, bizde, taşındı, zili, переехал, у нас дома, домофон, день рождения у, переїхал, 引っ越し, 転居, 搬家, 搬到, 放门口, 이사, 초인종, ย้ายบ้าน, chuyển nhà, pindah rumah, familie, family, famille, familia, famiglia, herrn, frau |, post it, post to, post the, c/o, mailed to, forward mail, courier, my address, home address, her address, his address, their address, address:, postal address, mailing address, shipping address, delivery address, billing address, lives|, lives at, live at, living at, resides, residing, residence, ship to, ship the, ship it, deliver to, deliver the, delivery to, send it to, send the, mail it to, mail to, moved to, moving to, relocating to, relocated to, address is, my home, her home, his home, address|, my house, my flat, staying at, parents' address, visit her, visit him, pick up, collect from, tenant,
wohnt, wohne, wohnhaft, wohnen, anschrift, adresse, adresse:, lieferadresse, liefern an, liefern, versenden an, senden an, schicken sie, schick, umgezogen, gemeldet in, wohnung, privatadresse, zuhause, zustellen, habite, domicilié, demeurant, réside, livrer, livraison, adresse postale, expédier, envoyer à, envoyez, domicile, chez moi,
vive en, vivo en, reside, domicilio, domiciliad, dirección, enviar a, enviad, envíe, envíalo, entregar, mi casa, mora na, moro na, mora em, moro em, residente, morada, endereço, enviar para, entregue, entrega, abita, abito, risiede, residente in, indirizzo, spedire, spedisci, consegn, vivo in, domiciliat, recapito, inviare a,
woont, woon |, adres, bezorg, bezorgen, stuur, verzend, woonachtig, thuisadres, mieszka, mieszkam, zamieszkał, adres:, adres zamieszkania, wysłać, wyślij, dostarcz, zameldowan, bydlí, bydlím, bytem, bydliště, adresa, doručit, zaslat, pošlete, býva, bydlisko, lakik, lakom, lakcím, lakcíme, címre, cím:, címem, küldje, szállít, locuiesc, locuiește, domiciliu, domiciliat, livrați, trimite, trimiteți,
oturuyor, oturuyorum, ikamet, adresim, adresi, adrese, adres:, teslim, gönder, bor på, bor i |, bosatt, adress, skicka till, leverera, bor |, adressen, leveres, send til, sendes til, bopæl, bosted, asuu, asun, osoite, osoitteessa, osoitteeseen, toimita, lähetä, kotiosoite, živi, živim, stanuje, stanujem, prebivališt, dostavi, pošalji, prebiva,
живёт, живет, живу, проживает, проживающ, адрес, доставьте, доставка, доставить, отправьте, прописан, зарегистрирован по, мешка, мешкає, проживаю, живе |, адреса, доставте, живее, живея, изпратете, доставете, живи |, станује,
μένει, μένω, κατοικ, διεύθυνση, στείλτε, παράδοση, διαμένει, يسكن, تسكن, اسكن, عنوان, عنواني, يقيم, تقيم, ارسل, توصيل, ساکن, آدرس, نشانی, زندگی می, ارسال, גר ב, גרה ב, מתגורר, כתובת, לשלוח, משלוח, रहता, रहती, रहते, पता, पते, निवास, भेज,
住在, 住址, 地址, 家住, 收件, 寄到, 送到, 家庭住址, 現住所, 住所, 住んで, お届け, 送付先, 届け先, 宛先, 자택, 주소, 거주, 살고, 배송, 보내, 사는, địa chỉ, sống tại, sống ở, ở tại, giao đến, giao hàng, gửi đến, nhà riêng, thường trú, ที่อยู่, อยู่ที่, อาศัย, บ้านเลขที่, จัดส่ง, ส่งของ, ส่งพัสดุ, alamat, tinggal di, kirim ke, dikirim ke, bertempat, kediaman, anaishi, nyumbani
""")

_STREET_WORDS = (
    "*street",
    "*avenue",
    "*road|",
    "*lane|",
    "*drive|",
    "*strasse",
    "*str.",
    "*straat",
    "*weg |",
    "*laan|",
    "rue|",
    "calle",
    "avenida",
    "via|",
    "viale",
    "corso|",
    "rua|",
    "ul.|",
    "*gatan",
    "*gata |",
    "*vagen",
    "*katu|",
    "*gade|",
    "*vej|",
    "*veien",
    "*utca|",
    "str.|",
    "*sokak",
    "caddesi",
    "mahallesi",
    "ул.",
    "улица",
    "вул.",
    "вулиця",
    "бул.",
    "οδος",
    "شارع",
    "خیابان",
    "רחוב",
    "〒",
    "丁目",
    "路",
    "街",
    "号",
    "로",
    "길",
    "मार्ग",
    "नगर",
    "ถนน",
    "ซอย",
    "jl.",
    "jalan",
    "đường",
    "jl|",
)

FAMILY = Family(
    numbers=(
        Number(
            "contact.phone.shape",
            ("9999999999", "99999999999"),
            _shaped,
            alone=(
                "999) 999-9999",
                "999-999-9999",
                "99 99 99 99 99",
                "99.99.99.99.99",
                "99999 999999",
                "9999 99999999",
                "9999 9999999",
                "999-9999-9999",
                "99999 99999",
                "9999 999 999",
                "999-999 99 99",
                "999-999-99-99",
                "99 99999-9999",
                "9999-9999-9999",
                "9999 999 99 99",
                "999) 999 9999",
                "9-999-999-9999",
                "9 999 999-99-99",
                "9 (999) 999-99-99",
                "99) 99999-9999",
                "999-999 9999",
                "999-9999 9999",
                "9999 99 99 99",
                "9999/9999999",
                "9999/99999999",
                "999 999 99 99",
                "999/999 99 99",
                "999.999.99.99",
                "99 999 99 99",
                "9999-999-9999",
                "9999.999.999",
                "99999-99999",
                "999 9999 9999",
                "999.9999.9999",
                *(mark.join("9" * size) for mark in " -._" for size in (10, 11)),
            ),
        ),
        Number("contact.phone.norway", ("99999999",), _norwegian, alone=("999 99 999",)),
    ),
    rules=(
        Rule(
            "contact.address.full",
            _STREET_WORDS,
            "(?:"
            + _STREET
            + r")[^\n]{0,48}?(?:\n[^\n]{0,30}?)?\b(?:[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}|[a-z]{2},? [0-9]{5}(?:-[0-9]{4})?|[0-9]{5} [a-z]{3,}|[0-9]{4} ?[a-z]{2}\b|[0-9]{4} [a-z]{3,}|[0-9]{3} ?[0-9]{2} [a-z]{3,}|[0-9]{2}-[0-9]{3} [a-z]{3,}|(?:nsw|vic|qld|wa|sa|tas|act) [0-9]{4}|[0-9]{6}|[0-9]{5}-[0-9]{3})\b",
            unless=("address public", "figure", "fiction"),
            reach=70,
        ),
        Rule(
            "contact.email",
            words(
                "*@*, *(at), *[at], *{at}, *<at>, *( at ), *[ at ], *(ät), *_at_, *-at-, *arroba, *arobas, *chiocciola, *malpa, *małpa, *zavinac, *zavináč, *kukac, *klammeraffe, *apenstaart, *snabel-a, *snabela, *miukumauku, *собака, *sobaka, * dot *, *(dot), *[dot], * punkt *, * kropka *, * tečka *, * ponto *, * punto *"
            ),
            _EMAIL,
            _email,
            apart=True,
            unless=("email public",),
            reach=60,
        ),
        Rule(
            "contact.phone",
            words("*+*, *00*"),
            _PHONE,
            _phone,
            apart=True,
            unless=("phone public",),
            reach=45,
            digits=7,
        ),
        Rule(
            "contact.phone.national",
            _PHONE_WORDS,
            NATIONAL_PHONE,
            national_phone,
            unless=("phone public", "number.other.close"),
            reach=50,
            digits=7,
        ),
        Rule(
            "contact.address", _HOME, "(?:" + _STREET + ")", unless=("address public", "fiction"), reach=120
        ),
        Rule(
            "contact.address.person",
            _STREET_WORDS,
            "(?:" + _STREET + ")",
            near=("person strong|person.other|name|titled",),
            unless=("address public", "figure", "fiction"),
            reach=55,
        ),
    ),
    signals=(
        Signal(
            "phone public",
            words("""
reservations line, reservations, bookings line, for bookings, advert, 's ad:, our ad, slogan, opening hours, open daily, open 24, surgery opens, praxis|, praxis dr, zahnarztpraxis, arztpraxis, anzeige:, werbung, öffnungszeiten, cabinet dentaire, cabinet médical, horaires, ouvert de, horario, abierta, abierto de, anuncio, orari, aperto, annuncio, horário, aberto, anúncio, openingstijden, advertentie, godziny otwarcia, ogłoszenie, otevírací, nyitvatart, program de lucru, работно време, регистратура, часы работы, режим работы, графік роботи, ωράριο, öppettider, åbningstider, åpningstider, aukioloajat, çalışma saatleri, ساعات العمل, ساعت کاری, שעות פתיחה, 营业时间, 营业, 営業時間, 広告, 영업시간, เวลาเปิด, giờ mở cửa, jam buka, hotline, helpline, toll-free, contact page, imprint, impressum, mentions légales, aviso legal, note legali, info@, office@, kontakt@, contact@, sales@, hello@, post@, mail@, bestellung@, buchung@, service@, support@, reception@, kundenservice@, contacto@, contatti@, biuro@, town hall, city hall, city council, council office, library, railway, airline, switchboard of, main number, general enquiries, rathaus, stadtverwaltung, bürgeramt, bürgerbüro, finanzamt, deutsche bahn, stadtwerke, standard de la, standard du, standard de l, standard d', mairie, préfecture, ayuntamiento, municipio, comune di, prefeitura, câmara municipal, gemeente, gemeentehuis, urząd, městský úřad, belediye, kommune, kommunen, администрац, мэрия, vaxel, växel, växeln, omstilling, sentralbord, vaihde, hovednummer, hauptnummer, sammelnummer, toll free, customer service, customer support, support line, support team, call center, call centre, switchboard, reception, headquarters, our office, front desk, emergency number, emergency services, press office, sales team, for sales, service line, info line, fictional, fictitious, dummy, reserved for, drama, example, sample, placeholder, box office, publicly listed, public number, embassy, restaurant, pharmacy, store's,
kundenservice, kundendienst, zentrale, servicenummer, notruf, pressestelle, gebührenfrei, beispiel, service client, standard téléphonique, numéro vert, accueil, exemple, atención al cliente, centralita, ejemplo, servizio clienti, centralino, numero verde, esempio, atendimento ao cliente, central de atendimento, exemplo, klantenservice, voorbeeld, infolinia, biuro obsługi, przykład, zákaznická linka, příklad, ügyfélszolgálat, példa, relații clienți, exemplu, müşteri hizmetleri, çağrı merkezi, örnek, горячая линия, служба поддержки, например, пример, гаряча лінія, приклад, kundtjänst, exempel, kundeservice, eksempel, asiakaspalvelu, esimerkki, korisnička, primjer, гореща линия, εξυπηρέτηση πελατών, παράδειγμα, خدمة العملاء, مثال, خدمات مشتریان, שירות לקוחות, דוגמה, ग्राहक सेवा, हेल्पलाइन, उदाहरण, 客服, 热线, 熱線, 总机, 示例, 例如, お客様窓口, フリーダイヤル, 代表番号, コールセンター, サポート窓口, 例えば, 고객센터, 대표번호, 예시, tổng đài, đường dây nóng, ví dụ, สายด่วน, ศูนย์บริการ, ตัวอย่าง, layanan pelanggan, call center, contoh
"""),
        ),
        Signal(
            "email public",
            words(
                "placeholder, for example, fictional, fictitious, example address, dummy address, sample address"
            ),
        ),
        Signal(
            "number.other.close",
            words(
                "пиб|, pib|, fedex, ups|, usps, spare part, catalogue|, rezervni dio, ersatzteil, siret, siren|, regon, krs|, handelsregister, hrb|, company number, order no, order number, rechnungsnummer, rechnungsnr, rechnungs-nr, facture n, numéro de facture, factura n, número de factura, fattura n, factuurnummer, numer faktury, faktura nr, fakturanummer, tracking number, part number, serial number, isbn, invoice number, version, bestellnummer, commande n, pedido n, ordine n, zamówienie nr, номер заказа, номер замовлення, номер поръчка, 订单号, 注文番号, 주문번호, serienummer, ordrenummer, ordernummer, tilausnumero, broj narudžbe, broj pošiljke, αριθμός παραγγελίας, رقم الطلب, شماره سفارش, מספר הזמנה, ऑर्डर नंबर, mã đơn, หมายเลขคำสั่งซื้อ, nomor pesanan, sipariş num, rendelési szám, číslo objednávky, numărul comenzii"
            ),
        ),
        Signal(
            "address public",
            words("""
sample data, test data, dummy data, opening hours, opens at, open 24, advert, slogan, farmacia, pharmacie, apotheke, trattoria, ristorante, osteria, bakery, bäckerei, boulangerie, panadería, friseur, peluquería, barber, salon|, bar |, pub|, café|, cafe|, abierta, abierto, öffnungszeiten, horaires, orari, headquarter, returns department, head office, our office, offices at, office at, store, shop|, museum, restaurant, hotel, embassy, consulate, library, school, university, station, church, cathedral, theatre, theater, stadium, city hall, town hall, ministry, white house, downing street, pennsylvania ave, baker street, wall street, buckingham, court house, courthouse, post office, police, company address, registered office, ltd|, inc|, gmbh|, sa|, factory, warehouse, branch at, main branch, venue, conference, tourist, sights, showroom, gallery, hospital, clinic at, example address, fictional, placeholder, landmark, tower|, monument, mustermann, musterstr, musterstadt, anytown, springfield usa, 123 main, john doe, jane doe, example street, beispielstr, sample street, fake street, rue de la paix, max muster, nowhere street, jean dupont, jeanne dupont, marie dupont, rue de l'exemple, mario rossi, via esempio, via roma, juan pérez, calle falsa, calle ejemplo, joão da silva, rua exemplo, jan kowalski, przykładowa, jan jansen, voorbeeldstraat, jan novák, kovács jános, minta utca, kari nordmann, ola nordmann, medelsvensson, matti meikäläinen, иван иванов, примерная, petar petrović,山田太郎, 홍길동, 张三, exemple de, exemple |, beispiel |, ejemplo |, esempio |, exemplo |, voorbeeld |, przykład |,
hauptsitz, firmensitz, büro, geschäft, filiale, rathaus, bahnhof, botschaft, bibliothek, museum, siège social, mairie, musée, ambassade, magasin, gare|, sede, tienda, museo, embajada, ayuntamiento, biblioteca, negozio, ambasciata, municipio, loja, museu, embaixada, prefeitura, hoofdkantoor, winkel, gemeentehuis, siedziba, sklep, muzeum, ambasada, urząd, sídlo, prodejna, velvyslanectví, székhely, bolt, múzeum, sediul, magazin, muzeul, merkezi, mağaza, müze, büyükelçili, музей, магазин, офис, посольств, штаб-квартир, музею, крамниц, huvudkontor, butik, hovedkontor, butikk, pääkonttori, kauppa, museo, sjedište, trgovina, muzej, седалище, μουσείο, γραφεία, κατάστημα, πρεσβεία, متحف, مقر, سفارة, موزه, سفارت, מוזיאון, משרד, שגרירות, संग्रहालय, मुख्यालय, कार्यालय, दूतावास, 博物馆, 总部, 公司地址, 大使馆, 餐厅, 酒店, 本社, 博物館, 美術館, 大使館, 본사, 박물관, 대사관, bảo tàng, trụ sở, đại sứ quán, พิพิธภัณฑ์, สำนักงานใหญ่, สถานทูต, kantor pusat, museum, kedutaan, toko
"""),
        ),
        Signal(
            "person strong",
            pattern=r"\b(?:Mrs?|Ms|Herrn?|Frau|Mme|Sr|Sra|Sig|Dhr|Mevr|Pan|Pani|Dr)\.? [A-Z][a-z]+|(?:^|\n|to |an |for |[,:;] ?)[A-Z][a-z]+ [A-Z][a-z]+(?:,|\n)",
            folded=False,
        ),
    ),
)
