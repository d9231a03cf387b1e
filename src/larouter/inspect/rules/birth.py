"""Dates of birth that belong to a person."""

from larouter.inspect.patterns import compiled
from larouter.inspect.rules.kinds import Family, Rule, Signal, words

# Letters and marks by blocks, not one by one: repeated, the exact classes make automata of megabytes.
_LETTER = (
    r"[A-Za-z\x{aa}\x{b5}\x{ba}\x{c0}-\x{1fff}\x{2c00}-\x{2dff}\x{3005}\x{3021}-\x{d7ff}\x{f900}-\x{fdff}"
    r"\x{fe70}-\x{fefc}\x{ff21}-\x{ffdc}\x{10000}-\x{3ffff}]"
)
DATE = (
    r"(?:\b[0-9]{1,2}-?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}-?(?:1[89]|20)?[0-9]{2}\b|\b[0-9]{1,2} ?[./\\-] ?[0-9]{1,2} ?[./\\-] ?(?:1[89]|20)?[0-9]{2}\b|\b(?:1[89]|20)[0-9]{2} ?[./\\-] ?[0-9]{1,2} ?[./\\-] ?[0-9]{1,2}\b"
    r"|\b[0-9]{1,2}(?:st|nd|rd|th|er|[.ºª])? ?(?:of |de |d'|di |den |τησ |ta' )?"
    + _LETTER
    + r"{3,14}[.,]? ?(?:of |de |del |г\. |a |τ?ου )?(?:1[89]|20)[0-9]{2}|\b"
    + _LETTER
    + r"{3,12}\.? [0-9]{1,2}(?:st|nd|rd|th)?,? (?:1[89]|20)[0-9]{2}\b"
    r"|(?:1[89]|20)[0-9]{2}\.? ?(?:年|년|\. )? ?"
    + _LETTER
    + r"{0,12} ?[0-9]{1,2}\.? ?(?:月|월|\.)? ?(?:[0-9]{1,2} ?(?:日|일|\.)?)?|[0-9]{1,2} ?(?:thang|tháng) ?[0-9]{1,2},? ?(?:nam )?(?:19|20)[0-9]{2}|[0-9]{1,2} [\x{0e00}-\x{0e7f}.]{2,12} (?:พ\.ศ\. ?)?(?:19|20|24|25)[0-9]{2})"
)
_LABELS = words("""
date of birth, date_of_birth, dateofbirth, birth_date, birth date, birthdate, *_dob|, dob|, date_naissance, datenaissance, fecha_nacimiento, data_nascita, data_nascimento, geburts_datum, geboorte_datum, data_urodzenia, datum_narozeni, dogum_tarihi, d.o.b, geburtsdatum, geb. am, geb.-datum, geburtstag:, date de naissance, née le, né le, fecha de nacimiento, data di nascita, nato il, nata il, nato a, nata a, data de nascimento, geboortedatum, data urodzenia, ur.|, datum narození, nar.|, dátum narodenia, születési idő, születési dátum, szül.|, data nașterii, născut la data, doğum tarihi, d.t.|,
дата рождения, д.р.|, дата народження, дата на раждане, датум рођења, ημερομηνία γέννησης, ημ. γέννησης, تاريخ الميلاد, تاریخ تولد, تاريخ الولادة, תאריך לידה, ת. לידה, जन्म तिथि, जन्मतिथि, जन्म तारीख, जन्म की तारीख, 出生日期, 出生年月, 生年月日, 생년월일, ngày sinh, sinh ngày, วันเกิด, วัน เดือน ปีเกิด, วันเดือนปีเกิด, tanggal lahir, tgl lahir, tempat/tanggal lahir, tarikh lahir, födelsedatum, fødselsdato, syntymäaika, datum rođenja, rojstni datum, gimimo data, dzimšanas datums, sünniaeg, tarehe ya kuzaliwa, جنم دن, تاریخ پیدائش
""")
_VERBS = words("""
born, birthday, geboren, geb.|, geburtstag, né|, née, naissance, anniversaire, nació, nacid, cumpleaños, nato|, nata|, nasceu, nascid, compleanno, aniversário, geboren op, geb|, verjaardag, urodzon, urodził, urodziny, narozen, narodil, narodený, született, szül|, născut, doğumlu, doğdu, doğum, родил, рожден, рождён, г.р., народи, народжен, р.н., р. н., г. р., роден, родена, рођен, rođen, rojen, γεννήθηκε, γεννημέν, مواليد, ولد|, ولدت, متولد, נולד, ילידת, יליד, जन्म, जन्मे, 出生, 出生于, 出生於, 生于, 生於, 生まれ, 年生, 태어난, 태어났, 출생, sinh năm, sinh ngày, sinh|, เกิดเมื่อ, เกิดวันที่, เกิด, lahir, född, født, f.|, syntynyt, syntyi, syntynyt, jarzaliwa, alizaliwa
""")

