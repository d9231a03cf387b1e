"""What people write about those who are close to them: a relative, a carer, a colleague, by name."""

from larouter.inspect.patterns import any_of
from larouter.inspect.rules.birth import DATE
from larouter.inspect.rules.kinds import Family, Rule, Signal, words

# Illnesses, medicines and therapies that the rules of health leave out because alone they say little.
ILLNESS = words("""
sclerosis, dyslexi, adhd|, autis, lupus, cirrhosis, dialysis, chemo|, methotrexate, sertraline, fluoxetine, lithium, warfarin, xarelto, insulin, metformin, ramipril, furosemide, rifampicin, clopidogrel, memantine, donepezil, levodopa, sinemet, imatinib, risperidone, nstemi, stemi|, copd|, dnr|, mrsa, inr|, ckd, ejection fraction, detox, inpatient, outpatient, on a drip, in rehab, wheelchair, stroke, dementia, alzheimer, parkinson, bulimia, anorexia, psoriatic, crohn, hepatitis, tuberculosis, arthritis, epilep, transplant, stoma, catheter, biopsy, tumour, tumor, carcinoma, adenocarcinoma, leukemia, leukaemia, lymphoma, melanoma, bipolar, schizo, ptsd, burnout, burn-out, miscarriage, pregnan, coeliac, celiac
apoplex, dysphagie, schlaganfall, marcumar, z.n.|, demenz, parkinson, depression, magersucht, bulimie, entzug, reha|, leberzirrhose, zirrhose, dialyse, krebs, metastas, zöliakie, legasthenie, herzinfarkt, krankgeschrieben, krankmeldung, sucht
avc|, sclérose, polyarthrite, cirrhose, dialyse, chimio, lupus, démence, anorexi, boulimi, infarctus, cœliaque, sevrage, bipolaire, hépatite, tuberculose, grossesse, insuffisance rénale, insuffisance cardiaque
celiaquía, celíac, ictus, cirrosis, diálisis, quimio, demencia, anorexi, bulimi, infarto, lupus, esclerosis, hepatitis, tuberculosis, embarazad, adenocarcinoma, bipolar, insuficiencia, artritis
avc|, cirrose, hemodiálise, diálise, quimio, demência, lúpus, enfarte, infarto, esclerose, hepatite, tuberculose, grávida, artrite, insuficiência, atestado
ictus, cirrosi, dialisi, chemio, demenza, infarto, scompens, sclerosi, epatite, tubercolosi, celiachia, lupus, artrite, creatinina
beroerte, cirrose, dialyse, chemo, dementie, hartinfarct, hartfalen, reuma, hepatitis, zwanger, burn-out, epilepsie, kanker
udar, marskoś, dializ, chemiotera, demencj, zawał, niewydoln, stwardnieni, żółtaczk, gruźlic, w ciąży, anoreksj, ciśnienie, padaczk, cukrzyc, nowotw, białaczk
mrtvic, cirhóz, dialýz, chemoterap, demenc, infarkt, roztroušen, skleróz, tuberkul, těhotn, epileps, leukémi, cukrovk
stroke|, infarktus, cirrózis, dialízis, kemoterápi, demenci, szklerózis, terhes, agyvérzés, cukorbeteg, inzulin, rákos, leukémi, epileps, májzsugor
accident vascular, ciroză, dializ, chimio, demenț, infarct, scleroză, hepatit, tuberculoz, însărcinat, cancer, leucemi, epileps, diabet
инсулт, инфаркт, цироз, диализ, химиотер, деменц, хобл, склероз, хепатит, туберкул, бременн, леокем, левкем, епилеп, диабет, сатураци
εγκεφαλικ, έμφραγμα, κίρρωση, αιμοκάθαρσ, χημειοθεραπ, άνοια, αλτσχάιμερ, σκλήρυνση, ηπατίτιδ, φυματίωσ, έγκυος, λευχαιμ, επιληψ, διαβήτ, καρκίν, πάρκινσον
moždani udar, infarkt, ciroz, dijaliz, kemoterapij, hemoterapij, demencij, skleroz, hepatitis, tuberkul, trudn, karcinom, leukemij, epilepsij, dijabet, šećern, bulimij, možgansk, rak |, raka |, шлог, инфаркт, цироз, дијализ, хемотерап, деменциј, карцином, шећерн, трудн
инсульт, инфаркт, цирроз, диализ, химиотерап, деменци, шизофрен, биполяр, эпилеп, ишеми, хобл, ибс|, икс|, пикс, гепатит, туберкул, беремен, лейкоз, лейкеми, рассеянн, рисперидон, метформин, инсулин, паркинсон, альцгеймер, онколог, эпикриз, депресси
інсульт, інфаркт, цироз, діаліз, хіміотерап, деменці, шизофрен, біполяр, епілеп, гепатит, туберкул, вагітн, лейкоз, розсіян, діабет, паркінсон, альцгеймер, онколог, депресі, метформін
insult, infarkt, ciroz, dializ, chemoterap, demencij, skleroz, alzheimer, parkinson, vėžys, vėžiu, nėščia, leukemij, epileps, diabet, vēzi, vēzis, vēža, vėžys, vėžiu, insults, demenc, grūtniec, infarkti, insuldi, vähk, dementsus, rase |
aivoinfarkti, infarkti, kirroosi, dialyys, solunsalpa, sytostaat, muistisairau, alzheimer, parkinson, syöpä, raskaana, leukemi, epilepsi, diabetes, marevan, ms-tauti, masennus
stroke, infarkt, cirros, dialys, cellgift, demens, bipolär, litium, har ms|, har ms |, ms-diagnos, ms-sjuk, cancer, gravid, leukemi, leukæmi, epilepsi, diabetes, parkinson, alzheimer, kols|, slag|, hjerteinfarkt, hjerneslag, cellegift, demens, kreft, kræft, bipolar, krabbamein, heilablóðfall, mnd|, sykursýki
inme, felç, siroz, diyaliz, kemoterapi, demans, alzheimer, parkinson, kanser, hamile, lösemi, epilepsi, şeker hastas, koah, oksijen, infarkt, şəkərli diabet, xərçəng
فشل كلوي, غسيل, جلطة, سكري, السكر|, سرطان, كيماوي, الزهايمر, باركنسون, صرع, حامل, كبد, ايدز, الربو, قلب مفتوح, اكتئاب, سرطان, دیالیز, سکته, شیمی‌درمانی, شیمی درمانی, دیابت, آلزایمر, پارکینسون, صرع, باردار, افسردگی, شوگر, ذیابیطس, فالج, کینسر, ٹی بی
אלצהיימר, פרקינסון, סרטן, שבץ, דיאליזה, כימותרפיה, סוכרת, דמנציה, אפילפסיה, בהריון, סכיזופרני, ביפולרי, אוטיסט, דיכאון
टीबी, मधुमेह, शुगर|, डायबिटीज़, डायबिटीज, लकवा, कैंसर, डायलिसिस, पार्किन्सन, अल्ज़ाइमर, मिर्गी, गर्भवती, अवसाद, राइफैम्पिसिन, इंसुलिन, ডায়াবেটিস, ক্যান্সার, স্ট্রোক, ডায়ালাইসিস, ইনসুলিন, நீரிழிவு, சர்க்கரை நோய், புற்றுநோய், சிறுநீரக செயலிழப்பு, பக்கவாதம், మధుమేహం, షుగర్, క్యాన్సర్, గుండె ఆపరేషన్, పక్షవాతం
肝硬化, 糖尿病, 透析, 中风, 中風, 腦中風, 脑梗, 心梗, 癌, 化疗, 化療, 帕金森, 阿尔茨海默, 失智, 抑郁, 憂鬱, 精神分裂, 癫痫, 癲癇, 怀孕, 懷孕, 白血病, 关节炎, 關節炎, 红斑狼疮, 紅斑性狼瘡, 肺结核, 肝炎, 尿毒症, 胰岛素, 認知症, 脳梗塞, 脳卒中, 抗がん剤, がん|, うつ病, 統合失調, てんかん, 妊娠, 腎不全, インスリン, リウマチ, 膠原病, 間癌, 간암, 위암, 폐암, 유방암, 당뇨, 뇌졸중, 투석, 항암, 치매, 파킨슨, 우울증, 조현병, 간경화, 간경변, 임신, 백혈병
เบาหวาน, ไตวาย, ไตเสื่อม, มะเร็ง, อัมพาต, หลอดเลือดสมอง, ซึมเศร้า, ตั้งครรภ์, ฟอกไต, xơ gan, tiểu đường, đột quỵ, ung thư, chạy thận, trầm cảm, có thai, cổ trướng, kencing manis, strok, stroke, diabetes, gagal ginjal, kanker, cuci darah, hamil, kemoterapi, kisukari, saratani, kiharusi, shinikizo la damu, ujauzito, የስኳር በሽታ, ካንሰር, ინსულტი, დიაბეტი, სიმსივნე, ինսուլտ, շաքարային, քաղցկեղ, қант диабеті, инсульт, қатерлі ісік, miastenia, càncer, ictus, parkinson
""")  # fmt: skip

