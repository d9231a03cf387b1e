"""Health of an identified person."""

from larouter.inspect.rules.kinds import Family, Rule, Signal, words

CONDITIONS = words("""
diagnos, konstateret, konstatert, constaté, copd, kol|, kols|, bpco|, epoc|, dpoc|, хобл, pochp|, chopn|, koah|, 慢阻肺, sick note, signed off sick, depressive episode, burn-out, panic attack, postnatal, perinatal, rheuma, arthritis, arthrosis, osteopor, thyroid, psoriasis, eczema, endometrio, celiac, coeliac, gout|, hernia, glaucoma, cataract, sclerosis, fibrosis, thrombosis, embolism, sepsis, stent, pacemaker, wheelchair, incontinen, impoten, erectile, menopaus, sterili, vasectomy, hysterectomy, mastectomy, chronic pain, sleep apnea, insomnia, schizo, borderline, ocd|, gender dysphoria, transgender, methadone, heroin, cocaine, opioid, lithium, sertraline, cortison, ritalin, peanut allergy, covid-positive, *cancer, *kanker, *krebs, *kræft, *kreft, *syöp, *syöv, *tumor, tumour, tumor, carcinoma, leukaemia, leukemia, lymphoma, melanoma, diabetes, diabetic, hiv|, hiv-, aids|, hepatitis, tuberculosis, depression, depressive, bipolar, schizophreni, psychosis, ptsd, anxiety disorder, panic disorder, eating disorder, anorexia, bulimia, autism, autistic, adhd, epilep, seizure, dementia, alzheimer, parkinson, multiple sclerosis, crohn, colitis, asthma, copd, pneumonia, hypertension, heart attack, myocardial, stroke, heart failure, arrhythmia, miscarriage, pregnant, pregnancy, abortion, chemotherapy, chemo|, radiotherapy, dialysis, transplant, biopsy, surgery, hospitalised, hospitalized, admitted to, psychiatr, antidepressant, insulin, metformin, medication, prescribed, blood test, lab results, test results, positive for, addiction, alcoholi, overdose, rehab, sick leave, burnout, allergy, allergic, migraine, arthritis, lupus, fibromyalgia, anaemia, syphilis, chlamydia, gonorrh, herpes, kidney, cirrhosis, infertility, ivf|, suicid, self-harm, icd-10, icd10, hba1c, blood pressure, mmhg, cholesterol, mri|, prognosis, symptoms, disabled, disability,
krebs, rheuma, arthrose, schilddrüse, zöliakie, gicht, nierenversagen, niereninsuffizienz, herzschwäche, thrombose, bandscheibe, essstörung, magersucht, zwangsstörung, angststörung, cortison, herzkrank, pflegegrad, reha|, tumor, depression, erkrank, leidet an, diagnostiziert, krankheit, krank geschrieben, krankgeschrieben, herzinfarkt, schlaganfall, schwanger, fehlgeburt, chemotherapie, epilepsie, demenz, sucht, operation, krankschreibung, befund, blutwerte, asthma, allergi, schizophren, multiple sklerose, medikament, psychotherapie, behinderung,
séropositi, vih|, cancer, diabète, diabétique, dépression, dépressi, bipolaire, schizophrén, épilepsi, sclérose, asthme, grossesse, enceinte, fausse couche, chimiothérapie, avc|, infarctus, démence, maladie, atteint, souffre, hospitalis, arrêt maladie, opéré, tumeur, leucémie, hépatite, allergique, handicap,
cáncer, tumor, diabetes, depresión, vih|, seropositiv, esquizofreni, epilepsia, esclerosis, asma|, embarazad, aborto, quimioterapia, infarto, ictus, demencia, padece, sufre, enfermedad, hipertensión, leucemia, hepatitis, baja médica, operad, ingresad, alergi, ansiedad,
tumore, cancro, diabete, depressione, sieropositiv, hiv|, schizofreni, sclerosi, incinta, gravidanza, aborto, chemioterapia, infarto, ictus, demenza, soffre, affett, malatt, ipertensione, leucemia, epatite, ricoverat, leucemia,
câncer, cancro, diabetes, depressão, esquizofrenia, epilepsia, esclerose, grávida, quimioterapia, enfarte, infarto, avc|, demência, sofre de, doença, hipertensão, leucemia, hepatite, internad, baixa médica, seropositiv, soropositiv, diagnóstico,
kanker, suikerziekte, depressie, epilepsie, zwanger, miskraam, chemo, hartaanval, beroerte, dementie, ziekte, lijdt aan, opgenomen, hartinfarct, burn-out, hiv-positief, leukemie, schizofrenie, ziek gemeld, ziekgemeld, astma,
rak |, raka, nowotw, cukrzyc, depresj, schizofreni, padaczk, stwardnienie, ciąż, ciąży, poroni, chemioterapi, zawał, udar, demencj, choruje, choroba, choroby, chorob, białaczk, zdiagnozowan, rozpoznano, rozpoznanie, nadciśnieni, szpital,
rakovin, cukrovk, depres, epilep, těhotn, potrat, chemoterapi, infarkt, mrtvic, demenc, trpí, onemocněn, nemoc, leukémi, roztroušen, žloutenk, cukrovka, rakovina, ochoren, tehotn,
rákbeteg, rák|, rákja, rákos, cukorbeteg, depresszi, epilepszi, terhes, vetélés, kemoterápi, szívinfarktus, agyvérzés, demenci, szenved, betegség, diagnosztiz, leukémi, skizofréni, magas vérnyomás,
cancer, diabet, depresie, epilepsie, însărcinat, chimioterapie, infarct, accident vascular, demenț, suferă, diagnosticat, boală, leucemie, hepatit, scleroz, internat,
kanser, şeker hast, kalp hast, astım hast, romatizma, tansiyon hast, böbrek, tümör, verem, sarılık, hastas, diyabet, depresyon, epilepsi, hamile, düşük yap, kemoterapi, kalp krizi, felç, demans, hastalığı, teşhis, tanısı, tanı konul, lösemi, hepatit, ameliyat, tedavi, şizofren, astım,
рак |, рака, раком, рак молочн, рак , онколог, опухол, диабет, депресси, шизофрени, эпилепси, вич|, вич-, гепатит, туберкул, беременн, выкидыш, химиотерапи, инфаркт, инсульт, деменци, болеет, болезн, диагноз, страдает, госпитализ, лейкоз, склероз, астм, гипертони, операци, больничн,
діабет, депресі, епілепсі, вагітн, хіміотерапі, деменці, хворі, хвороб, діагноз, лейкемі, пухлин, віл-, туберкульоз, хворіє, рак , інфаркт,
диагноз, диагностицира, болна от, болен от, заболяване, страда от, бременна, рак на, хипертония, депресия, епилепсия,
dijagnoz, dijagnosticir, boluje, rak |, dijabetes, šećern, depresij, trudn, infarkt, karcinom, bolest, boleh, diagnosticiran, sladkorn, рак, дијабетес, болује, дијагноз,
καρκίν, διαβήτη, κατάθλιψ, επιληψί, έγκυος, χημειοθεραπ, έμφραγμα, εγκεφαλικό, άνοια, διάγνωση, διαγνώστηκε, πάσχει, σκλήρυνση, ηπατίτιδα, λευχαιμί, νοσηλ, υπέρταση,
cancer, diabetes, depression, epilepsi, gravid, cellgift, hjärtinfarkt, stroke, demens, lider av, sjukskriven, diagnos, bröstcancer, missfall, leukemi, kræft, sukkersyge, depression, gravid, kemoterapi, blodprop, hjerteanfald, sygemeldt, lider af, kreft, sykdom, sykmeldt, hjerteinfarkt, slag, diagnostisert, diagnosticeret, diagnostiserad,
syöpä, syövä, diabetes, masennu, epilepsia, raskaana, keskenmeno, sytostaat, sydäninfarkti, aivohalvaus, dementia, sairastaa, sairaus, diagnoos, sairausloma, skitsofreni,
سرطان, السكري, سكري, اكتئاب, الاكتئاب, صرع, الصرع, حامل, الايدز, الإيدز, نقص المناعة, التهاب الكبد, السل, كيماوي, جلطة, خرف, الزهايمر, تشخيص, شخصت, مصاب, مصابة, يعاني من, تعاني من, مرض, ضغط الدم, الفصام,
دیابت, افسردگی, صرع, باردار, شیمی درمانی, سکته, آلزایمر, تشخیص, مبتلا, بیماری, هپاتیت, ایدز, سرطان, ام اس,
סרטן, סוכרת, דיכאון, אפילפסיה, בהריון, כימותרפיה, התקף לב, שבץ, דמנציה, אובחן, אובחנה, סובל מ, סובלת מ, מחלת, איידס, הפטיטיס, סכיזופרניה, לוקמיה, טרשת,
कैंसर, मधुमेह, डायबिटीज, शुगर, अवसाद, डिप्रेशन, मिर्गी, टीबी, एचआईवी, एड्स, गर्भवती, कीमोथेरेपी, दिल का दौरा, लकवा, निदान, बीमारी, पीड़ित, हेपेटाइटिस, अस्थमा, दमा, तपेदिक, रक्तचाप, ऑपरेशन, ক্যান্সার, ডায়াবেটিস, রোগ, নির্ণয়,
癌, 肿瘤, 腫瘤, 糖尿病, 抑郁, 憂鬱, 艾滋, 愛滋, 乙肝, 肝炎, 癫痫, 癲癇, 精神分裂, 怀孕, 懷孕, 流产, 化疗, 化療, 心梗, 心肌梗, 中风, 中風, 痴呆, 确诊, 確診, 诊断, 診斷, 患有, 罹患, 高血压, 高血壓, 白血病, 病历, 病歷, 住院, 哮喘, 双相, 焦虑症, 甲状腺,
がん, ガン, 癌, 糖尿病, うつ病, うつ, 鬱病, てんかん, 妊娠, 流産, 抗がん剤, 心筋梗塞, 脳卒中, 脳梗塞, 認知症, 診断, 罹患, 高血圧, 白血病, 肝炎, 統合失調, 入院, 喘息, 適応障害, hiv陽性, カルテ,
암 , 유방암, 위암, 폐암, 대장암, 간암, 암을, 암으로, 당뇨, 우울증, 조현병, 간질, 뇌전증, 임신, 유산했, 항암, 심근경색, 뇌졸중, 치매, 진단, 앓고, 고혈압, 백혈병, 간염, 입원, 공황장애, 에이즈, 결핵,
ung thư, tiểu đường, đái tháo đường, trầm cảm, động kinh, mang thai, sảy thai, hóa trị, nhồi máu, đột quỵ, sa sút trí tuệ, chẩn đoán, mắc bệnh, bị bệnh, viêm gan, huyết áp cao, tăng huyết áp, lao phổi, bệnh án,
มะเร็ง, เบาหวาน, ซึมเศร้า, ลมชัก, ตั้งครรภ์, แท้ง, เคมีบำบัด, หัวใจวาย, หลอดเลือดสมอง, สมองเสื่อม, วินิจฉัย, ป่วยเป็น, โรค, ติดเชื้อ, ความดันโลหิต, เอชไอวี, ตับอักเสบ, วัณโรค,
kanker, diabetes, kencing manis, depresi, epilepsi, hamil, keguguran, kemoterapi, serangan jantung, stroke|, demensia, didiagnosis, menderita, mengidap, penyakit, hepatitis, tbc|, darah tinggi, hipertensi, skizofrenia, kencing manis, barah, saratani, kisukari, ugonjwa, ukimwi,
""")

