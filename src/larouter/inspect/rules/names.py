"""Names that stand in no list: two capitalised words, or a word after a relation, where a sentence tells of a person.

Given names are countless, so what is known here is where names stand. It is weaker than a list and counts only for
rules that ask for it.
"""

# ruff: noqa: FLY002

from larouter.inspect.rules.kinds import Family, Signal, tokens

_CAP = r"(?:(?:Mc|Mac|O'|D'|N'|Al-|El-)?[A-Z][a-z]+)(?:[-'][A-Z]?[a-z]+)?"
_PARTICLE = r"(?: (?:van|von|de|der|den|del|della|di|da|dos|do|bin|binti|al|el|ter|ten|zu|la|le|y|Thi|Van))*"
_FULL = rf"{_CAP}{_PARTICLE} {_CAP}(?: {_CAP})?"

# What a sentence that begins with a name goes on with: to have, to be, to get, to suffer, to take.
_VERBS = "|".join(tokens("""
has had is was got gets takes took suffers needs refuses tested started can't cannot will went lost broke reports complains presents denies lives
hat hatte ist war leidet nimmt bekommt bekam braucht faellt fallt liegt spritzt darf kann wurde wohnt
a est etait souffre prend suit fait vient reste doit sera habite tiene tuvo esta sufre padece toma fue necesita sigue vive ha soffre prende deve resta vive tem teve sofre foi precisa mora toma
heeft had kreeg slikt lijdt ligt moet mag woont ma miala mial choruje jest byl byla bierze lezy mieszka mel mela trpi je bere lezi musi bydli van volt szenved szed kapott fekszik lakik are sufera este ia locuieste
har hade fick lider ar tar bor fik fikk er tager ligger on oli sairastaa sai saa asuu var oldu aliyor oturuyor ima boluje dobio dobila uzima zivi on sai poeb serga turi buvo yra ir bija slimo
ay is may na ana anaumwa menderita sakit mengidap bi mac
"""))  # fmt: skip
_NAME = "|".join((
    rf"[a-z0-9,;:(\"'/>-] ?\(?{_FULL}",
    rf"(?:^|[.!?\n|] ?){_FULL}(?:'s|,| \(|:| - | -| (?:{_VERBS})\b)",
    rf"{_CAP} {_CAP}'s\b",
    rf"(?:^|[^A-Za-z])(?:A|O|An|Al|El|La|Le|Il|De|Het|The|For|To|Our|My|F[uo]r|Pour|Para|Per|Voor|Dla|Pro|Till|Til|Bei|Von|Con|Note|Re|About|Pt|Bed|Zi) {_FULL}",
    r"[а-яіїєјљњћђқәғүұңһө0-9,;:(\"-] ?[А-ЯІЇЄЈЉЊЋЂҚӘҒҮҰҢҺӨ][а-яіїєјљњћђқәғүұңһө]{2,} [А-ЯІЇЄЈЉЊЋЂҚӘҒҮҰҢҺӨ][а-яіїєјљњћђқәғүұңһө]{2,}",
    r"(?:^|[.!?\n|] ?)[А-ЯІЇЄЈЉЊЋЂ][а-яіїєјљњћђ]{2,} [А-ЯІЇЄЈЉЊЋЂ][а-яіїєјљњћђ]{2,}(?:,| -| \(|:| (?:болеет|страда|был|получил|лежит|принима|хворіє|має|лежить|отрим|има|болува))",
    r"[α-ω0-9,;:(\"-] ?[Α-Ω][α-ω]{2,} [Α-Ω][α-ω]{2,}",
    r"[Ա-Ֆ][ա-և]{2,} [Ա-Ֆ][ա-և]{2,}",
))  # fmt: skip
# One name alone, as a child of school or a colleague is called: it owns something or is told to have it.
_OWNER = rf"\b{_CAP}'s\b|(?:^|[:,;.\n] ?|\b(?:fyi|that|because|since|dass|weil|que|perche|omdat|ze) ){_CAP} (?:won't be|will be (?:off|out|away)|is (?:off|out sick|away)|is not coming|isn't coming|called in|fehlt|fallt aus|sera absente?|est absente?|est en arret|no viene|no vendra|esta de baja|e assente|non viene|sara assente|esta de atestado|nao vem|komt niet|is afwezig|nie bedzie|jest na zwolnieniu|neprijde|hat|has been|was|a ete|est sous|tiene|toma|ha la|heeft|ma (?:raka|guza|cukrzyce|astme)|har|fick|sai|si bere) "

