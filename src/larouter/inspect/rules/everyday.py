"""Codes, papers and addresses as people put them into notes, labels and questions, without the words of forms."""

from larouter.core.zones import Sensitivity
from larouter.inspect.checks import sequential
from larouter.inspect.rules.contact import NATIONAL_PHONE, national_phone
from larouter.inspect.rules.kinds import Family, Rule, Signal, tokens, words

_CODES = words("""
door code, gate code, front gate, safe in, in the safe, entry code, access code, alarm code, alarm off, the alarm is, key safe, keysafe, lockbox, lock box, key box, safe code, safe combination, padlock, garage code, pin of my, my pin, card pin, voicemail pin, backup code, recovery code, 2fa recovery, 2fa codes, two-factor recovery
türcode, torcode, türöffner, alarmcode, schlüsselkasten, schlüsseltresor, tresor, zahlenschloss, pin meiner, meine pin, geheimzahl, code de la résidence, digicode, boîte à clés, coffre-fort, code de l'alarme, code pin, código de la puerta, código del portal, caja de llaves, caja fuerte, código de la alarma, pin de mi, codice del portone, codice cancello, cassetta delle chiavi, cassaforte, codice allarme, pin della, senha do cofre, senha do alarme, código do portão, cofre de chaves, do alarme, deurcode, poortcode, sleutelkluis, alarmcode, pincode van, kod do bramy, kod do domofonu, sejf, kod alarmu, skrytka na klucze, kód od vchodu, kód k alarmu, trezor, kapukód, riasztó kód, cod interfon, codul alarmei, код от домофона, домофон, ключ-сейф, код от сейфа, код сигнализации, пин-код, код від домофона, код сейфа, κωδικός πόρτας, κωδικός συναγερμού, šifra alarma, ovikoodi, hälytyskoodi, avainsäilö, portkod, larmkod, nyckelskåp, portkode, alarmkode, dørkode, nøgleboks, kapı kodu, alarm şifresi, kasa şifresi, رمز الباب, رمز الانذار, كود الباب, קוד לדלת, קוד כניסה, אזעקה, 门禁密码, 门锁密码, 保险箱密码, 暗証番号, 오토락, 도어락, 비밀번호는, mã cửa, kode pintu, kode pagar
""")  # fmt: skip
_LOGINS = words("""
log in as, log me in, login as, sign in as, signed in as, logged in as, anmelden als, einloggen als, connecte-toi, connexion avec, entra como, entrar como, accedi come, inloggen als, inlog, zaloguj, přihlas, войди как, логин, увійди, giriş yap, utente, usuario, utilisateur, gebruikersnaam, benutzer, uživatel, felhasználó, utilizator, потребител, χρήστης, korisnik, käyttäjä, användare, bruker, bruger, kullanıcı, admin|, root|
""")  # fmt: skip
_WIFI = words(
    "wifi, wi-fi, wlan, ssid, hotspot, вай-фай, вайфай, router, modem, fritz, keenetic, tp-link, netgear, *wifi*, *wi-fi*"
)
_WALLETS = words(
    "private key, wif|, wallet, electrum, import, metamask, clé privée, clave privada, chiave privata, privater schlüssel, закрытый ключ, приватный ключ, 私钥, 秘密鍵, seed, ledger, trezor"
)
_DELIVERIES = words("""
deliver to, post to, post it to, please post, ship to, ship it to, ship the, send it to, send the parcel, mail it to, parcel for, package for, collect from, new place is, now live at, living at, liefern an, lieferung an, versand an, versenden an, paket für, wohnt jetzt, livrer à, livraison :, livraison:, envoyer à, envoie à, colis pour, envíalo a, enviar a, entregar a, entrega:, entrega a, paquete para, spedire a, spedisci a, consegna a, consegnare a, pacco per, enviar para, entregar para, encomenda para, bezorgen bij, bezorg bij, bezorgen aan, sturen naar, pakje voor, paczka dla, wysłać do, dostawa:, dostawa do, doručit, doručiť, zásilka pro, balík pro, szállítás:, szállítási cím, küldd el, csomag, livrare:, livrare la, trimite la, colet pentru, доставка до, доставка:, доставете на, пратка за, доставить, курьеру, посылка для, адресат, нова пошта, новою поштою, доставити, посилка для, παράδοση:, παράδοση σε, αποστολή σε, isporuka:, dostava:, dostaviti, pošaljite na, toimitus:, toimitetaan, lähetä osoitteeseen, leverera till, skicka till, leveres til, sendes til, send til, levér til, teslimat:, teslimat adresi, gönderin, kargo, التوصيل الى, التوصيل إلى, ارسل الى, ارسال به, تحویل به, משלוח ל, לשלוח אל, डिलीवरी:, डिलिवरी, भेजना, ডেলিভারি, 收件人, 寄到, 寄给, 收货, 送货, 收件, お届け先, 送り先, 配送先, 받는 사람, 받는사람, 배송지, 보내는 곳, ส่งถึง, ส่งที่, ชื่อผู้รับ, ที่อยู่ผู้รับ, giao cho, giao đến, gửi đến, người nhận, kirim ke, kirim kepada, hantar ke, ipadala kay, tuma kwa
""")  # fmt: skip
_PAPERS = words("""
licence, license, licenca, permis|, rijbewijs, führerschein, patente, carnet, carné, cnh, dowód, dowód osobisty, prawo jazdy, občanka, občanský průkaz, řidičák, občiansky, vodičský, személyi, jogosítvány, buletin, carte de identitate, permis auto, лична карта, шофьорска, ταυτότητα, δίπλωμα, osobna, osobna iskaznica, vozačka, lična karta, osebna izkaznica, vozniško, права|, водительск, паспорт, полис, омс|, посвідчення, ajokortti, henkilökortti, körkort, id-kort, førerkort, kørekort, ökuskírteini, kimlik, ehliyet, هويتي, الهوية, رخصة, الاقامة, اقامتي, شناسنامه, گواهینامه, תעודת זהות, רישיון נהיגה, पहचान पत्र, लाइसेंस, ssnit, nin|, bvn|, nric, ktp|, sim|, mykad, philhealth, sss|, umid, tin|, cedula, cédula, rut|, curp|, rfc|, ine|, dni|, nie|, nif|, niss|, bsn|, pps|, emirates id, iqama, civil id, cpr|, ahv|, svnr, personas kods, asmens kodas, isikukood, жсн|, иин|, personuverndarnúmer, kennitala, medicare, medicaid, niss|
""")  # fmt: skip
_STATES = r"(?:alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming|ontario|quebec|alberta|manitoba)"
_PAPER = (
    rf"{_STATES} (?:driver'?s? )?licen[cs]e,? (?:no\.? |number |# ?)?([a-z]{{0,3}}[0-9]{{5,13}})\b"
    r"|\b(?:permis|rijbewijs|dowod|obcanka|obciansky|szemelyi|buletin|osobna|vozacka|ταυτοτητα|права|полис омс|паспорт|лична карта|kimlik|ehliyet|هويتي|الهويه|هويه|اقامتي|ssnit|personas kods|asmens kodas|kennitala|korkort nr|korkort|forerkort|korekort|ajokortti|жсн|cedula|rut|nie|dni|curp|iqama|civil id)(?: (?:is|nr|no|n°|n\.|št|št\.|č|č\.|№|numer|numero|numara|raqam|номер|رقم))?[:.]? ?([a-zα-ωа-я]{0,3} ?[0-9](?:[0-9 -]{4,18})[0-9a-z]{0,2}|[0-9]{2}[a-z]{2}[0-9]{5})\b"
)
_MESSAGES = words("""
message to, a text to, γράψε στ, στείλε στ, írj, küldj, תכתוב, שלח, laita, lähetä, लिखो, text for, nachricht an, sms an, schreib an, message à, message pour, texto à, mensaje a, mensaje para, un mensaje, mensagem para, recado para, recado pra, lembrete, messaggio a, messaggio per, bericht aan, berichtje, appje, wiadomość do, sms do, zprávu pro, zprávu, správu pre, üzenet, mesaj, съобщение, сообщение, смс|, повідомлення, μήνυμα, poruku, sporočilo, viesti, tekstiviesti, meddelande, melding til, besked til, skilaboð, رسالة, پیام, پيام, הודעה, संदेश, मैसेज, বার্তা, செய்தி, సందేశం, ಸಂದೇಶ, ข้อความ, tin nhắn, pesan ke, pesan untuk, mesej, mensahe, ujumbe kwa, 短信, 簡訊, 发消息, 傳訊息, メッセージ, 문자, 메시지, შეტყობინება, хабарлама, հաղորդագրություն, mesaj yaz, pix|, neighbour, neighbor, nachbar, voisin, vecino, vizinho, vicino di casa, buurman, buurvrouw, sąsiad, soused, szomszéd, vecin|, сосед, сусід, γείτονα, susjed, naapuri, granne, nabo|, komşu, الجار, שכן, पड़ोसी, 邻居, 鄰居, 隣の, 이웃, 집주인, landlord, vermieter, propriétaire, casero, padrone di casa, huisbaas
""")  # fmt: skip
_UNTOLD = words("""
closed the books, haven't closed, board sees it, board hears, goes to the board on, haven't told anyone, not told anyone, haven't announced, have not announced, nobody outside knows, keep it quiet, don't tell anyone yet, before it goes public, goes public on, hasn't been communicated, not communicated yet, only the board knows, only management knows, staff don't know, staff do not know, employees don't know, noch nicht kommuniziert, noch nicht verkündet, weiß noch keiner, meldung erst am, erst am freitag öffentlich, bekanntgabe erst, belegschaft weiß, on n'a encore rien dit, encore rien annoncé, pas encore communiqué, le personnel ne sait pas, les salariés ne savent pas, todavía no lo contamos, aún no lo hemos dicho, no lo sabe nadie, aún no se ha comunicado, todavía no se ha comunicado, la plantilla no lo sabe, ancora non lo sa nessuno, non l'abbiamo ancora detto, non ancora comunicat, i dipendenti non lo sanno, ainda não contamos, ainda não comunicad, ainda não foi comunicad, os funcionários não sabem, nog niet gecommuniceerd, nog niet verteld, personeel weet, jeszcze nie ogłosili, jeszcze nikomu nie, pracownicy nie wiedzą, zatím neoznám, ještě jsme neřekli, zaměstnanci nevědí, még nem mondtuk, a dolgozók nem tudják, încă nu am anunțat, angajații nu știu, още не сме казали, служителите не знаят, δεν το έχουμε πει, δεν το ξέρει κανείς, vi har inte berättat, ännu inte kommunicerat, personalen vet inte, vi har ikke fortalt, endnu ikke kommunikeret, medarbejderne ved, ennå ikke kommunisert, ansatte vet ikke, emme ole kertoneet, henkilöstö ei tiedä, henüz kimse bilmiyor, henüz paylaşmadık, ещё не объявляли, пока не говорили, сотрудники не знают, ще не казали, працівники не знають, još nismo rekli, zaposleni ne znaju, لم نخبر أحدا, لم نعلن, الموظفون لا يعرفون, هنوز نگفته, עוד לא סיפרנו, העובדים לא יודעים, अभी किसी को नहीं, कर्मचारियों को नहीं पता, 还没对外说, 还没告诉, 员工还不知道, 对外还没, まだ誰にも, 社員はまだ知ら, まだ公表していない, 아직 아무도 모르, 직원들은 아직, chưa ai biết, chưa công khai, nhân viên chưa biết, ยังไม่มีใครรู้, พนักงานยังไม่รู้, belum ada yang tahu, karyawan belum tahu,
not announced yet, not announced, unannounced, not public yet, not yet public, nobody knows yet, no one knows yet, before the announcement, before we announce, until the announcement, under embargo, embargoed until, not published yet, unpublished, noch nicht veröffentlicht, noch nicht bekannt, weiß noch niemand, vor der veröffentlichung, non publié, pas encore publié, pas encore annoncé, personne ne sait, avant l'annonce, aún no publicad, todavía no publicad, aún no anunciad, nadie lo sabe, antes del anuncio, non ancora pubblicat, non ancora annunciat, nessuno lo sa, prima dell'annuncio, ainda não divulgad, ainda não publicad, ainda não anunciad, ninguém sabe, nog niet bekend, nog niet gepubliceerd, niemand weet, jeszcze nieopublikowan, nieogłoszon, nikt jeszcze nie wie, zatím nezveřejněn, még nem nyilvános, încă nepublicat, до публикации, ещё не объявл, еще не объявл, никто не знает, ще не оголошен, още не е обявен, δεν έχει ανακοινωθεί, još nije objavljen, ei vielä julk, inte offentliggjort, ännu inte publicerad, ikke offentliggjort, ikke annonsert, henüz açıklanmadı, لم يعلن, غير معلن, עוד לא פורסם, טרם פורסם, अप्रकाशित, 尚未公布, 尚未公佈, 还没公布, 未公开, 未発表, 公表前, 미공개, 발표 전, ยังไม่ประกาศ, chưa công bố, belum diumumkan, företagshemlig, affärshemlighet, betriebsgeheimnis, secret des affaires
""")  # fmt: skip


