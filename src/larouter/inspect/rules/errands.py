"""Numbers, addresses and codes as they stand in notes to a plumber, a sitter or a guest."""

from larouter.inspect.checks import sequential
from larouter.inspect.patterns import compiled
from larouter.inspect.rules.birth import DATE, living
from larouter.inspect.rules.contact import national_phone
from larouter.inspect.rules.kinds import Family, Rule, Signal, words
from larouter.inspect.rules.payment import PUBLISHED_IBANS

# Who is written to, and that somebody is: with one of them a number laid out like a telephone number is one.
_RECIPIENTS = words("""
my wife, my husband, my mum, my mom, my dad, my mother, my father, my sister, my brother, my daughter, my son|, my partner, emergency contact, if lost, lost dog, lost cat, missing cat, meine frau, mein mann, meine mutter, mein vater, meine schwester, mein bruder, notfallkontakt, entlaufen, vermisst, ma femme, mon mari, ma mère, mon père, ma sœur, mon frère, en cas d'urgence, perdu chat, chat perdu, chien perdu, mi mujer, mi marido, mi madre, mi padre, mi hermana, mi hermano, en caso de emergencia, perdido, se busca, mia moglie, mio marito, mia madre, mio padre, mia sorella, mio fratello, smarrito, in caso di emergenza, minha mãe, meu pai, minha esposa, meu marido, contacto de emergência, contato de emergência, mijn vrouw, mijn man|, mijn moeder, noodcontact, vermist, moja żona, mój mąż, mama|, tata|, kontakt alarmowy, zaginął, zaginęła, moje žena, můj muž, ztratil, elveszett, feleségem, férjem, soția mea, soțul meu, pierdut, жене|, мужу|, маме|, папе|, потерял, пропал, изчезн, χάθηκε, min fru, min man|, borttappad, min kone, min mann, bortkommet, vaimoni, mieheni, kadonnut, karım, kocam, eşim, kayıp, زوجتي, زوجي, مفقود, همسرم, گم شده, אשתי, בעלי, אבד, मेरी पत्नी, मेरे पति, 我老婆, 我老公, 我妈, 我爸, 寻猫, 寻狗, 紧急联系, 妻|, 夫|, 緊急連絡先, 迷子, 아내, 남편, 비상연락, 실종, vợ tôi, chồng tôi, ภรรยา, สามี, istri saya, suami saya, plumber, electrician, caretaker, janitor, handyman, mechanic, landlord, landlady, dog sitter, cat sitter, pet sitter, childminder, tutor, piano teacher, driver, gardener, cleaner, locksmith, builder, roofer, painter, carpenter, midwife, hairdresser, tell him, tell her, tell dad, tell mum, tell them, tell my, text|, write to, write her, write him, write them, drop a line, ping|, message|,  ask for, call her, call him, call them, give him a ring, give her a ring, is on 0, is at 0, new number, her new number, his new number, his number, her number, dad's, mum's, mom's, granny, grandma, grandpa,
klempner, elektriker, hausmeister, handwerker, vermieter, vermieterin, gärtner, putzfrau, schlosser, maler|, hebamme, nachhilfe, fahrer, hundesitter, anschreiben, schreib|, schreibe|, schick|, sag|, erreichen, zu erreichen, oma|, opa|, tante, onkel,
plombier, électricien, gardien, concierge, serrurier, jardinier, nounou, sage-femme, chauffeur, texto, écris à, écrire à, préviens, dis à, envoie un, envoyer un, prévenir, propriétaire, papa|, mamie, papi|, tonton, tata|,
fontanero, plomero, electricista, portero, conserje, cerrajero, jardinero, chófer, chofer, comadrona, avísale, avisa a, avisar a, escríbele, escribe a, dile a, mándale, manda un, casero, casera, abuela, abuelo, tía|, tío|,
idraulico, elettricista, portiere, fabbro, giardiniere, autista, ostetrica, baby-sitter, scrivi a, scrivi al, scrivi alla, di' a, di' al, avvisa, manda un, messaggio, zio|, zia|, nonna, nonno,
encanador, canalizador, eletricista, zelador, porteiro, jardineiro, motorista, parteira, diarista, senhorio, senhoria, escreve a, escreve pro, escreve para, avisa o, avisa a, manda um, manda uma, manda pro, diz ao, diz à, tio|, tia|, avó|, avô|,
loodgieter, elektricien, conciërge, huismeester, slotenmaker, tuinman, chauffeur, verloskundige, app de|, app|, appen, sms|, schrijf|, stuur|, laat weten, tante|, oom|, opa|, oma|,
hydraulik, elektryk, dozorc, ślusarz, ogrodnik, kierowc, położn, korepetyt, napisz do, napisz|, wyślij sms, powiadom, przekaż, ciocia, cioci|, wujek, babci, dziad, instalatér, elektrikář, domovník, zámečník, zahradník, řidič, porodní asist, napiš|, pošli sms, dej vědět, teta|, strejda, babič, děda, instalatér, elektrikár, domovník, napíš, pošli sms, volaj,
vízszerelő, szerelő, villanyszerelő, házmester, lakatos, kertész, sofőr, szülésznő, írj|, küldj sms, szólj|, nagyi, instalator, electrician, lăcătuș, grădinar, șofer, moașa, scrie-i, scrie|, dă-i mesaj, anunță, bunica, bunicul, tanti, водопроводч, майстор, ключар, шофьор, акушерк, пиши на, напиши на, прати съобщ, кажи на, баба, дядо, леля,
υδραυλικ, ηλεκτρολόγ, θυρωρ, κλειδαρά, κηπουρ, οδηγό, μαία, γράψε, στείλε, πες|, ειδοποίησε, γιαγιά, παππού, θεία, θείο,
rörmokare, elektriker, vaktmästare, låssmed, trädgårds, chaufför, barnmorska, smsa|, skriv till, skicka sms, meddela, mormor, morfar, farmor, farfar, moster, blikkenslager, vvs|, vicevært, låsesmed, gartner, jordemoder, sms til, skriv til, send sms, besked til, rørlegger, vaktmester, jordmor, melding, bestemor, bestefar,
putkimies, putkimiehe, sähkömies, talonmies, lukkosepp, puutarhuri, kuski, kätilö, viesti|, viestiä, laita viesti, kirjoita|, lähetä, mummo, ukki, torumees, elektrik, kirjuta, saada sõnum, vanaema, vanaisa, santehniķ, elektriķ, uzraksti, aizsūti, vecmām, santechnik, elektrik, parašyk, nusiųsk, močiut, senel,
vodoinstalater, električar, domar, bravar, vrtlar, majstor, babica, poruka, poruku, napiši|, javi|, baka|, deda|, djed, vodovodar, hišnik, ključavničar, vrtnar, sporočilo, piši|, мајстор, водоинсталатер, електричар, порука, порака, напиши, баба, деда, tesisatçı, elektrikçi, kapıcı, çilingir, bahçıvan, şoför, ebe|, yaz:, ustaya, e yaz, a yaz, ye yaz, mesaj at, haber ver, babaanne, anneanne, dede|, hala|, teyze, dayı, amca, hidraulik, elektricist, shkruaji, shkruaj, mesazh, santexnik, elektrik, yoz|, yaz|, xabar, сантехник, электрик, слесар, консьерж, водител, садовник, няне|, репетитор, напиши, скинь, сообщи, бабушк, дедушк, тёт, дяд, жаз|, хабар, сантехнік, електрик, слюсар, водій, бабус, дідус, тітк,
سباك, كهربائي, بواب, حارس, بستاني, سائق, قابلة, اكتب ل, اكتب رسال, ارسل ل, بلغ|, خبر|, لوله کش, لوله‌کش, برق کار, سرایدار, باغبان, راننده, پیام بده, پیام بنویس, به مادر, به پدر, אינסטלטור, חשמלאי, שרת|, גנן, נהג, מיילדת, תשלח, תכתוב, כתוב ל, תגיד ל, סבתא, סבא, प्लंबर, बिजली वाला, इलेक्ट्रीशियन, चौकीदार, माली, ड्राइवर, मैसेज, संदेश, लिखो, प्लम्बर, सन्देश, লিখে দাও, মিস্ত্রি, ড্রাইভার, মেসেজ, বার্তা, பிளம்பர், எலக்ட்ரீஷியன், செய்தி, ప్లంబర్, మెసేజ్, സന്ദേശം, പ്ലംബർ, മെസേജ്, ಪ್ಲಂಬರ್, ಮೆಸೇಜ್, પ્લમ્બર, મેસેજ, ਪਲੰਬਰ, ਸੁਨੇਹਾ, ਮੈਸੇਜ, پلمبر, الیکٹریشن, میسج, پیغام, පණිවිඩ, කාර්මික,
水电工, 水電工, 电工, 電工, 保安, 门卫, 司机, 司機, 园丁, 锁匠, 房东, 房東, 家教, 月嫂, 发短信, 发条, 發訊息, 传讯息, 写给, 告诉, 水道屋, 電気屋, 大家さん, 管理人, 運転手, 庭師, 連絡文, 連絡, 伝えて, メール, 배관공, 전기기사, 경비, 기사님, 집주인, 문자, 연락, ช่างประปา, ช่างไฟ, รปภ, คนขับ, คนสวน, ส่งข้อความ, บอก, thợ nước, thợ điện, bảo vệ, tài xế, nhắn, báo cho, tukang, sopir, satpam, kebun, kirim pesan, mesej, whatsapp, tubero, elektrisyan, i-text, itext, fundi, dereva, mtumie, ujumbe, სანტექნიკ, ელექტრიკ, მივწერო, მიწერე, ջրմուղագործ, էլեկտրիկ, գրիր, lampista, electricista, escriu, envia, iturgina, píparan, rafvirk, skilaboð, skrifaðu, loodgieter, elektrisiën, ቧንቧ, መልእክት, ရေပိုက်, စာပို့, ជាងទឹក, ផ្ញើសារ, ຊ່າງ, ສົ່ງຂໍ້ຄວາມ, сантехник, сантехниг
""")  # fmt: skip
_LAID_OUT = (
    r"(?:^|[^0-9a-z.,/+_#:€$£-]|: |[^0-9],)("
    r"\(?0[0-9]{1,4}\)?[ /.-]{1,3}[0-9]{2,4}(?:[ .-][0-9]{2,4}){0,4}|0[0-9]{8,10}|0[0-9]{2,3}[ -][0-9]{6,7}|8 [0-9]{3} [0-9]{5}|\(?[2-9][0-9]{2}\)?[ .-][0-9]{3}[ .-][0-9]{4}|[1-9][0-9](?: [0-9]{2,3}){2,3}|[3-9][0-9]{2}(?:[ -][0-9]{2,3}){2,3}|[0-9]{2} [0-9]{4} [0-9]{4}|[2-9][0-9]{3}[ -][0-9]{4}|[2-9][0-9]{6,7}|[6-9][0-9]{9}|1[3-9][0-9]{9}|1[3-9][0-9] [0-9]{4} [0-9]{4}|8 ?\(?[0-9]{3}\)?[ -]?[0-9]{2,3}[ -]?[0-9]{2}[ -]?[0-9]{2,3}|9 ?[0-9]{4}[ -]?[0-9]{4}|[1-9][0-9]{1,2} [0-9]{3} [0-9]{2,4}|[0-9]{2} [0-9]{4,5}[ -][0-9]{4}"
    r")(?:$|[^0-9a-z/%€$£ .-]| [^0-9]| $|[.-](?:$|[^0-9]))"
)
_PLACES = words("""
bike lock, lock|, padlock, suitcase, koffer, fahrradschloss, schloss|, antivol, cadenas, valise, candado, maleta, lucchetto, valigia, mala|, fietsslot, kłódk, walizk, zámek, kufr, lakat, bőrönd, lacăt, valiz, катинар, куфар, замок, замк, чемодан, λουκέτ, βαλίτσ, lås|, cykellås, resväska, lukko, kilit, bavul, قفل, حقيبة, מנעול, מזוודה, ताला, 锁, 行李箱, 鍵|, 자물쇠, 캐리어, กุญแจ, khóa|, vali, gembok, koper, door, gate, entrance, front door, portal|, safe|, the safe, key safe, alarm, locker, lockbox, shed|, garage, barn, cellar, bike room, mailbox, letterbox, intercom, keypad, tablet, ipad, phone's, phone|, sim|, card pin, the pin, pin |, haustür, tür |, türe, tor|, hoftor, tresor, safe |, alarmanlage, spind, schuppen, keller, fahrradraum, tastenfeld, schlüsselbox, handy, portail, porte|, coffre, casier, cave|, garage, local à vélos, interphone, digicode, boîte à clés, alarme, puerta, portón, caja fuerte, taquilla, trastero, garaje, candado, telefonillo, portone, cancello, cassaforte, armadietto, cantina, allarme, citofono, bancomat, portão, cofre, cacifo, armário, garagem, cadeado, interfone, hek |, hek|, poort, deur, kluis, kluisje, schuur, fietsenstalling, alarm|, bram, furtk, drzwi, sejf, skrytk, szafk, garaż, piwnic, domofon, alarm, brank, vrát, dveře, trezor, skříňk, sklep, garáž, zvonk, kapu, ajtó, széf, szekrény, pince, riasztó, poart, ușă, uşă, seif, dulap, pivniț, interfon, alarma, вход|, входа, врат, сейф, шкафч, мазе, гараж, аларм, домофон, подъезд, калитк, ворот, шкафчик, кладовк, подвал, сигнализац, хвіртк, під'їзд, двере, сейф, πόρτα, πόρτας, εξώπορτα, χρηματοκιβ, ντουλάπ, αποθήκ, γκαράζ, συναγερμ, θυροτηλ, port|, porten, grind, dörr, kassaskåp, skåp, förråd, garage, larm, dør, låge, boks|, kælder, skur|, alarmen, nøkkelboks, kapı, bahçe kapı, kasa|, dolap, depo, garaj, alarm, ovi|, oven, portti, portin, kassakaa, kaappi, varasto, hälyt, vrata, kapij, sef|, ormarić, podrum, alarm, omaric, klet|, uks|, värav, seif, garaaž, durv, vārt, seif, durų, vart, باب, البوابة, خزنة, الخزنة, انذار, خزانة, كراج, در |, گاوصندوق, دزدگیر, דלת, שער, כספת, ארונית, אזעקה, חניון, दरवाज, गेट, तिजोरी, लॉकर, अलार्म, 门锁, 门禁, 大门, 大門, 保险箱, 保險箱, 报警器, 警報器, 储物柜, 車庫, 车库, 玄関, 金庫, 宅配ボックス, ロッカー, 自転車置き場, 警報, 현관, 공동현관, 금고, 사물함, 도어락, 경비, ประตู, ตู้เซฟ, ล็อกเกอร์, สัญญาณกันขโมย, cổng, cửa, két|, két sắt, tủ khóa, báo động, pintu, pagar, brankas, loker, alarm, peti besi, gate|, mlango, geti, sefu
""")  # fmt: skip
_CODE_WORDS = words("""
code|, codes|, pin|, combination, opens with, open with, unlock, press|, enter |, kod, koden, kode|, koden|, kodu, kód, kódja, kodul, codul, cod|, code |, código, codigo, clave, codice, numero, zahlenkombination, code:, geht auf mit, senha, combinação, cijfer, szyfr, šifra, číslo, zar|, szám, şifre, parola, cifru, код|, кода|, коду|, кодът, шифър, пароль|, комбинац, пин|, κωδικ, συνδυασμ, koodi, kood|, kods|, kodas, رمز, كود, الرقم السري, قفل, کد |, רמז, קוד, צופן, कोड, पिन, पासवर्ड, 密码, 密碼, 暗証番号, 暗証, 番号は, パスワード, コード, 비밀번호, 비번, 암호, รหัส, mã |, mã:, mật mã, kode, kata sandi, pin:, pin is, namba ya siri, wyłącz, se quita, se desactiva, entschärf, désactiv, disattiv, uitschakel, отключ, turn off, disarm
""")  # fmt: skip
_SENDINGS = words("""
access request, dispute, they're at, we are at, lives at, will leaves, leaves the house, executor, probate, claimant, defendant, plaintiff, served on, summons, eviction, power of attorney, einschreiben, vollmacht, klage, beklagt, kläger, mahnung, mise en demeure, recommandé, assignation, burofax, demanda, demandado, raccomandata, diffida, citação, carta registada, notificação, aangetekend, ingebrekestelling, dagvaarding, pozew, powód, pozwan, żaloba, žaloba, žalobce, kereset, felperes, alperes, reclamant, pârât, acțiune, искова, ответчик, истец, исков, позов, позивач, відповідач, αγωγή, ενάγ, εναγ, stämning, stevning, haaste, dava, davalı, davacı, دعوى, المدعي, דרישה, תביעה, नोटिस, वादी, 起诉状, 被告, 原告, 律师函, 内容証明, 訴状, 相手方, 送る相手, 내용증명, 수신인, 원고, 피고, โนติส, khởi kiện, nguyên đơn, bị đơn, gugatan, tergugat, somasi, send flowers, flowers to, flowers for, card for, a card to, thank-you card, thank you card, card to, gift to, letter to, return label, label:, return address, write a letter, post this, i've moved to, moved to, new address, my new flat, here's my address, schick |, schicke |, schicken an, brief an, karte an, paket an, blumen an, urne, rücksende, neue anschrift, neue adresse, faire-part, envoyer à, colis à, lettre à, carte à, fleurs à, nouvelle adresse, envía |, envíalo, mándalo, manda |, carta a, flores a, ramo para, nueva dirección, spedisci, manda a, lettera a, biglietto per, fiori a, nuovo indirizzo, envia para, entrega pra, entrega para, manda para, carta para, flores para, nova morada, novo endereço, stuur |, kaart aan, bloemen naar, brief aan, nieuw adres, wyślij, paczkę, paczka, kartk, list do, kwiaty, nowy adres, pošli, zásilk, balík, dopis, květiny, nová adresa, zásielk, list pre, küldd, küldj, csomag, levél, virág, új cím, trimite, colet, scrisoare, flori, adresa nouă, изпрати, пратка, писмо, цветя, нов адрес, στείλε, γράμμα, δέμα, λουλούδια, skicka, brev till, paket till, blommor, ny adress, send den, send til, pakken, brev til, blomster, ny adresse, lähetä, paketti, kirje, kukkia, uusi osoite, gönder, mektup, çiçek, kargo, yeni adres, pošalji, paket za, pismo, cvijeće, cveće, nova adresa, pošlji, nov naslov, saada |, pakk, sūti|, sūtī, siųsk, отправь, отправить, посылк, письмо, цветы, новый адрес, адрес:, надішли, посилк, лист до, нова адреса, ارسل, طرد, باقة, عنوان, بفرست, بسته, نامه, לשלוח, חבילה, מכתב, פרחים, भेजो, भेज दो, पार्सल, पत्र, 寄给, 寄給, 寄到, 快递给, 送花, 送り先, 宛先, 送って, 받는 곳, 받는 사람, 보내 줘, 보낼, 배송지, 택배, ส่งไป, ส่งถึง, พัสดุ, gửi, bưu kiện, kirim, paket untuk, hantar, ipadala, tuma
""")  # fmt: skip
# Any words, a house number, a postcode and a place, or the numbers of a flat, as letters are addressed.
_POSTAL = (
    r"(?:[a-zα-ω.' -]{3,40} [0-9]{1,4} ?[a-z]?(?:[/-][0-9]{1,4}[a-z]?)?(?:,? ?[0-9]{1,2}(?:o|a|er|e)?\.? ?(?:izq|dcha|dcho|esq|dto|dir|fte|frente|[a-d])\b)?(?:,? ?(?:apt|app|ap|flat|unit|suite|bl|et|sc|nr|byt|m|kv|tv|th|bus|top|piso|depto|int)\.? ?[0-9a-z/.]{1,6}){0,3},? {1,2}(?:[a-z]{1,2}-)?(?:[0-9]{3} [0-9]{2}|[0-9]{2}-[0-9]{3}|[0-9]{4} [a-z]{2}\b|[0-9]{4,6}|[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}),? ?[a-zα-ω]{3,})"
    r"|(?:[0-9]{4,6} [a-z]{3,},? [a-z' .]{3,40} (?:utca|u\.|ut|utja|ter|tere|krt\.|korut|sor|koz) ?[0-9]{1,4})"
    r"|(?:[0-9]{1,5}[a-z]?,? (?:[nesw]{1,2} )?[a-z' ]{3,30}(?:,| ) ?[a-z' ]{3,24},? (?:[a-z]{2} [0-9]{5}|[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}|(?:nsw|vic|qld|wa|sa|tas|act) [0-9]{4}))"
    r"|(?:(?:ж\.?к\.?|бл\.|вх\.|ул\.|пр\.|пер\.|бул\.|наб\.|вул\.|просп\.)[^\n]{2,40}(?:д\.|кв\.|ап\.|буд\.|бл\.|№|[0-9])[^\n]{0,12}[0-9])|(?:вул|ул)\.? [а-яіїє ]{3,30} [0-9]{1,4}"
    r"|(?:[\x{4e00}-\x{9fff}]{2,8}(?:区|區|市|县|縣|町|村)[\x{4e00}-\x{9fff}0-9]{2,24}[0-9]{1,4}(?:号|號|室|幢|栋|单元|番|番地|丁目)?)|〒 ?[0-9]{3}-?[0-9]{4}|(?:[가-힣]{1,6}(?:로|길|동) ?[0-9]{1,4}(?:,| |-)? ?[0-9]{0,4}(?:동|호)?)"
    r"|(?:حي|شارع|خيابان|كوچه|بلوار) [\x{0620}-\x{06d3} ]{2,30}[,، ]{1,2}[^\n]{0,30}[0-9]{1,6}|[א-ת\"' ]{3,24} [0-9]{1,4},? [א-ת ]{3,16}(?: [0-9]{7})?|(?:मकान|फ्लैट|गली|घर)[^\n]{0,12}[0-9]+"
)
_ENROLMENTS = words("""
libro de familia, acta de nacimiento, partida de nacimiento, birth certificate, family book, stammbuch, geburtsurkunde, trauung, eheschließung, livret de famille, acte de naissance, certificato di nascita, certidão de nascimento, geboorteakte, akt urodzenia, rodný list, anyakönyvi, certificat de naștere, свидетельство о рожд, доверенност, 戸籍, 出生证, 户口, seating plan, enrol, application, registration, school, camp|, holiday camp, daycare, nursery, passport renewal, passport for, passport application, certificate, scholarship, roster, year 1, year 2, year 3, year 4, year 5, year 6, membership, kita-, kita |, anmeldung, ferienlager, ausweis für, reisepass für, kinderpass, schule, cantine, inscription, colonie, passeport pour, passeport de, école, bourse, beca, solicitud, campamento, pasaporte para, pasaporte de, inscripción, colegio, iscrizione, certificato, campo estivo, passaporto per, scuola, matrícula, inscrição, colônia, colónia, passaporte, escola, paspoort, aanmelding, inschrijving, kamp|, school, zapis, kolonie, obóz, paszport, szkoł, przihláš, přihláš, prihláš, tábor, cestovní pas, pas pro, školk, škol, jelentkez, tábor, útlevél, iskola, óvoda, înscri, tabăr, pașaport, școal, записва, лагер, паспорт, училищ, заявк, заявлен, анкет, школ, путёвк, табір, заявк, εγγραφή, αίτηση, κατασκήν, διαβατήριο, anmälan, läger, pass för, skola, tilmelding, lejr, pas til, påmelding, leir, pass til, ilmoittaut, leiri, passi, koulu, kayıt, kamp, pasaport, okul, prijava, kamp, putovnic, pasoš, upis, vpis, tabor, تسجيل, مخيم, جواز, مدرسة, ثبت نام, اردو, گذرنامه, רישום, קייטנה, דרכון, पंजीकरण, प्रवेश, दाखिला, 报名, 報名, 入学, 夏令营, 护照, 申込, 入園, 入学, パスポート, 등록, 신청, 여권, 캠프, ลงทะเบียน, ค่าย, đăng ký, trại hè, hộ chiếu, pendaftaran, kemah, paspor
""")  # fmt: skip