FAMILY = Family(
    rules=(
        Rule(
            "health.person",
            CONDITIONS,
            near=("person|person.other",),
            unless=("figure", "biography", "health talk", "fiction"),
            reach=70,
        ),
        Rule(
            "health.patient",
            words("""
patient, patientin, patienten, paziente, paciente, pasien, pacjent, pacient, páciens, beteg|, pacientul, hasta|, hastamız, hastanın, пациент, пацієнт, ασθενή, المريض, المريضة, مريض, بیمار, מטופל, המטופל, החולה, मरीज, रोगी, 患者, 病人, 환자, bệnh nhân, ผู้ป่วย, คนไข้, pesakit, potilas, patiënt, patientens, pasienten, mgonjwa, রোগী, пацијент, bolnik, pacijent
"""),
            near=("person|person.other", "health condition"),
            unless=("figure", "biography", "health talk", "fiction"),
            reach=90,
        ),
        Rule(
            "health.record",
            words(
                "mrn|, medical record, patient id, patient no, patient number, hospital number, health record, chart no, chart number, case no, patienten-nr, patientennummer, patienten-id, fallnummer, numéro de dossier, numéro patient, dossier médical, ipp|, historia clínica, número de historia, nº de historia, cartella clinica, prontuário, processo clínico, patiëntnummer, dossiernummer, numer pacjenta, historia choroby, číslo pacienta, hasta no, protokol no, dosya no, номер карты, медкарта, медицинской карты, история болезни, история болезни №, рقم الملف, رقم الملف الطبي, رقم المريض, شماره پرونده, מספר מטופל, 病历号, 住院号, 门诊号, 診察券番号, 患者番号, カルテ番号, 환자번호, 등록번호, 차트번호, mã bệnh nhân, số hồ sơ bệnh án, hn|, nomor rekam medis, no. rm, no rm, rekam medis, journalnummer, journalnr, journal nr, journal-nr, pasient-id, patientnr, patient-nr, patientennr, patienten nr, potilasnumero, n° patient, dossier patient, nhc|, nº historia, nr karty, nr pacjenta, č. karty, kartotéka, törzsszám, tajszám, număr fișă, номер пациента, № карты"
            ),
            pattern=r"[a-z]{0,4}[-#:/ ]{0,2}[0-9][0-9a-z/-]{3,14}",
            check=lambda found: (
                sum(c.isdigit() for c in found) >= 4 and not found.strip(" :#-/").startswith(("1234", "0000"))
            ),
            unless=("sample", "number.other.close"),
            reach=22,
        ),
        Rule(
            "health.fhir",
            words('"resourcetype"'),
            pattern=r'"resourcetype"\s*:\s*"(?:patient|observation|condition|medicationrequest|medicationstatement|encounter|diagnosticreport|allergyintolerance|procedure|immunization|careplan|claim|coverage|explanationofbenefit)"',
            near=("fhir person",),
            reach=1200,
        ),
        Rule(
            "health.hl7",
            words("*pid|, msh|"),
            pattern=r"(?:^|[\n\r ])pid\|[^|\n]*\|[^\n]{0,80}[a-z]+\^[a-z]+",
        ),
        Rule(
            "health.icd",
            words(
                "icd-10, icd10, icd-10-gm, icd-11, icd|, cim-10, cie-10, diagnosis code, dx|, dx:, мкб-10, мкб|, bng|, diagnose, diagnosis, diagnosi"
            ),
            pattern=r"\b[a-tv-z][0-9][0-9ab](?:\.[0-9a-z]{1,4})\b",
            near=("person|person.other|person.label",),
            unless=("health talk", "figure"),
            reach=110,
        ),
    ),
    signals=(
        Signal("health condition", CONDITIONS),
        Signal(
            "health talk",
            words("""
die of, which disease did, what disease did, what illness did, woran starb, woran ist, de quoi est mort, de quoi est morte, de quoi souffrait, de qué murió, de qué enfermedad murió, qué enfermedad tenía, qué enfermedad tuvo, di cosa è morto, di cosa è morta, di che malattia, de que morreu, que doença tinha, waaraan stierf, welke ziekte had, na co chorował, na co zmarł, čím trpěl, na co zemřel, miben halt meg, milyen betegsége volt, de ce a murit, ce boală avea, чем болел, от чего умер, от чего умерла, чим хворів, від чого помер, от какво умира, από τι πέθανε, τι ασθένεια είχε, vad dog, vilken sjukdom hade, hvilken sygdom, hvilken sykdom, mihin kuoli, mikä sairaus, neden öldü, hangi hastalık, سبب وفاة, ما مرض, علت مرگ, ממה מת, באיזו מחלה, की मृत्यु, 什么病去世, 怎么死的, 得了什么病, 何の病気, 死因, 무슨 병, chết vì, bị bệnh gì, เสียชีวิตด้วยโรค, meninggal karena, sakit apa, what is, what are, symptoms of, risk of, treatments for, research on, study on, studies, causes of, foundation, awareness, charity, raises money, fundraiser, researcher, professor, wrote, published, article about, essay, guidelines, side effects, novel|, fiction, character|, plot|, discovered, named after, first described, discovery, pioneer, Nobel, lecture, keynote, textbook, vaccine trial, epidemiolog, statistic, percent of,
symptome von, nebenwirkung, studie, forscher, stiftung, entdeckte, symptômes, étude, chercheur, fondation, découvert, síntomas, estudio, investigador, fundación, novela, sintomi, ricercat, sintomas, pesquisador, symptomen, objawy, příznaky, tünetei, simptome, belirtileri, симптомы, исследовател, симптоми, symtom, forskare, symptomer, forsker, oireet, simptomi, συμπτώματα, اعراض, أعراض, علائم, תסמינים, लक्षण, 症状, 研究, 증상, triệu chứng, อาการของ, gejala
"""),
        ),
        Signal(
            "fhir person",
            pattern=r'"(?:family|birthdate|given|mrn|display|reference|value)"\s*:\s*(?:\[\s*)?"[^"\s]',
        ),
    ),
)