def _code(found: str) -> bool:
    digits = "".join(char for char in found if char.isdigit())
    year = len(digits) == 4 and digits[:2] in {"19", "20"} and found == digits
    return 3 <= len(digits) <= 8 and not year and digits not in {"0000", "1234", "12345", "123456", "1111"}


def _secret(found: str) -> bool:
    kinds = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())
    mixed = sum(any(kind(char) for char in found) for kind in kinds)
    return (
        len(found) >= 8
        and mixed >= 3
        and "<" not in found
        and "{" not in found
        and "your" not in found.lower()
    )


# Words that make a sentence of words; of words drawn by lot few are among them.
_SENTENCE = frozenset(
    tokens("""
the and not you your are was will can has have had for from with this that these those there under over into onto about same different only all any per too long short weak strong wrong right correctly needed required changed change written printed found available visible hidden stored sent given asked reset please ask see get use try set new old now here still never always when where what which who why how but because after before until its our their his her
der die das den dem des ein eine einen und oder nicht ist sind war wird wurde werden kann auf aus bei beim mit nach von vom zum zur unter dem steht bitte auch noch nur immer schon sehr wie was wer
les des une est sont pas pour dans sur sous avec qui que elle vous nous trop faut los las una uno por para con del esta son muy que está debajo gli una sono non per con che sotto nel nella dos das uma não nao com por para que het een van niet met voor onder staat bij nie jest pod dla jak
""")
)