_KIN_LATIN = any_of(words("""
father, mother, dad, mum, mom, husband, wife, son, daughter, brother, sister, grandpa, grandma, grandfather, grandmother, uncle, aunt, nephew, niece, cousin, partner, fiance, fiancee, boyfriend, girlfriend, father-in-law, mother-in-law, stepson, stepdaughter, kid, child, baby, twin, neighbour, neighbor, colleague, coworker, flatmate, roommate, tenant, nanny, babysitter, carer, cleaner, pupil, student, boss, client, patient, friend, widow, kid's name
vater, mutter, papa, mama, mann, frau, sohn, tochter, bruder, schwester, opa, oma, grossvater, grossmutter, onkel, tante, neffe, nichte, schwiegervater, schwiegermutter, partner, partnerin, freund, freundin, kollege, kollegin, babysitterin, tagesmutter, nachbar, nachbarin, mieter, mieterin, patient, patientin, bewohner, bewohnerin, schueler, schuelerin, schuler, schulerin
pere, maman, mari, femme, fils, fille, frere, soeur, papi, mamie, beau-pere, belle-mere, oncle, tante, neveu, niece, copain, copine, compagnon, compagne, collegue, nounou, voisin, voisine, locataire, eleve, patiente
padre, madre, marido, mujer, esposo, esposa, hijo, hija, hermano, hermana, abuelo, abuela, suegro, suegra, tio, tia, sobrino, sobrina, novio, novia, companero, companera, canguro, cangur, ninera, vecino, vecina, inquilino, alumno, alumna, paciente, avi, avia, pare, mare
pai, mae, marido, esposa, filho, filha, irmao, irma, avo, sogro, sogra, tio, tia, sobrinho, sobrinha, namorado, namorada, colega, baba, diarista, vizinho, vizinha, inquilino, aluno, aluna
papa, mamma, marito, moglie, figlio, figlia, fratello, sorella, nonno, nonna, suocero, suocera, zio, zia, nipote, fidanzato, fidanzata, compagno, compagna, collega, badante, tata, vicino, vicina, inquilino, alunno, alunna, paziente
vader, moeder, man, vrouw, zoon, dochter, broer, zus, zusje, broertje, opa, oma, schoonvader, schoonmoeder, oom, tante, neef, nicht, vriend, vriendin, collega, oppas, buurman, buurvrouw, huurder, leerling
ojciec, matka, mama, tata, maz, zona, syn, corka, brat, siostra, dziadek, babcia, tesc, tesciowa, wujek, ciocia, kolega, kolezanka, niania, sasiad, sasiadka, pacjent, pacjentka, uczen, uczennica, tato, otec, mama, manzel, manzelka, dcera, bratr, sestra, deda, babicka, tchan, tchyne, kolega, kolegyne, chuva, hlidacka, soused, sousedka, muz, otec, manzel, dcera, brat, sestra, dedko, babka, svokor, svokra, opatrovatelka
apam, anyam, ferjem, felesegem, fiam, lanyom, batyam, ocsem, noverem, hugom, nagyapam, nagyanyam, aposom, anyosom, kollegam, szomszedom, babiszitter, bebiszitter, tata, mama, sotul, sotia, fiul, fiica, fratele, sora, bunicul, bunica, socrul, soacra, soacra mea, colegul, colega, bona, vecinul, vecina, tatal meu, mama mea, sotul meu, sotia mea
otac, majka, mama, tata, muz, suprug, supruga, zena, sin, kci, kcer, brat, sestra, djed, deda, baka, svekar, svekrva, punac, punica, kolega, kolegica, dadilja, susjed, komsija, oce, mati, moz, zena, hci, dedek, babica
isa, ema, mees, naine, poeg, tutar, vend, ode, vanaisa, vanaema, lapsehoidja, tevas, tetis, motina, mama, vyras, zmona, sunus, dukra, brolis, sesuo, senelis, senele, aukle, tevs, mate, matei, virs, sieva, dels, meita, bralis, masa
isa, aiti, mies, vaimo, poika, tytar, veli, sisko, vaari, ukki, mummo, mummi, pappa, anoppi, appi, lastenhoitaja, naapuri, far, mor, make, man, hustru, son, dotter, bror, syster, morfar, mormor, farfar, farmor, svarfar, svarmor, sambo, flickvan, pojkvan, kollega, barnvakt, barnvakten, granne, mann, kone, sonn, datter, soster, bestefar, bestemor, svigerfar, svigermor, kjaereste, kaereste, barnevakt, barnevakten, babysitteren, nabo, mamma, pabbi, afi, amma, barnapian, barnapia
babam, annem, esim, kocam, karim, oglum, kizim, kardesim, abim, ablam, dedem, ninem, anneannem, babaannem, kayinpederim, kayinvalidem, amcam, dayim, teyzem, halam, bakicimiz, bakici, komsum, atam, anam, erim, arvadim
brother-in-law, sister-in-law, mother in law, father in law, mum-in-law, ex, stepdad, stepmum, godson, goddaughter, granny, gran, nan, nana, nanna, grandson, granddaughter, housemate, trainee, apprentice, intern, new starter, lodger, bookkeeper, accountant, receptionist, cleaner, gardener, plumber, electrician, caretaker, dog sitter, childminder, coach, tutor, goalkeeper, member
stiefvater, stiefmutter, schwager, schwaegerin, schwagerin, enkel, enkelin, omi, opi, patenkind, azubi, praktikant, praktikantin, lehrling, auszubildender, buchhalter, buchhalterin, hausmeister, putzfrau, klempner, lehrer, lehrerin, erzieherin, mitschueler, mitschuler, klassenkameradin, mandant, mandantin, spieler
beau-frere, belle-soeur, belle-fille, gendre, petit-fils, petite-fille, grand-mere, grand-pere, grand-maman, meme, pepe, filleul, filleule, cousin, cousine, apprenti, apprentie, stagiaire, comptable, gardien, gardienne, plombier, maitresse, salarie, salariee
cunado, cunada, yerno, nuera, nieto, nieta, abuelita, abuelito, ahijado, ahijada, primo, prima, becario, becaria, aprendiz, contable, contador, contadora, portero, fontanero, plomero, electricista, empleada, empleado, jefe, jefa, maestra, senora, senor, dona, don
cunhado, cunhada, genro, nora, neto, neta, afilhado, afilhada, primo, prima, estagiario, estagiaria, aprendiz, contador, contadora, zelador, encanador, senhorio, senhoria, dona, seu, vo, vovo, patrao, patroa, funcionario, funcionaria
cognato, cognata, genero, nuora, nipotino, nipotina, cugino, cugina, tirocinante, apprendista, ragioniera, ragioniere, portiere, idraulico, elettricista, stagista, dipendente, sig, signora, signor, suocera, nonnina
zwager, schoonzus, kleinzoon, kleindochter, stagiair, stagiaire, leerling, boekhouder, huismeester, loodgieter, schilder, juf, meester, medewerker, mevr, mevrouw, meneer, dhr, stiefvader
tesciowej, mamy, taty, zony, meza, corki, syna, babci, dziadka, ciocia, cioci, wujka, siostry, brata, szwagier, szwagra, wnuk, wnuczka, stazysta, stazystka, praktykant, ksiegowa, ksiegowy, hydraulik, hydraulika, dozorca, wychowawca, pan, pana, pani, panu
tatinek, maminka, dedecek, babi, svagr, svagrova, vnuk, vnucka, ucen, prakticant, ucetni, instalater, instalaterovi, domovnik, kolegyni, pan, pani, zak, zacka, starky, starka, krstny, svagor, vnucka, ziak, ziacka, instalaterovi, opatrovatelke, opatrovatelka
nagyi, nagyapa, nagymama, nagypapa, anyu, apu, ferj, feleseg, fiunk, lanyunk, unokam, unoka, soger, sogorno, gyakornok, konyvelo, hazmester, szerelo, szerelonek, diak, tanulo, dolgozo, bunica, bunicul, mamaie, tataie, tanti, nenea, nea, cumnatul, cumnata, nepotul, nepoata, elevul, eleva, stagiarul, contabila, instalatorul, instalatorului, domnul, doamna
sogor, nona, stric, ujak, teta, unuk, unuka, pripravnik, ucenik, ucenica, vodoinstalater, vodoinstalateru, majstor, majstoru, stara mama, stari oce, nono, tast, tasta, svak, snaha, zet, vnuk, vnukinja, dijak, dijakinja, vodovodarju, gospa, gospod
vanaema, vanaisa, onu, tadi, opilane, torumees, torumehele, vecmamina, vectevs, vecmaminai, krustmate, santehnikis, santehnikim, skolnieks, mociute, mociutei, senelis, dede, teta, mokinys, mokine, santechnikas, santechnikui, kaimynas
isoaiti, isoisa, mummi, tati, seta, eno, kummi, oppilas, harjoittelija, kirjanpitaja, putkimies, putkimiehelle, talonmies, mormors, morbror, moster, farbror, faster, barnbarn, svager, svagerska, elev, eleven, praktikant, larling, rormokare, rormokaren, vaktmastare, ekonom, onkel, tante, svoger, svigerinde, svigerinne, barnebarn, laerling, blikkenslager, blikkenslageren, rorlegger, rorleggeren, vaktmester, mormor, bedstefar, bedstemor, farfar, fru, frk, herr
kayinbirader, baldiz, yenge, eniste, yegenim, torunum, ogrenci, ogrencimiz, stajyer, muhasebeci, kapici, tesisatci, elektrikci, hocam, babaannem, dedem, usta
ba ngoai, ong ngoai, ba noi, ong noi, bac, cau, mo, di, chu, em, anh trai, chi gai, anh tho, thay, hoc sinh, nenek, kakek, om, paman, bibi, bude, pakde, mbah, eyang, opa, oma, murid, siswa, siswi, karyawan, tukang, abang, pak cik, mak cik, datuk, si lolo, si lola, si kuya, si ate, si mang, mang, aling, bibi, babu, shangazi, mjomba, mwanafunzi, fundi, l'avia, l'avi, avia, avi, lampista, amona, aitona, amma, afi, fraenka, fraendi, paip, piparans, ouma, oupa, loodgieter
ayah saya, ibu saya, bapak saya, suami, istri, isteri, anak, kakak, adik, kakek, nenek, mertua, pengasuh, tetangga, ba toi, ma toi, me toi, bo toi, chong, vo, con trai, con gai, ong, co giu tre, anh, chi, si tatay, si nanay, si lolo, si lola, ang asawa, ang yaya na si, mama yangu, baba yangu, mume wangu, mke wangu, mwanangu, dada yangu, kaka yangu, yaya
"""))  # fmt: skip
_KIN = "|".join((
    r"\b(?i:" + _KIN_LATIN + r")(?: (?i:mea|meu|saya|toi|yangu|wangu|meva|meu|mia|mio|de))?(?:'s)?(?:,| \(|:| -)? ?\(?(?:(?i:la|el|en|na|l'|lo|is|is called|named|called|heisst|namens|si|mr|mrs|ms|pak|encik|kak|mbak|don|dona) )?[A-Z][a-z]{1,}",
    r"\b[A-Z][a-z]+ [A-Z][a-z-]+,? (?:\(?(?:[0-9]{1,3}|[0-9]{1,3} ?(?:a\.|ans|anni|anos|años|jahre|j\.|lat|let|yo|y/o|yrs|år|ar|vuotta|ev|ani|m|f|M|F))\)?)(?:,|\b)",
    r"\b(?:Mrs?|Ms|Mme|M\.|Hr|Fr|Herr|Frau|Sra?|Sig|Dhr|Mw|Pan|Pani)\.? [A-Z][a-z]+",
    r"(?i:бухгалтер|стажер|практикант|ученик|учениц|сантехник|электрик|начальник|директор|клиент|соседк|внук|внучк|тест|зят|невестк|золовк|шурин|крестник|мачех|отчим|пасынк|водител|воспитател|учител|учень|учениц|сусід|внук|онук|онучк|бабц|дідус|бабус|студент|студентк|мајстор|сантехник|баба|дядо|леля|внук|внучк|отец|отц|мать|матер|мам|пап|муж|жен|сын|доч|брат|сестр|дед|деду|бабушк|бабул|тещ|свекр|дяд|тет|племянник|коллег|нян|сосед|подруг|друг|пацієнт|пациент|батьк|тат|чоловік|дружин|син|доньк|дочк|дідус|бабус|няня|баща|майка|съпруг|леля|чичо|детегледачк|отац|мајк|супруг|деда|баба|дадиљ|әкем|анам|апам)[а-яіїєјљњћђқәі]{0,5}(?: ми| ми се| мој| моя| мій)?,? [А-ЯІЇЄЈ][а-яіїєј]{2,}",
    r"(?i:πατερα[ςσ]?|μητερα|μανα|συζυγο[ςσ]|αντρα[ςσ]|γυναικα|γιο[ςσ]|κορη|αδελφο[ςσ]|αδελφη|παππου[ςσ]|γιαγια|μαθητη[ςσ]|μαθητρια|ξαδελφ[οη][ςσ]?|κουνιαδ[οα][ςσ]?|υδραυλικο|συναδελφο[ςσ]?|γειτονα[ςσ]?|υπαλληλο[ςσ]?|πεθερο[ςσ]|πεθερα|θειο[ςσ]|θεια)(?: μου)?(?: ο| η| τον| την)? [Α-Ω][α-ω]{2,}",
    r"(?:爸|妈|媽|父亲|父親|母亲|母親|老公|老婆|丈夫|妻子|先生|太太|儿子|兒子|女儿|女兒|哥|姐|弟|妹|爷爷|爺爺|奶奶|外公|外婆|阿姨|保母|保姆|同事|邻居|鄰居)(?:叫)?[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏][\x{4e00}-\x{9fff}]{1,2}",
    r"(?:父|母|夫|妻|息子|娘|祖父|祖母|兄|姉|弟|妹|義父|義母|叔父|叔母|同僚|上司|部下)の[\x{4e00}-\x{9fff}]{1,3}[はがを、]",
    r"(?:아버지|어머니|아빠|엄마|남편|아내|아들|딸|형|누나|오빠|언니|동생|할머니|할아버지|장인|장모|시어머니|시아버지|이모|고모|삼촌)(?:인)? [가-힣]{2,4}(?:가|이|은|는|께서|님)",
    r"(?:พ่อ|แม่|สามี|ภรรยา|ลูกชาย|ลูกสาว|พี่|น้อง|ปู่|ย่า|ตา|ยาย|พี่เลี้ยง)[\x{0e00}-\x{0e7f}]{0,8}ชื่อ",
    r"(?:والدي|والدتي|ابي|امي|زوجي|زوجتي|ابني|ابنتي|اخي|اختي|جدي|جدتي|عمي|خالي|[پب]درم|مادرم|همسرم|[پب]سرم|دخترم|برادرم|خواهرم|والد[هہة]?|[بی]يوي|شو[ہه]ر) (?:عبد|احمد|محمد|علي|حسن|حسين|فاطمه|مريم|خالد|عمر|يوسف|ابراهيم|سعاد|ساره|نور|رضا|حسين|مهدي|زهرا|نسرين|نسرین|رحيم|سعيد|كريم|[\x{0620}-\x{06d3}]{3,} (?:[کك]و|را|سرطان|د[یي]ابت))",
    r"(?:אבא|אמא|בעלי|אשתי|בני|בתי|אחי|אחותי|סבא|סבתא|חמי|חמותי)(?: שלי)?,? (?:יוסי|משה|דוד|אבי|דני|רוני|יעקב|שרה|רחל|רות|רותי|מרים|חנה|דינה|יפה|שמעון|חיים|מיכל|נועה)",
    r"(?:पिताजी|पिता|माँ|मां|माताजी|पति|पत्नी|बेटे|बेटी|भाई|बहन|दादी|दादा|नानी|आजीला|आई|वडील)(?:,)? [\x{0900}-\x{097f}]{2,}(?:लाल|राम|देवी|कुमार|बाई|बाईंना|ता|ना|श)?[ ,]{1,2}(?:को|ना|ला|आहे|[\x{0900}-\x{097f}]+ (?:है|आहे))",
    r"(?:মা|বাবা|স্বামী|স্ত্রী|ছেলে|মেয়ে|আয়া) [\x{0980}-\x{09ff}]{3,}র|(?:அப்பா|அம்மா|கணவர்|மனைவி|மகன்|மகள்) [\x{0b80}-\x{0bff}]{3,}(?:க்கு|ன்)|(?:నాన్న|అమ్మ|భర్త|భార్య) [\x{0c00}-\x{0c7f}]{3,}",
    r"(?:አባቴ|እናቴ|ባለቤቴ|ልጄ|ወንድሜ|እህቴ) [\x{1200}-\x{137f}]{2,}|(?:მამაჩემს|დედაჩემს|ქმარს|ცოლს|ძმას|დას),? [\x{10d0}-\x{10ff}]{3,}ს|(?:Հայրս|Մայրս|Ամուսինս|Կինս|Եղբայրս|Քույրս)[՝,]? [\x{0531}-\x{0556}][\x{0561}-\x{0587}]+",
))  # fmt: skip