_HOURS = compiled(r"^[0-2]?[0-9][.:][0-5][0-9] ?-")


def _laid_out(found: str) -> bool:
    """Digits in the layout of a telephone number, and no sum, date or hours."""
    digits = "".join(char for char in found if char.isdigit())
    groups = found.replace("-", " ").replace("/", " ").replace(".", " ").split()
    thousands = (
        found[0] != "0"
        and len(groups) > 1
        and len(groups[0]) <= 3
        and all(len(part) == 3 for part in groups[1:])
    )
    year = len(digits) == 8 and (digits[:2] in {"19", "20"} or digits[4:6] in {"19", "20"})
    return (
        (national_phone(found) or (len(digits) == 9 and found[0] != "0" and len(set(digits)) > 3))
        and not year
        and not _HOURS.search(found)
        and not any(len(part) > 2 and set(part) == {"0"} for part in groups)
        and not (thousands and (len(digits) <= 8 or digits.endswith("000")))
    )


_LONG = 8  # digits of a published number that are no accident


def _account(found: str) -> bool:
    digits = "".join(char for char in found if char.isdigit())
    dated = len(digits) == 8 and (digits[:2] in {"19", "20"} or digits[4:6] in {"19", "20"})
    published = any(digits in iban[4:] for iban in PUBLISHED_IBANS) and len(digits) >= _LONG
    return (
        not published
        and 6 <= len(digits) <= 28
        and len(set(digits)) > 3
        and not dated
        and not sequential(digits)
    )