def _plain_words(found: str) -> bool:
    """Words drawn by lot, as a passphrase is, and no sentence about one."""
    return not _SENTENCE.intersection(found.lower().replace("-", " ").split())


def _paper(found: str) -> bool:
    bare = "".join(char for char in found if char.isalnum())
    digits = sum(char.isdigit() for char in bare)
    return digits >= 5 and len(bare) <= 18 and not sequential(bare) and len(set(bare)) > 3


def _addressed(found: str) -> bool:
    """A name, a street and a place: parts between commas, with a number among them."""
    parts = [part for part in found.replace("，", ",").replace("、", ",").split(",") if part.strip()]
    return any(char.isdigit() for char in found) and (len(parts) >= 3 or not found.isascii())


FAMILY = Family(
    rules=(
        Rule(
            "credential.code",
            _CODES,
            r"(?:^|[^0-9a-z.,/-])([0-9a-z]{0,2}[*#]?[0-9]{4,8}[*#]?[0-9]{0,4}[a-z]?|[0-9]{2}[a-z][0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{2}|[0-9][*#][0-9]{3,6}|[0-9a-z]{4}-[0-9a-z]{4})(?:$|[^0-9a-z/-])",
            _code,
            unless=("sample", "talk of codes"),
            reach=45,
            digits=4,
        ),
        Rule(
            "credential.login",
            _LOGINS,
            r"(?:^|[\s(:])[A-Za-z][A-Za-z0-9._@-]{2,40} ?/ ?([^\s/,;)]{8,64})(?:$|[\s,;).])",
            _secret,
            folded=False,
            unless=("sample secret",),
            reach=40,
        ),
        Rule(
            "credential.wifi",
            _WIFI,
            r"(?i:key|pass|pw|ww|psk|code|schlussel|schluessel|cle|clave|chiave|senha|kod|sleutel|avain|nyckel|anahtar|пароль)(?i: is| ist| est| c'est| es| e| je| jest| :|:|=| -)? ?([^\s,;]{8,64})",
            _secret,
            folded=False,
            unless=("sample secret",),
            reach=60,
        ),
        Rule(
            "credential.passphrase",
            _WIFI,
            r"(?:key|password|passphrase|passwort|kennwort|schlussel|mot de passe|cle|clave|contrasena|chiave|password|parola|senha|wachtwoord|sleutel|haslo|heslo|losenord|passord|kode|salasana)(?: (?:of the |del? |du |vom |van )?(?:wi-?fi|wlan))?(?: is| ist| lautet| est| es| e| :|:| =|=) ?[\"'`]?([a-z]{3,12}(?:[ -][a-z]{3,12}){3,7})[\"'`]?(?:[.!,;)\n]|$)",
            _plain_words,
            unless=("sample secret",),
            reach=60,
        ),
        Rule(
            "credential.short",
            words("ww|, pw|, pwd|, mdp|, psw|, clave|, kw|, hasło, heslo, jelszó, лозинка, salasana, lösen|, lykilorð"),
            r"(?:^|[\s:(])(?i:ww|pw|pwd|mdp|psw|clave|kw)[:=]? ([^\s,;]{8,64})",
            _secret,
            folded=False,
            unless=("sample secret",),
            reach=20,
        ),
        Rule(
            "credential.wallet.key",
            _WALLETS,
            r"\b(?:[5KL][1-9A-HJ-NP-Za-km-z]{50,51}|xprv[1-9A-HJ-NP-Za-km-z]{100,112})\b",
            folded=False,
            reach=90,
        ),
        Rule(
            "payment.account.us",
            words("routing, aba|, aba no, rtn|, transit number, direct deposit"),
            r"\b[0-9]{9}\b[^\n]{0,40}?(?:acct|account|acc|a/c|checking|savings)[^0-9\n]{0,14}([0-9]{6,17})\b",
            lambda found: not sequential(found) and len(set(found)) > 2,
            unless=("sample",),
            reach=60,
            digits=15,
        ),
        Rule("id.paper", _PAPERS, _PAPER, _paper, unless=("sample", "number.other.close"), reach=40, digits=5),
        Rule(
            "contact.delivery",
            _DELIVERIES,
            r"([^\n]{12,110}[0-9][^\n]{0,24})",
            _addressed,
            near=("addressee",),
            unless=("address public", "sample", "no home"),
            reach=30,
            digits=1,
        ),
        Rule(
            "contact.phone.message",
            _MESSAGES,
            NATIONAL_PHONE,
            national_phone,
            near=("person|person.other|kin|dative",),
            unless=("phone public", "number.other.close", "sample"),
            reach=50,
            digits=7,
        ),
        Rule(
            "internal.untold",
            _UNTOLD,
            near=("amount|percentage|upheaval",),
            unless=("fiction",),
            reach=110,
            level=Sensitivity.INTERNAL,
        ),
    ),
    signals=(
        Signal(
            "talk of codes",
            words("how do i, how can i, how to, wie ändere, wie stelle, comment changer, cómo cambi, come cambi, como mud, hoe wijzig, jak zmieni, как сменить, как изменить, error code, postal code, zip code, country code, qr code, fehlercode, code erreur, código de error, код ошибки, source code, status code, plz|"),
        ),
        Signal(
            "addressee",
            pattern=r"[A-Z][a-z]+ [A-Z][a-z]+|(?:Fam|Mrs?|Ms|Mme|Sra?|Sig|Dhr|Pan|Pani|Dona|Don|chi|anh|co|ong|ba|Bapak|Ibu|Pak|Bu)\.? [A-Z][a-z]+|[А-ЯІЇЄЈ][а-яіїєј]+ [А-ЯІЇЄЈ][а-яіїєј]+|[Α-Ω][α-ω]+ [Α-Ω][α-ω]+|[\x{4e00}-\x{9fff}]{2,4}(?:様|,|，|先生|女士)?|[가-힣]{2,4},|[א-ת]{2,} [א-ת]{2,}|[\x{0620}-\x{06d3}]{2,} [\x{0620}-\x{06d3}]{2,}|[\x{0900}-\x{097f}]{2,} [\x{0900}-\x{097f}]{2,}|[\x{0e00}-\x{0e7f}]{3,}",
            folded=False,
        ),
        Signal(
            "no home",
            words("team|, department, warehouse, floor |, gate |, dock|, hall |, room |, building, pallet, returns, marketing, abteilung, lager|, tor |, palette, halle |, retouren, entrepôt, quai|, service|, almacén, muelle, palets, magazzino, armazém, magazijn, magazyn, sklad|, raktár, depozit, склад, ворота, depo|, مستودع, מחסן, 仓库, 倉庫, 창고, kho |, gudang"),
        ),
        Signal(
            "dative",
            pattern=r"(?i:στον|στη|στην) [Α-Ω][α-ω]+|(?:^|[^א-ת])ל[א-ת]{3,}|[\x{0900}-\x{097f}]{2,} को|\b[A-Z][a-z]{2,}(?:lle|nak|nek|ovi|owi)\b",
            folded=False,
        ),
        Signal("percentage", pattern=r"[0-9] ?(?:%|percent|prozent|pour cent|por ciento|per cento|процент)|[0-9][.,]?[0-9]* ?(?:m|mn|mio|mln|bn|mrd|млн|млрд|亿|億)\b"),
        Signal(
            "upheaval",
            words("closing the, close our, shutting down, cut 1, cut 2, cut 3, cut 4, cut 5, cut 6, cut 7, cut 8, cut 9, cerramos la planta, cerramos, puestos, nuevo socio, compramos, vendemos, fermons, supprimons, rachetons, vendons, chiudiamo, licenziamo, compriamo, vendiamo, fechamos, vamos demitir, vamos fechar, sluiten, ontslaan, zamykamy, zwalniamy, zavíráme, propustíme, bezárjuk, elbocsátunk, închidem, затваряме, κλείνουμε, stänger, lukker, stenger, suljemme, kapatıyoruz, закрываем, уволим, закриваємо, zatvaramo, zapiramo, نغلق, می‌بندیم, סוגרים, 関閉, let go, let 40, layoff, lay off, laid off, redundan, restructur, close the, closing the, shut down the, acquire, acquisition, merger, takeover, buy the, sell the, resign, step down, ipo|, kündig, entlass, stellenabbau, schließ, übernahme, fusion, licenciement, fermeture, rachat, fusion, despido, cierre, adquisici, licenziament, chiusura, acquisizione, demiss, fechamento, ontslag, sluiting, overname, zwolnie, zamknięci, přejm, propouště, elbocsát, сокращен, увольн, закрыти, слиян, поглощен, звільн, skrotan, varsel, nedbemanning, fyring, irtisano, işten çıkar, تسريح, פיטורים, 裁员, 裁員, 收购, 收購, 关闭, リストラ, 閉鎖, 買収, 구조조정, 인수"),
        ),
    ),
)  # fmt: skip