_FORMS = words("""
application, registration, enrol, sign up, signup, booking, reservation, guest list, birthdays, member, admission, age rule, school, kindergarten, certificate, anmeldung, kita, aufnahme, mitglied, buchung, inscription, adhésion, réservation, licence judo, club, inscripción, reserva, matrícula, ficha, carteirinha, cadastro, iscrizione, certificato, prenotazione, tessera, inschrijving, aanmelding, boeking, zapisy, zgłoszenie, rezerwacja, přihláška, rezervace, prihláška, beiratkozás, jelentkezés, foglalás, înscriere, rezervare, записване, заявление, запись, бронь, анкета, заявка, запис, бронювання, εγγραφή, κράτηση, upis, prijava, rezervacija, ilmoittautuminen, varaus, anmälan, bokning, påmelding, tilmelding, kayıt, başvuru, rezervasyon, تسجيل, حجز, ثبت نام, רישום, הרשמה, पंजीकरण, 报名, 報名, 登记, 登記, 入学, 入園, 申込, 申し込み, 등록, 신청, ลงทะเบียน, đăng ký, pendaftaran
""")  # fmt: skip


def _amounts(found: str) -> bool:
    """An amount that a month or a year may pay."""
    digits = "".join(char for char in found if char.isdigit())
    big = not found.strip().isascii() or any(char.isalpha() for char in found)
    return 3 <= len(digits) <= 7 or (bool(digits) and big) or not found[:1].isascii()