# Words that begin with a capital and are no part of a name.
_NOT_NAMES = frozenset(tokens("""
dr prof doctor doktor dott dr med mr mrs ms miss sir madam the this that these those there their they them then than here what when where which while who whose why how if in on at by for from with without and but or nor so as is are was were be been being do does did has have had
can could will would shall should may might must not no yes my your his her its our we you he she it i me us please thanks thank dear hello hi hey good best kind regards sincerely write draft rewrite translate summarise summarize explain give make tell help
type grade stage class level phase part section chapter article table figure step day week month year group team unit room ward floor form note letter report file plan model version series code number name date time
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar maerz marz mai juni juli oktober dezember
ha noi saigon paris london berlin madrid barcelona roma milano lisboa porto wien zuerich zurich amsterdam warszawa praha budapest athens istanbul cairo dubai delhi mumbai tokyo kyoto osaka seoul beijing shanghai singapore sydney melbourne toronto vancouver chicago boston seattle houston miami bangkok jakarta manila nairobi lagos cape buenos aires rio sao paulo bogota lima santiago new york los angeles san francisco united states kingdom kong zealand south north east west africa america europe asia australia germany france spain italy england scotland wales ireland canada mexico brazil india china japan russia
city town county state street road avenue square park bridge river lake mount island university college school academy institute hospital clinic centre center foundation society association council committee commission ministry department office agency bank insurance company corp inc ltd gmbh group holding church trust union party court
clinica klinik klinikum krankenhaus universitat universidad universite universita ospedale hopital hospital hospitalier ziekenhuis szpital nemocnice stiftung fondation fundacion fondazione ministerium ministere ministerio ministero gesundheitsamt krankenkasse bundesamt
health care medical medicine national international american british european german french federal world public human social red blue green white black royal general data protection regulation act law directive standard guide guideline guidelines handbook manual journal review study trial research science nature
disease syndrome disorder cancer diabetes asthma insulin vaccine virus infection therapy treatment surgery pain fever heart brain blood kidney liver lung bone skin eye ear mental physical chronic acute severe mild primary secondary
alzheimer alzheimers parkinson parkinsons crohn crohns hodgkin hodgkins huntington tourette asperger cushing graves addison bell bells down marfan raynaud sjogren guillain barre lou gehrig wilson hashimoto lyme ebola covid sars hiv
apple google microsoft amazon meta facebook netflix openai anthropic pfizer moderna bayer roche novartis novo nordisk sanofi merck astrazeneca johnson lilly biontech siemens philips samsung sony toyota tesla ford
mayo red crescent cross doctors borders unicef oxfam nhs cdc fda who un eu uk us usa nasa
god jesus christ bible quran christmas easter ramadan halloween
javascript typescript python java kotlin docker kubernetes linux windows android chrome firefox excel word powerpoint outlook teams slack jira github gitlab spring react angular postgres oracle
welche welcher welches was wie wer wo wann warum der die das ein eine mein meine dein unser unsere ihr ihre sein seine bitte danke hallo liebe lieber sehr geehrte geehrter guten herr frau familie arzt patient patientin kind kinder tabletten behandlung
patienten medikament medikamente krankheit krankheiten diagnose symptome therapie ursachen folgen kosten antrag pflegegrad pflege gesundheit versicherung arbeit arbeitgeber
le la les un une des mon ma mes notre nos votre quel quelle quels bonjour merci madame monsieur el los las una unos mi nuestro nuestra hola gracias il lo gli uno mio nostro ciao grazie o os as um uma meu minha nosso ola obrigado
de het een mijn ons onze hallo bedankt dit dat ten ta to moj moja nasz czesc dzien dobry
россия россии москва москве россииская федерация федерации казахстан украина украине украини киев київ беларусь европа европе америка соединенные штаты минздрав красныи крест
πως τι ποιος το η ο οι ελλαδα αθηνα ευρωπη
"""))  # fmt: skip
_NOT_ENDS = (
    "ische", "ischer", "isches", "ischen", "liche", "licher", "lichen", "insuffizienz", "ungen", "keiten", "heiten", "keit", "heit", "schaft", "tion", "tions", "itis", "osis", "ology", "ologie", "pathy", "pathie", "aemia", "emia", "ment", "ments", "ness", "ismus", "ism", "zentrum", "klinik", "krankheit", "therapie", "versicherung", "amt", "haus",
)  # fmt: skip