def _digits(found: str) -> bool:
    digits = "".join(char for char in found if char.isdigit())
    year = len(digits) == 4 and digits[:2] in {"19", "20"} and found == digits
    return 4 <= len(digits) <= 10 and not year and digits not in {"0000", "1234", "12345", "123456", "1111"}


FAMILY = Family(
    rules=(
        Rule(
            "contact.phone.errand",
            _RECIPIENTS,
            _LAID_OUT,
            _laid_out,
            unless=("phone public", "number.other.close", "sample", "counted", "measure", "no phone"),
            reach=44,
            digits=7,
        ),
        Rule(
            "credential.code.place",
            _PLACES,
            r"(?:^|[^0-9a-z.,/+€$£#-])([0-9]{4,8}|[0-9](?:-[0-9]){3,5}|[0-9]{2}[a-z][0-9]{2,4}|[0-9]{2}[ -][0-9]{2}[ -][0-9]{2}|[0-9]{2}к[0-9]{4}|[0-9]{4}[#*]|[#*][0-9]{4,6})(?:$|[^0-9a-z/%€$£:]|: )",
            _digits,
            near=("code word",),
            unless=("sample", "talk of codes", "number.other.close", "counted", "measure", "no phone", "program"),
            reach=40,
            digits=4,
        ),
        Rule(
            "credential.pin",
            words("pin|, pin code, pincode, pin-code, geheimzahl, пин-код, пин|, pin kod, пін-код, pin-kod, pinkoodi, pin-koodi, pin kód, kod pin, code pin, código pin, codice pin, nip|, רמז סודי, קוד סודי, الرقم السري, پین, पिन, 暗証番号, 핀번호, รหัส pin, mã pin"),
            r"(?:\bpin(?:[ -]?(?:code|number|kod|koodi|kode))?|geheimzahl|пин-?(?:код)?|пін-код|\bnip|קוד סודי|الرقم السري|پ[یي]ن|पिन|暗証番号|핀번호)(?: (?:is|ist|est|es|e|je|jest|on|er|ar|este|to|то|は|是|for [a-z ]{2,20} is|of [a-z ]{2,20} is))?[:=,]? ?([0-9]{4,8})(?:$|[^0-9a-z/%€$£:-])",
            _digits,
            unless=("sample", "no phone", "number.other.close", "program"),
            reach=30,
            digits=4,
        ),
        Rule(
            "contact.address.flat",
            words("кв., кв|, квартира, ап., ап|"),
            r"(?:\b|^|[ ,])(?:ул|улица|пр|пр-т|просп|проспект|пер|переулок|бульвар|бул|наб|шоссе|вул|вулиця|ж\.?к)\.? ?[^\n]{2,44}?(?:д|дом|буд|бл|вх)?\.? ?[0-9]+[^\n]{0,18}?(?:кв|квартира|ап)\.? ?(?:no)? ?[0-9]+",
            unless=("address public", "sample", "no home"),
            reach=60,
            digits=2,
        ),
        Rule(
            "contact.address.sent",
            _SENDINGS,
            _POSTAL,
            near=("name|person|person.other|family|addressee",),
            unless=("address public", "sample", "no home", "figure"),
            reach=40,
            digits=1,
        ),
        Rule(
            "payment.account.local",
            words("bsb|, cbu|, cvu|, rib|, ifsc, guichet, clé rib, ag.|, ag|, agência, agencia|, c/c, cc|, conta|, poupança, branch code, branch no, institution no, institution number, transit no, transit number, nuban, gtbank, uba|, access bank, zenith, mpesa, m-pesa, paytm, upi|, reg.nr, reg. nr, reg.nr., kontonr, konto|, kontot|, clearing, clearingnr, rachunek, rachunku, giro|, rekening|, račun, tekući račun, žiro, τράπεζα, حساب|, شماره کارت, شماره شبا, 银行|, 开户行, 支店, 普通|, 当座, 예금주, 국민은행, 신한, 우리은행, 농협, 카카오뱅크, vietcombank, techcombank, stk|, số tk, ธนาคาร, กสิกร, ไทยพาณิชย์, bca|, bri|, bni|, mandiri, a.n.|, maybank, cimb, gcash, paymaya, bpi|, bdo|"),
            r"(?:^|[^0-9a-z.,])([0-9]{2,6}[ -][0-9]{3,12}(?:[ -][0-9]{1,11}){0,6}|[0-9]{8,24}(?:-[0-9x])?|[0-9]{4,9}-[0-9x]|[0-9]{2}(?: [0-9]{4}){6}|guichet [0-9]{5}[^0-9]{1,12}[0-9]{11})(?:$|[^0-9a-z])",
            _account,
            unless=("sample", "number.other.close", "measure", "talk"),
            reach=30,
            digits=6,
        ),
        Rule(
            "birth.enrolment",
            _ENROLMENTS,
            r"(" + DATE + r")",
            living,
            near=("name|born",),
            unless=("figure", "biography", "sample", "event"),
            reach=44,
            digits=4,
        ),
    ),
    signals=(
        Signal("code word", _CODE_WORDS),
        Signal(
            "program",
            pattern=r"[;{}]|=>|==|!=|\(\)|[a-z_]\.[a-z_]+\(|[a-z]\(code|\b(?:const|enum|void|def|return|assert|struct|gpio[0-9]*|gnd|typeerror|println|printf|int)\b",
        ),
        Signal(
            "family",
            pattern=r"\b(?:Fam|Familie|Famille|Familia|Famiglia|Rodina|Perhe|Familjen|Rodzina|Csalad|Porodica|Obitelj|Druzina)\.? [A-Z][a-z]+|משפחת [א-ת]+|\b[A-Z][a-z]+ (?:csalad|ailesi)\b|[\x{4e00}-\x{9fff}]{2,4}(?:様|宅)|[가-힣]{3,4},",
            folded=False,
        ),
        Signal(
            "born",
            pattern=r"(?:\bborn|\bb\.|\*|\bgeb\.|\bgeboren|\bnee? le|\bnacid[oa]|\bnat[oa] il|\bnascid[oa]|\bur\.|\bnar\.|\bszul\.|\bn\.|\bnascut|\bfodt|\bfodd|\bs\.|\bsynt\.|\bdogumlu|\bd\.|\br\.|рожд|г\.р\.|р\.н\.|родени?[аи]?|γεν\.|γεννη|生まれ|出生|생) ?:? ?[0-9]",
        ),
        Signal(
            "measure",
            words("invoice, order|, order number, tracking, parcel number, serial, article number, isbn, total, amount, price, km|, kwh, views, subscribers, followers, population, votes, steps, score, rechnungsnummer, bestellnummer, kundennummer, sendungsnummer, facture, commande, numéro client, pedido, factura, ordine, fattura, encomenda, bestelling, factuur, zamówien, faktur, objednáv, rendelés, comand, поръчк, заказ, замовл, накладн, παραγγελ, tilaus, beställning, ordre, ordrenummer, sipariş, طلب, سفارش, הזמנה, ऑर्डर, 订单, 訂單, 单号, 注文, 주문, 운송장, คำสั่งซื้อ, đơn hàng, pesanan, resi|, version, build|, flight, train"),
        ),
        Signal(
            "no phone",
            words("zip|, zip code, postcode, postal code, plz|, code postal, código postal, cap|, cep|, error code, exit code, status code, http|, port |, country code, area code, vorwahl, indicatif, prefijo, prefisso, source code, qr code, promo, coupon, voucher, gutschein, discount, barcode, color code, colour code, hex|, model, paint|, verification code format, ean|, sku|, item code, course code, product code, flight, gate b, gate a, gate c, room |, floor |, year|, in 19, in 20"),
        ),
    ),
)  # fmt: skip