def _living(found: str) -> bool:
    """A year in which somebody who is alive may have been born, and no mere day of the month."""
    years = [int(found[at : at + 4]) for at in range(len(found) - 3) if found[at : at + 4].isdigit()]
    known = [year for year in years if 1900 <= year <= 2100]
    return all(1925 <= year <= 2023 for year in known) and (
        bool(known) or found.count("/") + found.count("-") + found.count(".") == 2 or "年" in found
    )


_ME = words("""
and i |, me |, mine |, i'm on, same job, same grade, same role, new hire, take on, offer, raise|, und ich, ich |, mir |, gleiche stelle, et moi, moi |, même poste, y yo, yo |, me pagan, que yo, e eu, eu |, mesma função, e io, io |, a me |, en ik, ik |, ja |, mnie |, a já, já |, én |, mie |, eu |, а мне, а я |, мне |, мені, на мен, κι εμένα, εμένα, a meni, meni |, mulle, minulle, och jag, jag |, og jeg, jeg |, ben |, وأنا, انا |, و به من, ואני, אני |, और मुझे, मुझे, 我才, 我 , 私は, 나는, còn tôi, tôi |, saya |, ako |, mimi
""")  # fmt: skip
_EARNS = (
    r"[A-Z][a-z]+(?: [A-Z][a-z]+)?,? (?:\([^)\n]{0,20}\) )?(?:is on|gets|earns|makes|bekommt|kriegt|verdient|touche|gagne|cobra|gana|le pagan|ganha|recebe|prende|guadagna|danno|krijgt|dostaje|zarabia|bere|keres|kap|ii dau|primeste|daju|zaraduje|tjener|tjanar|maksetaan|aliyor|digaji|luong)[^\n]{0,24}?[0-9]"
    r"|[A-Z][a-z]+ har [0-9][0-9 .]{3,9}(?:kr )?i (?:aret|manaden|maneden|maned)"
    r"|(?:A|An|Al|Lui|Na|Ad) [A-Z][a-z]+ (?:le pagan|ii dau|danno|daju|placaju)[^\n]{0,16}?[0-9]|[А-ЯІЇЄЈ][а-яіїєј]+(?:у|ю|е|ові|еві|а)? (?:платят|плащат|дают|дают|дають|плаћају|получает|отримує)[^\n]{0,12}?[0-9]|(?:Στον|Στην|Ο|Η) [Α-Ω][α-ω]+ (?:δινουν|παιρνει|πληρωνουν)[^\n]{0,12}?[0-9]"
    r"|小[王李张刘陈杨黄赵吴周]|[王李张刘陈杨黄赵吴周][\x{4e00}-\x{9fff}]?(?:总|工|经理|组长)|(?:同期の|上司の|部下の)[\x{4e00}-\x{9fff}]{1,3}|[가-힣](?:대리|과장|부장|사원|차장)|(?:خالد|احمد|محمد|علي|على|سعيد|يوسف|عمر) (?:ياخذ|يتقاضى|راتبه|راتب)|به [\x{0620}-\x{06d3}]{2,} [0-9]|[א-ת]{2,} (?:מקבל|מרוויח|מקבלת|מרוויחה) [0-9]|[\x{0900}-\x{097f}]{3,} को [0-9]"
)