def named(found: str) -> bool:
    """Whether capitalised words can be somebody's names."""
    cut = "".join(char if char.isalpha() or char in " '-" else " " for char in found).split()
    words = [word for word in cut if word[:1].isupper()]
    lows = [word.lower().removesuffix("'s") for word in words]
    return len(words) >= 2 and not any(
        low in _NOT_NAMES or (len(low) > 4 and low.endswith(_NOT_ENDS)) for low in lows
    )


def _owner(found: str) -> bool:
    low = found.strip(" :,;.\n").split(" ")[0].lower().removesuffix("'s")
    return (
        low not in _NOT_NAMES
        and low not in {"women", "men", "children", "people", "today", "let", "everyone", "someone", "world"}
        and not low.endswith(_NOT_ENDS)
    )


# Scripts without capitals: a relation, then a word that is no verb or case, then what is told of them.
_CASELESS = "|".join((
    r"(?:جدي|جدتي|امي|ابي|اخي|اختي|عمي|عمتي|خالي|خالتي|زوجي|زوجتي|ابني|ابنتي|بنتي|صديقي|صديقتي|زميلي|زميلتي|جاري|جارتي|حماتي|حماي|الطالب|الطالبه|الموظف|الموظفه|التلميذ|التلميذه|المتدرب|المتدربه|المربيه|السباك|الكهربائي|المعلمه|المدرسه|الحاج|الحاجه|العم|الخاله|الاستاذ|الاستاذه) (?:ابو|ام|عبد) ?[\x{0620}-\x{064a}]+",
    r"(?:جدي|جدتي|امي|ابي|اخي|اختي|عمي|عمتي|خالي|خالتي|زوجي|زوجتي|ابني|ابنتي|بنتي|صديقي|صديقتي|زميلي|زميلتي|جاري|جارتي|حماتي|الطالب|الطالبه|الموظف|الموظفه|التلميذ|التلميذه|العم|الخاله),? [\x{0620}-\x{064a}]{2,} (?:[\x{0620}-\x{064a}]{3,} )?(?:عند|مصاب|يعاني|تعاني|اصيب|اصابه|صار|صاب|مريض|دخل|حامل|بدا|لديه|لديها|شخص|تشخيص|في المستشفي|جاه|جاها|تاخذ|ياخذ)",
    r"(?:مادربزرگ|[پب]دربزرگ|مادر|[پب]در|همسر|شوهر|خواهر|برادر|[پب]سر|دختر|عمو|عمه|خاله|دا[يی]ي|دوست|همكار|همسا[يی]ه)(?:م|مان|ش)?[،,]? [\x{0620}-\x{06d3}\x{200c}]{2,} (?:س[كک]ته|سرطان|د[يی]ابت|الزا[يی]مر|[پب]ار[كک][يی]نسون|حامله|باردار|افسرد|بستر[يی]|مبتلا|فشار|قند|جراح[يی])",
    r"(?:סבא|סבתא|אבא|אמא|בעלי|אשתי|בני|בתי|הבן שלי|הבת שלי|אחי|אחותי|חמי|חמותי|דודי|דודתי|דוד|דודה|השכן|השכנה|העמית|הקולגה|התלמיד|התלמידה|העובד|העובדת)(?: שלי| שלנו)?,? [א-ת]{2,} (?:[א-ת]{2,} )?(?:חולה|חולת|יש ל|אובחן|אובחנה|סובל|סובלת|קיבל|קיבלה|עבר|עברה|בהריון|מאושפז|בדיאליזה|נוטל|לוקח)",
    r"(?:दादी|दादा|नानी|नाना|माँ|मां|मम्मी|पापा|पिताजी|माताजी|पिता|चाचा|चाची|मामा|मामी|मौसी|बुआ|ताऊ|भाई|बहन|पति|पत्नी|बेटा|बेटी|बेटे|छात्र|छात्रा|सहकर्मी|पड़ोसी|आजी|आजोबा|काका|काकू|आई|बाबा|हजुरआमा|बुवा|आमा) (?:जी )?[\x{0900}-\x{097f}]{3,} (?:जी )?(?:को|के|की|का|ने|ला|ना|लाई|चे|ची)[ ,]|[\x{0900}-\x{097f}]{3,} [\x{0900}-\x{097f}]{3,} (?:की|का|को) (?:तनख्वाह|वेतन|सैलरी|पगार|वार्षिक|मासिक)",
    r"(?:আজী|দাদু|দাদা|দাদি|দাদী|নানা|নানি|নানী|ঠাকুমা|মা|বাবা|কাকা|কাকি|মামা|মামি|খালা|ফুফু|ভাই|বোন|স্বামী|স্ত্রী|ছেলে|মেয়ে|ছাত্র|ছাত্রী|সহকর্মী|প্রতিবেশী) [\x{0980}-\x{09ff}]{3,}(?:র|কে|য়ের)[ ,]",
    r"(?:அப்பா|அம்மா|தாத்தா|பாட்டி|கணவர்|மனைவி|மகன்|மகள்|அண்ணன்|தம்பி|அக்கா|தங்கை|மாமா|மாணவர்|மாணவி) [\x{0b80}-\x{0bff}]{3,}(?:க்கு|க்குப்|னுக்கு|வுக்கு)",
    r"(?:తాత|అమ్మమ్మ|నాయనమ్మ|నాన్న|అమ్మ|భర్త|భార్య|అన్న|తమ్ముడు|అక్క|చెల్లి|మామ|విద్యార్థి) [\x{0c00}-\x{0c7f}]{3,}(?:కి|కు)[ ,]|(?:ಅಜ್ಜ|ಅಜ್ಜಿ|ಅಪ್ಪ|ಅಮ್ಮ|ಗಂಡ|ಹೆಂಡತಿ|ಅಣ್ಣ|ತಮ್ಮ|ಅಕ್ಕ|ತಂಗಿ|ಮಾವ|ವಿದ್ಯಾರ್ಥಿ) [\x{0c80}-\x{0cff}]{3,}(?:ಗೆ|ಿಗೆ)[ ,]",
    r"(?:അമ്മൂമ്മ|അപ്പൂപ്പൻ|മുത്തശ്ശി|മുത്തച്ഛൻ|അച്ഛൻ|അമ്മ|ഭർത്താവ്|ഭാര്യ|ചേട്ടൻ|അനിയൻ|ചേച്ചി|അനിയത്തി|അമ്മാവൻ) [\x{0d00}-\x{0d7f}]{3,}(?:ക്ക്|ന്|യ്ക്ക്)[ ,]|(?:દાદી|દાદા|નાની|નાના|મમ્મી|પપ્પા|કાકા|મામા|ભાઈ|બહેન|પતિ|પત્ની|બા|બાપુજી) [\x{0a80}-\x{0aff}]{3,}ને[ ,]|(?:ਦਾਦੀ|ਦਾਦਾ|ਨਾਨੀ|ਨਾਨਾ|ਮੰਮੀ|ਪਾਪਾ|ਚਾਚਾ|ਮਾਮਾ|ਭਰਾ|ਭੈਣ|ਪਤੀ|ਪਤਨੀ|ਬੇਬੇ) [\x{0a00}-\x{0a7f}]{3,} ਨੂੰ",
    r"(?:دادی|دادا|نانی|نانا|امی|ابو|والد|والده|چچا|خالہ|ماموں|پ?[هہ]و[پ]?ی|بھائی|بہن|شوہر|بیوی|بیٹا|بیٹی|داد[يی]|نان[يی]|ام[يی]|ب[هھ]ائ[يی]|ب[يی]و[يی]|شو[هہ]ر) [\x{0620}-\x{06d3}]{3,} (?:صاحب |صاحبہ )?(?:كو|کو|ك[يی]|کی|كا|کا|نے|ن[يی])[ ,]",
    r"(?:ยาย|ตา|ปู่|ย่า|พ่อ|แม่|สามี|ภรรยา|ลูกชาย|ลูกสาว|พี่ชาย|พี่สาว|น้องชาย|น้องสาว|พี่|น้อง|ป้า|ลุง|น้า|อา|นักเรียน|เพื่อนร่วมงาน|คุณครู|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง)[\x{0e00}-\x{0e7f}]{3,24}(?:เป็น|ป่วย|ได้รับการวินิจฉัย|ติดเชื้อ|ตรวจพบ|ท้อง|ตั้งครรภ์|ผ่าตัด|ฟอกไต)",
    r"(?:欧阳|歐陽|司徒|上官|诸葛|諸葛|慕容|夏侯|令狐|司马|司馬|公孙|公孫|皇甫|尉迟|尉遲|端木|轩辕|軒轅)[\x{4e00}-\x{9fff}]{1,2}|[小老阿][王李张張刘劉陈陳杨楊赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾賈夏韦付方白邹熊秦邱江尹薛]",
    r"(?:증명서|명세서|계약서|성명|이름|신청인|수신인|대상자|수령인) ?: ?[가-힣]{2,4}|(?:证明|證明|通知|合同|姓名|申请人|申請人|病假单|病假單) ?: ?[\x{4e00}-\x{9fff}]{2,4}[,.]|(?:証明|通知|氏名|申請者|相手|届) ?: ?[\x{4e00}-\x{9fff}]{2,6}",
    r"(?:外婆|外公|奶奶|爷爷|爺爺|姥姥|姥爷|阿嬷|阿公|阿嬤|姑姑|姑妈|姨妈|舅舅|舅妈|叔叔|婶婶|伯父|伯母|嫂子|姐夫|妹夫|儿媳|女婿|岳父|岳母|公公|婆婆|表哥|表姐|表弟|表妹|堂哥|堂姐|学生|學生|员工|員工|同学|同學|室友|学员|会计)[\x{4e00}-\x{9fff}]{2,3}(?:得了|患|确诊|確診|中风|中風|住院|怀孕|懷孕|因|有|被)",
    r"(?:父|母|夫|妻|息子|娘|祖父|祖母|兄|姉|弟|妹|義父|義母|義兄|義姉|義弟|義妹|叔父|叔母|伯父|伯母|従兄|従妹|同僚|上司|部下|後輩|先輩|生徒|隣人|友人|長男|長女|次男|次女|孫|利用者|入居者|おばあちゃん|おじいちゃん)(?:の|・|、)?[\x{4e00}-\x{9fff}\x{30a0}-\x{30ff}\x{3041}-\x{3096}]{1,5}(?:は|が|に|も|を)",
    r"[\x{4e00}-\x{9fff}](?:部|課|室|係|支店|事業所)(?:の| |・)?[\x{4e00}-\x{9fff}]{1,3} [\x{4e00}-\x{9fff}\x{3041}-\x{3096}\x{30a0}-\x{30ff}]{1,4}[,はがに(]",
    r"(?:担任|先生|学校|保健室|会社|皆様|ご家族|関係者)(?:の先生)?(?:へ|様)[:, ]{0,2}[\x{4e00}-\x{9fff}]{2,5}は",
    r"(?:외할머니|외할아버지|할머니|할아버지|아버지|어머니|아빠|엄마|남편|아내|아들|딸|형|누나|오빠|언니|동생|장인|장모|시어머니|시아버지|이모|고모|삼촌|조카|며느리|사위|동료|학생|친구|직원|팀원|담임)(?:인|이신|,|:)? ?[가-힣]{2,4}(?:가|이|은|는|께서| 님)|(?:남궁|선우|황보|제갈|사공|독고|서문)[가-힣]{1,2}|[가-힣]{2,4} (?:어르신|학생|환자|원아|수급자)|(?:입소자|수급자|환자|원아|학생|신청인|의뢰인) [가-힣]{2,4}|[가-힣]{1,2}[가-힣]이(?:는|가|한테|가요) ",
))  # fmt: skip
_NOT_CASELESS = ("ของ", "שלי ב", "है", "मेरी", "मेरे")