# What forms, schemas and examples hold until somebody fills them in.
_PLACEHOLDER = compiled(r"(?:1970|1980|1990|2000)[-./]0?1[-./]0?1|0?1[-./]0?1[-./](?:1970|1980|1990|2000)")


def living(found: str) -> bool:
    """Whether somebody who is alive may have been born on that day."""
    if _PLACEHOLDER.search(found):
        return False
    years = [int(found[at : at + 4]) for at in range(len(found) - 3) if found[at : at + 4].isdigit()]
    return all(year >= 1925 for year in years if 1000 <= year <= 2100)


def _numeric(found: str) -> bool:
    """Whether the date is written as in forms, in digits alone."""
    return not any(char.isalpha() for char in found)


FAMILY = Family(
    rules=(
        Rule("birth.labelled", _LABELS, DATE, living, unless=("figure", "biography", "sample"), reach=56),
        Rule(
            "birth.told",
            _VERBS,
            DATE,
            lambda found: living(found) and _numeric(found),
            near=("person|person.other|person.label|name",),
            unless=("figure", "biography", "sample"),
            reach=60,
        ),
        Rule(
            "birth.private",
            _VERBS,
            DATE,
            lambda found: living(found) and not _numeric(found),
            near=("person|person.other|person.label|name", "private"),
            unless=("figure", "biography", "sample"),
            reach=60,
        ),
    ),
    signals=(
        Signal(
            "private",
            words("""
turning, turns |, invitation card, birthday party, birthday book, birthday speech, happy birthday, guest of honour, the undersigned, hereby, appears before, declares, notary, deed, power of attorney, last will, affidavit, statement of, in memory of, funeral, baptism, christening, wird 2, wird 3, wird 4, wird 5, wird 6, wird 7, wird 8, wird 9, einladungskarte, vollmacht, urkunde, notar, testament, taufe, beerdigung, comparece, declara, acta, escritura, poder notarial, bautizo, esquela, cumple |, cumpleaños, invitación, comparaît, soussigné, déclare, acte, procuration, baptême, obsèques, anniversaire, anniv, il sottoscritto, la sottoscritta, dichiara, atto, delega, battesimo, funerale, compleanno, compie, procuração, certidão, batizado, aniversário, missa de, ondergetekende, verklaart, akte, volmacht, verjaardag, geboortekaartje, rouwkaart, niżej podpisan, oświadcza, akt |, pełnomocnictw, urodzin, chrzest, nekrolog, níže podepsan, plná moc, narozenin, parte, alulírott, meghatalmaz, születésnap, gyászjelent, subsemnat, declară, procură, aniversare, botez, долуподписан, пълномощно, рожден ден, υπογεγραμμέν, δηλώνει, εξουσιοδότηση, γενέθλια, βάπτιση, undertecknad, intygar, fullmakt, födelsedag, dödsannons, undertegnede, erklærer, fuldmagt, fødselsdag, bursdag, dødsannonse, allekirjoittanut, valtakirja, syntymäpäiv, kuolinilmoitus, doğum günü, vekaletname, davetiye, нижеподписавш, доверенност, день рождения, дню рождения, юбилей, некролог, довірен, день народження, punomoć, rođendan, osmrtnic, rojstni dan, توكيل, عيد ميلاد, نعي, وکالت, تولد, ייפוי כוח, יום הולדת, मुख्तारनामा, जन्मदिन, জন্মদিন, 生日, 委托书, 授权书, 讣告, 誕生日, 委任状, 訃報, 생일, 위임장, 부고, วันเกิด, หนังสือมอบอำนาจ, sinh nhật, giấy ủy quyền, ulang tahun, surat kuasa, hari jadi,
our, my, passenger, her passport, his passport, tenant, employee, colleague, client, customer, patient, applicant, applies, apply, member, student, pupil, neighbour, neighbor, daughter, son|, wife, husband, mother, father, sister, brother, mr|, mrs|, ms|, miss|, please, form|, request, contract, passport, visa|, insurance, lives, resident, candidate, account holder, needs, permit, file|, record, register, dob|, ssn|, address, eulogy, obituary, toast|, speech for, laudatio, retirement, retires, retiring, birthday card, invitation, wedding,
laudatio, trauerrede, nachruf, geburtstagsrede, festrede, jubiläum, ruhestand, glückwunsch, einladung, leitet die, arbeitet bei, discours pour, faire-part, retraite, faire part, invitación, jubilación, invito per, pensione, convite, aposenta, uitnodiging, pensioen, zaproszenie, emerytur, pozvánk, důchod, unser, mein, mieter, mitarbeiter, kolleg, kunde, kundin, frau|, herr|, herrn, antrag, beantragt, bitte, vertrag, versicher, wohnt, wohnhaft, tochter, sohn, bewerber, notre, mon|, ma|, locataire, employé, salarié, collègue, client, m.|, mme|, demande, contrat, merci de, habite, domicili, fille, fils, nuestr, mi|, inquilin, emplead, compañer, cliente, señor, sra|, sr|, solicita, contrato, por favor, vive, hija, hijo, pide, nostr, mio|, mia|, inquilin, dipendente, collega, signor, chiede, contratto, per favore, abita, risiede, figlia, figlio, noss, meu, minha, funcionári, colega, solicita, mora|, filh, por favor, onze, mijn, huurder, medewerker, klant, mevrouw, meneer, dhr|, aanvraag, woont, dochter, zoon, graag, nasz, nasza, mój, moja, pan|, pani, pracowni, klient, prosi, wniosek, umow, mieszka, zamieszk, córka, syn|, náš, naše, můj, moje, nájem, zaměstnan, klient, žádá, žádost, smlouv, bytem, bydl, dcera, kérem, munkatárs, kollég, ügyfél, bérlő, lakik, lánya, fia|, noastr, nostru, meu|, mea|, angajat, client, chiriaș, domnul, doamna, cerere, locuiește, fiica, bizim, çalışan, kiracı, müşteri, bey|, hanım, başvuru, lütfen, oturan, kızım, oğlum,
наш, мой, моя, сотрудни, клиент, пациент, жил, арендатор, коллег, гражданин, заявлен, договор, прожива, дочь, сын|, прошу, мій|, моя|, працівни, клієнт, пацієнт, заява, мешка, наш|, моят, служител, молба, живее, ναοσ, μας, μου, υπάλληλ, πελάτ, κύριος, κυρία, αίτηση, vår, min|, hyresgäst, anställd, kollega, kund, ansök, bor|, dotter, vores, medarbejder, lejer, ansøg, datter, ansatt, leietaker, søker, meidän, työntekij, asiakas, vuokral, hakee, hakemus, naš, moj|, zaposlen, klijent, stanar, molba,
موظف, مستأجر, زميل, السيد, السيدة, طلب, عقد, ابنتي, ابني, کارمند, مستاجر, خانم, آقای, درخواست, עובד, דייר, לקוח, גברת, מר |, בקשה, בתי, בני, हमारे, हमारी, मेरे, मेरी, कर्मचारी, किरायेदार, ग्राहक, श्रीमती, श्री, आवेदन, 员工, 租客, 客户, 患者, 先生, 女士, 同事, 申请, 我的, 我们, 请, 社員, 従業員, 患者, お客様, さん, 様, 申請, 契約, 娘, 息子, 직원, 고객, 환자, 세입자, 씨, 님, 신청, nhân viên, khách hàng, bệnh nhân, anh |, chị |, ông |, bà |, đơn|, พนักงาน, ลูกค้า, ผู้เช่า, คุณ, นาย, นาง, karyawan, penyewa, pelanggan, pak |, bu |, ibu|, bapak|, mohon, anak saya
"""),
        ),
        Signal(
            "biography",
            words("""
president of, chancellor, prime minister, painter, composer, physicist, mathematician, philosopher, actor, actress, singer, rapper, footballer, striker, nobel, king |, king of, queen of, koning |, koningin, król |, królowa, kung |, kong |, kuningas, král |, roi |, kral |, dronning, drottning, prinz, prinzessin, emperor, princess, author of, novelist, poet, senator, wikipedia, biography, biographer, famous, legendary, album, film director, album, band|, olympic, champion, astronaut, inventor, pioneer, politician, world cup, tennis player, band member, musician, scientist, pope|, ex-president, former president, head of state, celebrity, oscar|, grammy,
bundeskanzler, komponist, maler|, dichter, schauspieler, politiker, physiker, philosoph, schriftsteller, fußballer, président, peintre, compositeur, écrivain, chanteur, acteur, actrice, roi |, reine, presidente, pintor, compositor, escritor, cantante, actor, rey|, reina, futbolista, pittore, compositore, scrittore, cantante, attore, attrice, calciatore, poeta, poet|, cantor, ator|, atriz, jogador, schilder, schrijver, zanger, acteur, prezydent, malarz, kompozytor, poeta, pisarz, piosenkar, aktor, piłkarz, piłkarka, siatkarz, prezident, skladatel, spisovatel, zpěvák, herec, zeneszerző, festő, író|, költő, színész, președinte, scriitor, pictor, compozitor, poetul, cântăreț, cumhurbaşkan, ressam, besteci, yazar, şarkıcı, şair, kurucusu, президент, писател, поэт, композитор, художник, учён, космонавт, актёр, певец, певица, письменник, поет|, композитор, художник, konstnär, författare, kompositör, sångare, skådespelare, statsminister, forfatter, komponist, maler, sanger, säveltäjä, kirjailija, taiteilija, presidentti, skladatelj, pisac, slikar, поет|, писател, συγγραφέας, ποιητ, συνθέτη, ηθοποι, πρωθυπουργ, ζωγράφ, الرئيس, الشاعر, شاعر, الكاتب, نويسنده, نویسنده, خواننده, הנשיא, ראש הממשלה, משורר, סופר, זמר, राष्ट्रपति, प्रधानमंत्री, लेखक, अभिनेता, क्रिकेट, महात्मा, 总统, 主席, 作家, 画家, 诗人, 歌手, 演员, 科学家, 首相, 作曲家, 画家, 作家, 詩人, 俳優, 歌手, 총리, 대통령, 작가, 배우, 가수, 시인, tổng thống, nhà thơ, nhà văn, ca sĩ, diễn viên, chủ tịch, ประธานาธิบดี, นายกรัฐมนตรี, นักเขียน, นักร้อง, นักแสดง, presiden, penulis, penyanyi, aktor, pelukis, penyair
"""),
        ),
    ),
)