FAMILY = Family(
    rules=(
        Rule(
            "pay.compared",
            _ME,
            r"[^0-9]([0-9][0-9.,' ]{0,9}(?:k|mil|tys|tis|tisic|tyś|ezer|juta|triệu|trieu|bin|тыс|тысяч|тисяч|хил|万|만|الف|ألف|هزار|אלף|हज़ार|हजार)?)(?:[^0-9]|$)",
            _amounts,
            near=("someone earns",),
            unless=("figure", "pay talk", "biography", "things"),
            reach=70,
            digits=4,
        ),
        Rule(
            "pay.compared.han",
            words("我才, 我只, 而我, 我拿, 我是"),
            r"[一二三四五六七八九]万[一二三四五六七八九]?",
            near=("someone earns",),
            unless=("figure", "pay talk"),
            reach=40,
        ),
        Rule(
            "health.kin",
            ILLNESS,
            near=("kin",),
            unless=("figure", "biography", "health talk", "fiction"),
            reach=60,
        ),
        Rule(
            "birth.form",
            _FORMS,
            r"(" + DATE + r")",
            _living,
            near=("name then date",),
            unless=("figure", "biography", "sample", "event"),
            reach=60,
            digits=4,
        ),
    ),
    signals=(
        Signal("someone earns", pattern=_EARNS, folded=False),
        Signal(
            "things",
            words("km|, kg|, points, goals, games, apples, friends, followers, years old, jahre alt, ans|, años, anni|, lat|, let|, år gammel, tore, punkte, buts, goles, gol|, books, cats, dogs, followers, kilometer, minutes, meters, %"),
        ),
        Signal("kin", pattern=_KIN, folded=False),
        Signal(
            "name then date",
            pattern=r"(?:^|[:;,] |\bfor |\bper |\bfür |\bpour |\bname )[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}(?:,|:|\(|;)? ?(?:nt\.|nacid[oa]|ne le|nee le|\*|geb\.?|b\.)? ?(?:[0-9]{1,2}[./ -]|\*[0-9])"
            r"|[:：] ?[\x{4e00}-\x{9fff}]{2,4}[，、,] ?(?:(?:19|20)[0-9]{2}年|令和|平成|昭和)",
            folded=False,
        ),
        Signal(
            "fiction",
            words("""
write a scene, write a story, a story where, a story about, a story in which, tell a story, short story, novel, screenplay, character, protagonist, detective, fictional, schreib eine geschichte, krimi, roman, figur, écris une histoire, écris la suite, personnage, roman, escribe un cuento, continúa el cuento, personaje, novela, scrivi una storia, personaggio, romanzo, schrijf een verhaal, napisz opowiadanie, напиши рассказ, персонаж, 写一个故事, 小説, 物語, 이야기를 써
"""),
        ),
        Signal(
            "event",
            words("deadline, due, delivered, released, meeting, event, concert, invoice, version, flight, order, lieferung, termin, livraison, factura, fattura, faktura, release"),
        ),
    ),
)  # fmt: skip