def _caseless(found: str) -> bool:
    return not any(mark in found for mark in _NOT_CASELESS)


FAMILY = Family(
    signals=(
        Signal("name", pattern=_NAME, folded=False, check=named),
        Signal(
            "titled",
            pattern=r"\bD(?:na)?\. [A-Z][a-z]+|(?i:\b(?:sig|sig\.ra|sigra|mevr|dhr|mw|hr|fr|mr|mrs|ms|mme|sr|sra|dna|dl|p|pt|pat|pac|fam)\b)\.? [A-Z][a-z]+|[ӘА-ЯҒҚҢӨҰҮҺІ]?(?i:әже|атам?|апам?|ағам?|інім?|әкем|анам|қарындасым|жеңгем)[а-яәғқңөұүһі]{0,4} [А-ЯӘҒҚҢӨҰҮҺІ][а-яәғқңөұүһі]+|(?i:баба|деда|дядо|леля|стрина|ујна|тетка|мајка ми|татко ми) [А-Я][а-яј]+|(?:ბებია|ბაბუა|დედა|მამა|ძია|დეიდა|ბიცოლა|მეზობელ)[ა-ჰ]{0,4},? [ა-ჰ]{3,}(?:ს|მა|მ)? |(?:տատիկ|պապիկ|մայր|հայր|քույր|եղբայր)[ա-և]{0,3},? [Ա-Ֆ][ա-և]+",
            folded=False,
        ),
        Signal("owner", pattern=_OWNER, folded=False, check=_owner),
        Signal("caseless", pattern=_CASELESS, folded=False, check=_caseless),
    )
)
