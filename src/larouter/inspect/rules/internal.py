"""Internal matter: classification markings, hosts, tickets, unreleased figures, confidentiality agreements."""

from larouter.core.zones import Sensitivity
from larouter.inspect.normalise import normalise
from larouter.inspect.patterns import any_of, compiled
from larouter.inspect.rules.kinds import Family, Rule, Signal, tokens, words

_INTERNAL = Sensitivity.INTERNAL

# Phrases that are a marking wherever they stand.
_PHRASES = words("""
onward distribution, onward circulation, don't circulate, do not circulate, not for circulation, c1 - internal, c2 - internal, c3 - confidential, c2 internal, c3 confidential, internal (c2), class: internal, noch vertraulich, internal eyes, for our eyes only, don't pass it on, do not pass it on, don't pass this on, do not pass on to, not to be passed on, leadership team only, leadership only, for leadership only, for managers only, managers only, for staff only, for employees only, for the board only, not for outsiders, don't let this out, keep this between us, keep this in the team, keep it in the team, for the core team only, not meant for outside, not outside the firm, not outside the team, in-house only, don't mention it to customers, don't tell customers, don't tell clients, company property, internal circulation, restricted circulation, restricted to staff, nur für mitarbeiter, nur für mitarbeitende, nur für beschäftigte, nur für führungskräfte, nur für die geschäftsleitung, nur für den vorstand, nicht für kunden, nicht an kunden, bleibt im haus, bleibt intern, bleibt unter uns, bitte intern behandeln, intern halten, intern bleiben, nicht nach draußen, réservé au personnel, réservé aux collaborateurs, réservé à la direction, réservé aux salariés, ne pas sortir de l'entreprise, ne pas sortir du service, à garder en interne, reste entre nous, ne pas transférer, diffusion limitée au personnel, circulación restringida, solo para personal, solo para empleados, sólo para directivos, solo para directivos, reservado a la dirección, no sale de la empresa, que no salga de aquí, no reenviar, no lo comentes fuera, queda entre nosotros, riservato alla direzione, riservato al personale, riservato ai dipendenti, solo per i dipendenti, solo per il personale, non inoltrare, resti tra noi, non deve uscire, reservado à direção, reservado à diretoria, apenas para colaboradores, só para colaboradores, somente para funcionários, não encaminhar, fica entre nós, não sai da empresa, alleen voor medewerkers, alleen voor personeel, alleen voor het management, niet doorsturen, blijft binnenskamers, blijft onder ons, niet naar buiten, tylko dla pracowników, tylko dla zarządu, tylko dla kierownictwa, nie przesyłać dalej, nie wynosić, zostaje między nami, jen pro zaměstnance, pouze pro zaměstnance, jen pro vedení, nepřeposílat, zůstane mezi námi, len pre zamestnancov, len pre vedenie, nepreposielať, csak munkatársaknak, csak dolgozóknak, csak a vezetőségnek, ne továbbítsd, maradjon köztünk, doar pentru angajați, numai pentru angajați, doar pentru conducere, nu transmiteți, să rămână între noi, само за служители, само за ръководството, не препращай, да си остане между нас, μόνο για το προσωπικό, μόνο για υπαλλήλους, μόνο για τη διοίκηση, μην προωθ, μεταξύ μας, sadece çalışanlar, yalnızca çalışanlar, sadece yönetim, iletmeyin, aramızda kalsın, только для руководства, только для персонала, не пересылать, не выносить, между нами|, лише для працівників, тільки для працівників, лише для керівництва, не пересилати, само за запослене, samo za zaposlene, samo za upravu, ne prosleđivati, ne prosljeđivati, samo za vodstvo, ne posreduj, endast för personal, endast för anställda, endast för ledningen, vidarebefordra inte, stannar mellan oss, kun for ansatte, kun for medarbejdere, kun for ledelsen, må ikke videresendes, ikke videresend, bliver mellem os, blir mellom oss, vain henkilökunnalle, vain johdolle, älä välitä eteenpäin, pysyy meidän kesken, ainult töötajatele, tikai darbiniekiem, tik darbuotojams, للموظفين فقط, للإدارة فقط, لا ترسله لأحد, يبقى بيننا, فقط برای کارکنان, فقط برای مدیران, ارسال نکنید, לעובדים בלבד, להנהלה בלבד, אל תעביר, שיישאר בינינו, केवल कर्मचारियों, सिर्फ कर्मचारियों, केवल प्रबंधन, আগে পাঠাবেন না, শুধু কর্মীদের, 仅限员工, 员工专用, 仅限管理层, 仅供员工, 请勿转发, 請勿轉發, 不要转发, 内部讨论, 社員限り, 社員のみ, 従業員限り, 役員限り, 経営層限り, 転送しないで, 직원 전용, 임직원 전용, 임원 전용, 전달 금지, 우리끼리만, chỉ dành cho nhân viên, chỉ dành cho ban giám đốc, không chuyển tiếp, เฉพาะพนักงาน, เฉพาะผู้บริหาร, ห้ามส่งต่อ, khusus karyawan, khusus manajemen, jangan diteruskan, untuk kakitangan sahaja, para sa mga empleyado lamang, kwa wafanyakazi tu,
internal source code, not for redistribution, internal source -, internal source file, not for outside, internal use only, for internal use, internal only, internal-only, proprietary & confidential, confidential & proprietary, private & confidential, company internal, company-internal, company confidential, strictly confidential, private and confidential, proprietary and confidential, confidential and proprietary, commercial in confidence, commercial-in-confidence, business confidential, confidential information of, do not distribute, not for distribution, not for external, not for public release, not for publication, do not forward, do not share outside, don't share outside, don't share this outside, not be shared outside, not share outside, not to be shared outside, not to be shared, not be shared with, do not share, don't share, not share this, keep this to yourself, keep it to yourself, not for customers, not for clients, not for partners, customers must not, under a non-disclosure, under non-disclosure, bound by a non-disclosure, signed a non-disclosure, nondisclosure, confidential draft, confidential preview, confidential memo, confidential report, confidential summary, confidential briefing, confidential update, confidential minutes, confidential figures, internal draft, internal report, internal note, internal notes, internal document, internal email, internal faq, internal q&a, internal review, internal audit report, internal presentation, internal guideline, keep this internal, keep this confidential, keep it confidential, treat this as confidential, treat as confidential, treat it as confidential, treated as confidential, treat the following as confidential, is confidential and, are confidential and, strictly internal, kept internal, stay internal, stays internal, internal to the company, within the company only, between us, confidentially, off the record, for internal distribution, internal distribution only, internal memo, internal memorandum, eyes only, restricted distribution, limited distribution, official-sensitive, official sensitive, for official use only, controlled unclassified, cui//, tlp:amber, tlp:red, tlp:amber+strict, tlp amber, tlp red, attorney-client privileged, attorney client privileged, privileged and confidential, embargoed until, under embargo, employees only, staff only, need-to-know, need to know basis, board only, management only, draft for the board, share externally, outside the company, outside our organisation, outside our organization, external parties, classification: internal, classification: restricted, classification: confidential, classified:, sensitivity: internal, confidential - internal, internal document, leave this room, stays between us, company secret, trade secret, not yet announced, unannounced, pre-announcement, before the announcement, before it is announced, internal wiki, internal roadmap, internal slides, internal slide deck,
nur für den internen gebrauch, nur für internen gebrauch, nur zum internen gebrauch, zur internen verwendung, nur für interne, nur intern, rein intern, streng vertraulich, vertraulich behandeln, bitte vertraulich, betriebsgeheimnis, geschäftsgeheimnis, firmenintern, betriebsintern, unternehmensintern, nur für den dienstgebrauch, vs-nfd, nicht weitergeben, nicht zur weitergabe, nicht nach außen, nicht für externe, darf das haus nicht verlassen, internes dokument, interne notiz, interner gebrauch, internen gebrauch, für den internen, nicht zur veröffentlichung, sperrfrist,
usage interne, à usage interne, diffusion restreinte, diffusion limitée, diffusion interne, strictement confidentiel, document interne, note interne, ne pas diffuser, ne pas communiquer à l'extérieur, ne pas divulguer, secret des affaires, confidentiel entreprise, confidentiel défense, réservé à l'usage interne, interne uniquement, usage strictement interne, sous embargo, secret industriel, ne pas transmettre, en dehors de l'entreprise,
uso interno, de uso interno, solo para uso interno, estrictamente confidencial, documento interno, no divulgar, no difundir, difusión restringida, difusión limitada, secreto comercial, secreto empresarial, información reservada, circulación interna, fuera de la empresa, no compartir fuera, bajo embargo, nota interna,
ad uso interno, solo per uso interno, uso esclusivamente interno, strettamente riservato, strettamente confidenziale, non divulgare, non diffondere, segreto aziendale, segreto industriale, circolazione interna, riservato e confidenziale, diffusione limitata, comunicazione interna, fuori dall'azienda, sotto embargo,
uso exclusivo interno, somente uso interno, apenas para uso interno, exclusivamente interno, estritamente confidencial, não divulgar, não distribuir, segredo comercial, segredo de negócio, circulação interna, circulação restrita, fora da empresa, sob embargo, confidencial da empresa,
voor intern gebruik, alleen intern, intern gebruik, strikt vertrouwelijk, niet verspreiden, niet delen buiten, bedrijfsgeheim, departementaal vertrouwelijk, niet voor externe, buiten het bedrijf, intern document, onder embargo,
do użytku wewnętrznego, użytek wewnętrzny, tylko do użytku służbowego, ściśle poufne, ściśle tajne, nie rozpowszechniać, tajemnica przedsiębiorstwa, tajemnica służbowa, do użytku służbowego, poza firmę, poza firmą, dokument wewnętrzny, wyłącznie do wiadomości, zastrzeżone,
pro vnitřní potřebu, pro interní potřebu, pouze pro interní, jen pro interní, přísně důvěrné, nešířit, obchodní tajemství, interní dokument, mimo firmu, pro interné potreby, len pre interné, prísne dôverné, obchodné tajomstvo, pre vnútornú potrebu, interný dokument, interní použití, interné použitie, vnitřní použití,
csak belső használatra, belső használatra, szigorúan bizalmas, üzleti titok, nem terjeszthető, nem nyilvános, belső dokumentum, cégen kívül, belső anyag,
uz intern, de uz intern, strict confidențial, nu distribuiți, secret comercial, secret de serviciu, a nu se distribui, document intern, în afara companiei, în afara firmei,
şirket içi, kurum içi, dahili kullanım, sadece dahili, yalnızca dahili, çok gizli, hizmete özel, ticari sır, dışarıya paylaş, şirket dışı, iç kullanım, gizlidir, kuruma özel,
для служебного пользования, для внутреннего пользования, для внутреннего использования, дсп|, строго конфиденциально, коммерческая тайна, коммерческой тайн, не для распространения, не распространять, внутренний документ, за пределы компании, совершенно секретно, служебная тайна, не подлежит разглашению, только для внутренн, только для сотрудников, для служебного,
для службового користування, для внутрішнього користування, для внутрішнього використання, комерційна таємниця, комерційна таємниц, не для поширення, не поширювати, внутрішній документ, суворо конфіденційно, цілком таємно, лише для внутрішн, тільки для внутрішн, для службового,
за вътрешно ползване, само за вътрешно, вътрешно ползване, строго поверително, търговска тайна, за служебно ползване, вътрешна употреба, служебна тайна, не разпространявай, вътрешен документ,
za internu uporabu, samo za internu, interna uporaba, za internu upotrebu, strogo povjerljivo, poslovna tajna, poslovna tajna, strogo poverljivo, za interno uporabo, strogo zaupno, poslovna skrivnost, za interno rabo, za službenu uporabu, ne distribuirati, за интерну употребу, строго поверљиво, пословна тајна, interni dokument,
για εσωτερική χρήση, μόνο για εσωτερική, εσωτερική χρήση, αυστηρά εμπιστευτικό, εμπορικό απόρρητο, άκρως απόρρητο, μη διανεμηθεί, εσωτερικό έγγραφο, εκτός εταιρείας,
vidiniam naudojimui, vidiniam vartojimui, tik vidaus, vidaus naudojimui, vidinis dokumentas, neplatinti, konfidencialu, komercinė paslaptis, iekšējai lietošanai, iekšējai izmantošanai, dienesta vajadzībām, neizpaust, komercnoslēpums, iekšējs dokuments, asutusesiseseks kasutamiseks, asutusesises kasutamise, ettevõttesiseseks, sisekasutuseks, siseseks kasutamiseks, ainult sisekasutus, ärisaladus, mitte levitada, for intern bruk, intern bruk, kun intern bruk, kun internt, kun til internt, til internt brug, internt brug, kun til tjenestebrug, til tjenstlig brug, intern användning, endast intern, til innri nota, innri notkun, innanhússnot, trúnaðarmál, ekki til dreifingar,
úsáid inmheánach, defnydd mewnol, ús intern, per a ús intern, barne erabilera, barne-erabilera, uso interno só, għal użu intern, përdorim të brendshëm, për përdorim, за интерна употреба, деловна тајна, службовага карыстання, унутранага карыстання, daxili istifadə, ішкі пайдалан, қызметтік пайдалан, ichki foydalan, xizmat doirasida, дотоод хэрэг, შიდა მოხმარებ, შიდა გამოყენებ, შიდა სარგებლობ, ներքին օգտագործ,
உள் பயன்பாட்டு, உள் பயன்பாடு, உள்ளக பயன்பாட்டு, அலுவலக பயன்பாட்டிற்கு, అంతర్గత వినియోగ, అంతర్గత ఉపయోగ, ಆಂತರಿಕ ಬಳಕೆ, ആന്തരിക ഉപയോഗ, ആഭ്യന്തര ഉപയോഗ, આંતરિક ઉપયોગ, ਅੰਦਰੂਨੀ ਵਰਤੋਂ, अंतर्गत वापर, अंतर्गत उपयोग, आन्तरिक प्रयोग, අභ්‍යන්තර භාවිත, අභ්යන්තර භාවිත, اندرونی استعمال, دفتری استعمال, صرف اندرونی, কেবল অভ্যন্তরীণ, শুধু অভ্যন্তরীণ, panloob na gamit, panloob na paggamit, para sa loob lamang, matumizi ya ndani, vir interne gebruik, interne gebruik, ukusetshenziswa kwangaphakathi, ለውስጥ አገልግሎት, ဌာနတွင်းသုံး, အတွင်းရေး, ប្រើប្រាស់ផ្ទៃក្នុង, ໃຊ້ພາຍໃນ,
endast för internt bruk, för internt bruk, internt bruk, strikt konfidentiellt, företagshemlighet, affärshemlighet, får ej spridas, internt dokument, utanför företaget, sprid inte, endast internt, kun til intern brug, til intern brug, strengt fortroligt, forretningshemmelighed, internt dokument, må ikke videregives, må ikke deles, uden for virksomheden, kun til internt bruk, til internt bruk, strengt fortrolig, forretningshemmelighet, strengt konfidensielt, unntatt offentlighet, utenfor selskapet, kun for internt bruk, skal ikke deles,
vain sisäiseen käyttöön, sisäiseen käyttöön, ehdottoman luottamuksellinen, liikesalaisuus, ei saa levittää, sisäinen asiakirja, ei julkinen, talon ulkopuolelle, yrityksen ulkopuolelle, salassa pidettävä,
للاستخدام الداخلي, للإستخدام الداخلي, سري للغاية, سري جدا, سرية للغاية, غير مخصص للنشر, لا يجوز نشره, للتداول الداخلي, وثيقة داخلية, مستند داخلي, خارج الشركة, أسرار تجارية, سر تجاري, غير قابل للنشر, سري وخاص,
برای استفاده داخلی, استفاده داخلی, کاملا محرمانه, محرمانه است, خیلی محرمانه, سند داخلی, خارج از شرکت, فقط داخلی, اسرار تجاری,
לשימוש פנימי, שימוש פנימי, סודי ביותר, חסוי, לא להפצה, אין להפיץ, מסמך פנימי, סוד מסחרי, מחוץ לחברה, פנימי בלבד,
केवल आंतरिक उपयोग, आंतरिक उपयोग, अति गोपनीय, परम गोपनीय, कंपनी के बाहर, आंतरिक दस्तावेज, आंतरिक दस्तावेज़, व्यापारिक रहस्य, साझा न करें, শুধুমাত্র অভ্যন্তরীণ, অভ্যন্তরীণ ব্যবহার, உள் பயன்பாட்டிற்கு,
内部资料, 内部資料, 内部使用, 仅供内部, 僅供內部, 內部使用, 內部資料, 内部文件, 內部文件, 请勿外传, 請勿外傳, 禁止外传, 不得外传, 商业机密, 商業機密, 公司机密, 公司機密, 绝密, 秘密级, 机密级, 内部传阅, 勿外泄, 严禁外传, 对外保密, 内部公开, 未公开, 限内部, 不得对外, 不要外传, 内部参考,
社外秘, 部外秘, 極秘, 関係者外秘, 社内限り, 社内限定, 社内用, 取扱注意, 転送禁止, 社内資料, 部外者, 外部への共有, 外部共有禁止, 外部に出さない, 社外に, 社内のみ, マル秘, 企業秘密, 営業秘密,
대외비, 사내용, 사내 한정, 사내한, 내부용, 내부 자료, 내부자료, 외부 유출 금지, 외부 공유 금지, 영업비밀, 극비, 내부 문서, 사내 공유용, 외부 반출, 사외비, 내부 열람,
lưu hành nội bộ, sử dụng nội bộ, nội bộ công ty, tuyệt mật, tối mật, bí mật kinh doanh, không phổ biến, không chia sẻ ra ngoài, tài liệu nội bộ, tài liệu mật, chỉ dùng nội bộ, ra ngoài công ty,
ใช้ภายใน, ภายในเท่านั้น, ภายในบริษัท, ลับมาก, ลับที่สุด, ลับเฉพาะ, ห้ามเผยแพร่, ความลับทางการค้า, เอกสารภายใน, เอกสารลับ, ห้ามส่งต่อ, ภายในองค์กร,
untuk kalangan internal, untuk penggunaan internal, penggunaan internal, hanya untuk internal, sangat rahasia, rahasia perusahaan, rahasia dagang, jangan disebarluaskan, dokumen internal, di luar perusahaan, kegunaan dalaman, sulit dan persendirian, untuk kegunaan dalaman, rahsia perniagaan, kwa matumizi ya ndani, siri ya kampuni, mahususi kwa
""")
# Single words that are a marking only as a heading, a label or in capitals.
_MARKS = words("""
confidential, restricted, secret|, top secret, classified, proprietary, vertraulich, geheim|, intern|, confidentiel, secret |, restreint, confidencial, reservado, secreto, riservato, confidenziale, segreto, sigiloso, secreto, vertrouwelijk, geheim, poufne, poufny, tajne, důvěrné, tajné, dôverné, důvěrný, bizalmas, titkos, confidențial, secret, gizli, gizlilik, özel|, конфиденциально, секретно, конфіденційно, таємно, поверително, секретно, povjerljivo, poverljivo, zaupno, tajno, поверљиво, доверливо, εμπιστευτικό, απόρρητο, konfidentiellt, hemligt, fortroligt, hemmeligt, konfidensielt, fortrolig, hemmelig, luottamuksellinen, salainen, konfidentsiaalne, konfidencialu, konfidenciāli, trúnaðarmál, سري, خصوصي, محرمانه, סודי, חסוי, गोपनीय, 机密, 機密, 保密, 秘密, 密级, 対外秘, 部外秘, 기밀, 비밀, bí mật, mật|, ลับ, rahasia, sulit|, terhad, siri, internal|, interno|, interne|, wewnętrzne, interní, belső|, dahili, внутрен, внутрішн, internt|, sisäinen, داخلي, פנימי, आंतरिक
""")
CAPITALS = words("""
CONFIDENTIAL, RESTRICTED, TOP SECRET, STRICTLY CONFIDENTIAL, PROPRIETARY, INTERNAL USE, INTERNAL ONLY, VERTRAULICH, GEHEIM, CONFIDENTIEL, CONFIDENCIAL, RESERVADO, RISERVATO, CONFIDENZIALE, SIGILOSO, VERTROUWELIJK, POUFNE, TAJNE, DUVERNE, DOVERNE, BIZALMAS, TITKOS, CONFIDENTIAL, GIZLI, GIZLIDIR, КОНФИДЕНЦИАЛЬНО, СЕКРЕТНО, КОНФІДЕНЦІИНО, ТАЄМНО, ПОВЕРИТЕЛНО, POVJERLJIVO, POVERLJIVO, ZAUPNO, ПОВЕРЉИВО, ΕΜΠΙΣΤΕΥΤΙΚΟ, ΑΠΟΡΡΗΤΟ, KONFIDENTIELLT, HEMLIGT, FORTROLIGT, FORTROLIG, HEMMELIG, KONFIDENSIELT, LUOTTAMUKSELLINEN, SALAINEN, SALASSA PIDETTAVA, RAHASIA, SULIT, TERHAD, USO INTERNO, USAGE INTERNE, DIFFUSION RESTREINTE, INTERNAL
""")
ADVERB = r"(?:(?:strictly|highly|company|top|commercially|streng|tres|strictement|estrictamente|strettamente|estritamente|strikt|scisle|prisne|prisne|szigoruan|strict|cok|строго|совершенно|суворо|strogo|strengt|αυστηρα|ehdottoman|sangat|internal|intern|interno|interne|document|documento|dokument|документ|tai lieu|tajlista|文件|資料|資料|文档|เอกสาร|وثيقه|مستند|سند|מסמך|दस्तावेज़?|पत्र) ?){0,2}"


def _marks() -> str:
    return any_of(normalise(mark).lower().rstrip("|").strip() for mark in _MARKS)


_HEADING = (
    rf"(?:^|\n|[\[(|#>]|\*\*)\s{{0,3}}[*#\[(_=|-]{{0,4}} ?{ADVERB}(?:{_marks()})(?: ?(?:[*\]):.!,;|/-]|\n|$))"
    r"|(?:^|\n)[*#\[(]{0,3} ?[a-z0-9&.]+ (?:inc\.? |ltd\.? |gmbh |corp\.? )?(?:restricted|confidential|internal|secret|proprietary|vertraulich|intern)\s?(?:[-:|\])*]|$|\n)"
    rf"|(?:classification|sensitivity|confidentiality|marking|klassifizierung|einstufung|schutzklasse|vertraulichkeit|classement|niveau de confidentialite|clasificacion|classificazione|classificacao|classificatie|klauzula|klasyfikacja|klasifikace|stupen utajeni|minosites|clasificare|gizlilik derecesi|гриф|степень секретности|klassificering|klassifikation|gradering|luokitus|κατηγορια|διαβαθμιση|التصنيف|تصنيف|طبقه بندی|סיווג|वर्गीकरण|密级|密級|等级|区分|機密区分|取扱|보안등급|등급|do mat|muc do bao mat|ชั้นความลับ|klasifikasi)(?: level)?\s?[:=-] ?\"?{ADVERB}(?:{_marks()}|restricted|internal|intern|interne|interno|amber|red)"
    rf"|(?:this (?:document|email|e-mail|memo|message|file|report|slide|deck|page|information|draft) is |marked as |marked |stamped |dieses dokument ist |diese (?:mail|unterlage|information|daten) (?:ist|sind) |ce document est |este documento es |este documento e |questo documento e |dit document is |ten dokument jest |tento dokument je |ez a dokumentum |acest document este |bu belge |bu dokuman |этот документ |документ |цей документ |този документ е |ovaj dokument je |αυτο το εγγραφο ειναι |detta dokument ar |dette dokument er |dette dokumentet er |tama asiakirja on |هذه الوثيقه |هذا المستند |این سند |מסמך זה |המסמך |यह दस्तावेज़ |यह दस्तावेज |本文件|本文档|此文件|本資料は|本書は|이 문서는 |tai lieu nay |dokumen ini ){ADVERB}(?:{_marks()})"
)
_CAPITAL = (
    r"(?:^|[^A-Za-z_А-Яа-яΑ-Ωα-ω])(?:"
    + any_of(CAPITALS)
    + r")(?:$|\.(?:\s|$)|[^A-Za-z_=А-Яа-яΑ-Ωα-ω(.])(?:$|[^A-Z]|[^ESC])"
)


_HOST = (
    r"\b(?:https?://|ssh://|git@|ssh [a-z0-9._-]+@|@)?((?:[a-z0-9_-]+\.)+(?:corp|internal|intranet|intra|lan|home\.arpa|localdomain|private|priv|intern|int|ad|corpnet)(?:\.[a-z0-9-]+)*)\b"
    r"|\b((?:jenkins|jira|confluence|gitlab|git|wiki|intranet|intra|nexus|artifactory|sonar|sonarqube|grafana|kibana|vault|prometheus|bitbucket|sharepoint|vpn|ldap|dc[0-9]*|ad|sap|erp|crm|hr|db|database|stage|staging|dev|test|uat|qa|prod|preprod|k8s|rancher|argocd|harbor|registry|ci|build|exchange|fileserver|nas|intern|internal|corp)[0-9-]*(?:\.[a-z0-9-]+){1,4}\.(?:corp|internal|local|lan|intra|intern|net|com|de|fr|io|org|eu|co|cloud|tech|it|es|pl|nl|cz|ru|cn|jp|ch|at|se|dk|no|fi|be|hu|ro|tr|in|kr))(?:[/:\s]|$|[^a-z0-9.-])"
    r"|\b([a-z0-9-]+(?:\.[a-z0-9-]+)*\.svc(?:\.cluster\.local)?)\b|(?:\\\\[a-z0-9][a-z0-9_-]{2,}(?:\\[a-z0-9$_. -]+)+)|\b([a-z0-9-]+\.local)(?:$|\.?(?:$|[^a-z0-9.-]))"
)
_PUBLIC_HOSTS = compiled(
    r"(?:^|\.)(?:host\.docker\.internal|gateway\.docker\.internal|metadata\.google\.internal|kubernetes\.default\.svc(?:\.cluster\.local)?|kubernetes\.default|ec2\.internal|compute\.internal|example\.(?:com|org|net|internal|local|corp)|gitlab\.com|git-scm\.com|github\.(?:com|io)|bitbucket\.org|wikipedia\.org|jenkins\.io|grafana\.(?:com|org|net)|prometheus\.io|gitlab\.io|gitlab\.freedesktop\.org|gitlab\.gnome\.org|"
    r"git\.kernel\.org|git\.savannah\.gnu\.org|registry\.npmjs\.org|registry\.terraform\.io|registry\.k8s\.io|ci\.appveyor\.com|wiki\.archlinux\.org|wiki\.debian\.org|wiki\.ubuntu\.com|wiki\.python\.org|wiki\.postgresql\.org|jira\.atlassian\.com|issues\.apache\.org|(?:git|gitlab|wiki|dev|ci|build|test|registry|ad|db)[0-9]*\.[a-z0-9-]+\.(?:org|edu)|jira\.mongodb\.org|mail\.google\.com|mail\.python\.org|mail\.yahoo\.com|dev\.to|dev\.azure\.com|dev\.mysql\.com|test\.pypi\.org|hub\.docker\.com|wiki\.mozilla\.org|wiki\.gnome\.org|db-engines\.com|sharepoint\.com|vault\.[a-z]*\.io|printer\.local|raspberrypi\.local|homeassistant\.local|localhost\.local|[a-z]+\.example(?:\.[a-z]+)?)$|^(?:wiki|git|mail|dev|test|stage|staging)\.(?:js|py|md|sh|txt|json|yml|yaml|io)$"
)
# What a host name ends in; the path of a module in a program does not.
_ENDS = frozenset(
    tokens(
        "com net org io de fr es it nl pl cz ch at be uk eu se no dk fi pt ro hu hr tr ru ua cn jp kr in br mx ar au nz za il sa ae co dev app cloud tech biz info us ca ie gr bg sk si lt lv ee local corp lan internal intranet intra"
    )
)
_FILE_LIKE = compiled(
    r"\.(?:py|js|ts|java|go|rs|c|h|cpp|json|ya?ml|toml|md|txt|html|css|sh|sql|xml|env|ini|conf|log|csv|internal\.[A-Z].*)$"
)

# Names that stand for the reader's own.
_PLACEHOLDER_HOST = compiled(r"(?:^|[.@/])(?:my|your|some|foo|bar)[-_][a-z0-9-]+\.")


_LOCAL_FILES = frozenset({"env.local", "settings.local", "config.local"})  # `.env.local` and the like


_SERVERS = (
    "file",
    "nas",
    "srv",
    "serv",
    "print",
    "share",
    "dc",
    "dfs",
    "data",
    "corp",
    "hq",
    "backup",
    "daten",
)


def _host(found: str) -> bool:
    host = found.rstrip(".").rsplit("@", 1)[-1].split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0].strip()
    if found.startswith("\\\\"):
        server = found[2:].split("\\", 1)[0].lower()
        named = any(char.isdigit() or char == "-" for char in server) or server.startswith(_SERVERS)
        return named and not found.lower().startswith(("\\\\server\\", "\\\\wsl", "\\\\n", "\\\\localhost"))
    if (
        _PUBLIC_HOSTS.search(host)
        or _FILE_LIKE.search(host)
        or _PLACEHOLDER_HOST.search(host)
        or host in _LOCAL_FILES
        or host.startswith(("import.", "com.", "org.", "java.", "net.", "self.", "this.", "www.who."))
    ):
        return False
    labels = host.split(".")
    if (
        any(label in {"internal", "intern", "int", "private", "ad"} for label in labels[1:-1])
        and labels[-1] not in _ENDS
    ):
        return False
    return "." in host and not host.endswith(
        (".who.int", "nato.int", ".europa.eu", "itu.int", "wto.int", "esa.int", "coe.int")
    )


_ADDRESS = r"\b((?:10\.[0-9]{1,3}|192\.168|172\.(?:1[6-9]|2[0-9]|3[01]))\.[0-9]{1,3}(?:\.[0-9]{1,3})?(?:\.[0-9]{1,3})?)(?:/[0-9]{1,2})?\b"
_WELL_KNOWN = frozenset(
    {
        "192.168.0.1",
        "192.168.1.1",
        "192.168.0.0",
        "192.168.1.0",
        "192.168.1.254",
        "192.168.0.254",
        "192.168.2.1",
        "192.168.178.1",
        "192.168.100.1",
        "192.168.56.1",
        "192.168.99.100",
        "192.168.1.100",
        "192.168.0.100",
        "192.168.1.10",
        "192.168.1.2",
        "192.168.0.2",
        "10.0.0.1",
        "10.0.0.0",
        "10.0.0.2",
        "10.0.2.2",
        "10.0.2.15",
        "10.0.1.0",
        "10.1.0.0",
        "10.10.10.10",
        "10.96.0.1",
        "10.96.0.10",
        "10.96.0.0",
        "10.244.0.0",
        "10.43.0.0",
        "10.42.0.0",
        "10.0.0.5",
        "10.0.0.10",
        "172.16.0.0",
        "172.16.0.1",
        "172.17.0.1",
        "172.17.0.2",
        "172.17.0.0",
        "172.18.0.1",
        "172.18.0.2",
        "172.31.255.255",
        "192.168.255.255",
        "10.255.255.255",
        "10.1.1.1",
        "10.2.3.4",
        "10.1.2.3",
        "10.20.30.40",
    }
)


def _address(found: str) -> bool:
    parts = found.split(".")
    return (
        len(parts) == 4
        and all(int(part) < 256 for part in parts)
        and found not in _WELL_KNOWN
        and parts[3] not in {"0", "255"}
    )


_TICKET = r"\b([A-Z][A-Z0-9]{1,9}-[0-9]{2,7})(?:$|[^-0-9A-Za-z_]|-(?:$|[^0-9A-Z]))|\b((?:INC|CHG|PRB|RITM|REQ|SCTASK|TASK|CTASK|KB)[0-9]{6,10})\b"
_NO_TICKET = compiled(
    r"^(?:ISO|IEC|UTF|SHA|AES|RSA|DES|RFC|CVE|CWE|COVID|SARS|GPT|HTTP|PEP|RS|MP|MD|CRC|BASE|IEEE|EN|DIN|NIST|SP|FIPS|USB|TLS|SSL|WPA|IPV|JSR|JEP|GHSA|RUSTSEC|PYSEC|OSV|GO|IL|CD|BRCA|HIV|CYP|TNF|VEGF|H|B|F|A|M|C|T|X|Y|Z|MIG|SU|TU|BOEING|AIRBUS|CPU|GPU|RTX|GTX|RX|DDR|PCI|SATA|HDMI|CAT|LTE|WIN|MAC|ES|ECMA|ASCII|UCS|CP|KOI|EUC|BIG|GB|JIS|ANSI|EBCDIC|WINDOWS|LATIN|LR|CR|AA|AAA|AG|SR|MR|NP|LA|TOP|FIG|TABLE|STEP|PART|CHAPTER|SECTION|PAGE|VOL|NO|NR|ART|LEVEL|PHASE|DAY|WEEK|MONTH|YEAR|Q|FY|H1|H2|CO|NH|CH|CIO|OH|SO|PM|UV|UN|SCP|THX|PS|XBOX|XR|VR|K|KR|US|UK|EU|DE|FR|IT|CN|JP|APOLLO|SOYUZ|VOYAGER|STS|GSM|CDMA|WCDMA|MPEG|JPEG|JFIF|AC|DTS|VP|AV|LLAMA|QWEN|GLM|O|R|V|S|L|P|E|D|G|I|J|N|U|W|T5|BERT|CLIP|TS|WOFF|PKCS|X509|OWASP|CAPEC|ATT|LGA|FM|AM|DVD|BLU|LED|AK|AR|SIG|PPK|NGC|HD|HR|KEPLER|GJ|PSR|SN|TRAPPIST|WASP|IPHONE|GALAXY|ISBN|ISSN|EAN|JSON|XML|SOC|PCI|HIPAA|GDPR|BS|ASTM|ASME|IFRS|IAS|GAAP|BASEL|MIFID|ICD|DSM|INTEL|AMD|ARM|MIPS|RISC|Z80|MOD|EIA|TIA|MIL|STD|JUNIT|RE|RG|PO|INV|SPARK|HADOOP|HDFS|KAFKA|FLINK|HIVE|HBASE|CASSANDRA|YARN|BEAM|ARROW|LUCENE|SOLR|JDK|MDEV|BPO|CAMEL|MAVEN|MNG|LOG4J2|ZOOKEEPER|TOMCAT|GROOVY|AIRFLOW|HHH|WFLY|SPR|JENKINS|PYTHON|DRUID|IMPALA|KUDU|NIFI|IGNITE|CALCITE|PARQUET|AVRO|THRIFT|TIKA|PDFBOX|POI|WICKET|STRUTS|WW|MESOS|STORM|FLUME|SQOOP|OOZIE|RANGER|KNOX|ATLAS|AMBARI|SLING|FELIX|KARAF|XWIKI|QTBUG|QTCREATORBUG|KT|IDEA|PY|RUBY|CPP|GO|RIDER|TW|MSFT|AAPL|DNA|RNA|PCR|SPF|DKIM|OM|TT|TF|HLA|BMI|PH|TCP|UDP|IP|DHCP|EC|EC2|S3|T2|M5|C5|R5|P4|G5)-[0-9]"
)

# Articles of a vendor's public knowledge base.
_PUBLIC_KB = compiled(r"^KB[2-9][0-9]{5,6}$")


def _ticket(found: str) -> bool:
    return (
        not (found[1].isdigit() and not found[2].isalpha())
        and not _PUBLIC_KB.search(found)
        and not _NO_TICKET.search(found)
        and not found.startswith(("KB0000",))
        and not found.endswith(("-0", "-00", "-000"))
    )


_FIGURE_WORDS = words("""
pre-release, prerelease figures, before the call, before the rns, before results, before publication, ahead of publication, ahead of results, avant publication, avant la publication, avant l'annonce des résultats, antes de publicar, antes de la publicación, prima della pubblicazione, antes da publicação, antes da divulgação, vóór publicatie, voor publicatie, przed publikacją, przed ogłoszeniem, před zveřejněním, pred zverejnením, közzététel előtt, înainte de publicare, преди публикуване, πριν τη δημοσίευση, före offentliggör, før offentliggør, før publisering, ennen julkistusta, açıklanmadan önce, до публикации, до объявления, до оприлюднення, неоприлюднен, не оприлюднен, ще не оприлюднен, قبل النشر, پیش از انتشار, לפני הפרסום, प्रकाशन से पहले, 财报发布前, 发布前, 公布前, 決算発表前, 公表前, 발표전, 공시전, trước công bố, ก่อนเผยแพร่, sebelum dipublikasikan, not public yet, not yet public, embargoed till, embargoed until, unreleased, unpublished, to be announced, will be announced, will announce, announcement on, until the announcement, under embargo, not been announced, not announced, not been disclosed, not been published, isn't public, is not public, not public, nobody outside, nobody knows, before we announce, not been made public, still secret, keep quiet, pas encore publique, pas encore annonc, n'est pas encore, pas été annonc, пока не опубликован, не опубликован, не объявлен, ещё не объявл, еще не объявл, не оголошен, ще не оголош, noch nicht angekündigt, nicht angekündigt, noch nicht öffentlich, noch niemand, aún no anunciad, no se ha anunciado, todavía no, aún no, sin anunciar, non ancora annunciat, non è ancora, non ancora, ainda não anunciad, ainda não foi, não foi anunciad, nog niet aangekondigd, nog niet openbaar, nog niet bekend, jeszcze nie ogłoszon, nieogłoszon, ještě neoznám, neoznámen, ešte neozn, még nem jelent, bejelentés előtt, încă neanunț, neanunțat, henüz duyurul, duyurulmadı, duyurulmamış, все още не е обявен, необявен, još nije objavljen, nije objavljen, δεν έχει ανακοινωθεί, ανακοινωθεί, ännu inte tillkännag, ej tillkännag, ikke annonceret, endnu ikke annonc, ikke kunngjort, ei ole vielä, ei ole julkistettu, لم يعلن, لم يُعلن, لم تعلن بعد, לא הוכרז, טרם הוכרז, घोषणा नहीं, घोषित नहीं, 尚未宣布, 未宣布, 还没公布, 還沒公布, まだ発表して, まだ公表, 발표 전, 아직 공개, 아직 발표, chưa được công, chưa thông báo, ยังไม่เปิดเผยต่อ, belum diumumkan, not yet published, not yet public, not public yet, not yet released, not yet disclosed, undisclosed, preliminary, unaudited, before earnings, ahead of earnings, before the earnings, pre-earnings, quiet period, blackout period, earnings call, board deck, board pack, board meeting, board paper, budget draft, draft budget, forecast, internal forecast, pipeline, churn, burn rate, runway, guidance, embargo, acquisition of, acquire, merger, due diligence, term sheet, layoff, layoffs, redundanc, restructuring, headcount reduction, cap table, investor update, m&a|, project codename, codename,
vor der ad-hoc, vor der ad hoc, ad-hoc-meldung am, ad-hoc-mitteilung am, vor der bilanzpressekonferenz, before the trading update, before the earnings call, before earnings day, before we report, vor der berichtssaison, avant le communiqué, antes del hecho relevante, prima del comunicato, unveröffentlicht, noch nicht veröffentlicht, vorläufig, nicht öffentlich, ungeprüft, vor der veröffentlichung, noch nicht bekannt, planzahlen, hochrechnung, stellenabbau, übernahme, non publié, pas encore publié, pas encore rendu, provisoires, non audité, avant publication, non encore public, prévisionnel, acquisition, licenciements, no publicad, aún no publicad, sin publicar, preliminar, antes de publicar, no auditad, previsiones internas, adquisición, despidos, non pubblicat, non ancora pubblic, preliminari, provvisori, non ancora divulgat, acquisizione, não publicad, ainda não divulgad, ainda não publicad, preliminares, não divulgad, ainda não foram divulgad, aquisição, demissões,
nog niet gepubliceerd, niet gepubliceerd, voorlopige, ongepubliceerde, overname, niepublikowan, nieopublikowan, nieujawnion, jeszcze nie opublikowan, wstępne, przejęci, zwolnie, nezveřejněn, dosud nezveřejn, předběžn, akvizice, nezverejnen, predbežn, nyilvánosságra még nem, még nem nyilvános, előzetes, nem publikált, felvásárlás, nepublicat, încă nepublicat, preliminare, nedivulgat, achiziți, henüz açıklanmamış, açıklanmamış, açıklanmadı, yayınlanmamış, ön sonuç, devralma, неопубликован, ещё не опубликован, еще не опубликован, предварительн, не раскрыт, до публикации, поглощен, сокращен, неопублікован, ще не опублікован, попередн, непубликуван, все още непубликуван, предварителн, neobjavljen, još nisu objavljen, preliminarn, još neobjavljen, αδημοσίευτ, δεν έχουν δημοσιευ, προκαταρκτικ, ανεπίσημ, εξαγορά,
opublicerad, ej offentliggj, ännu inte offentlig, preliminära, ej publicerad, uppköp, endnu ikke offentlig, upublicered, foreløbige, ikke offentliggj, opkøb, ikke offentliggjorte, upubliserte, ennå ikke offentlig, oppkjøp, julkaisematon, julkaisemattom, ei vielä julkais, ennakkotieto, alustavat, yrityskaup, غير معلن, غير منشور, لم تعلن, لم تنشر, قبل الإعلان, اولية, أولية, استحواذ, منتشر نشده, اعلام نشده, هنوز منتشر, טרם פורסמו, שטרם פורסמו, לפני פרסום, לא פורסם, ראשוניים, רכישה, अप्रकाशित, अभी तक घोषित नहीं, अघोषित, अभी प्रकाशित नहीं, अधिग्रहण,
未公布, 未公开, 尚未公布, 尚未公开, 未披露, 未发布, 尚未披露, 财报前, 收购, 裁员, 未發布, 尚未公佈, 未公表, 公表前, 未発表, 発表前, 速報値, 買収, 社外未公表, 開示前, 미공개, 미발표, 공시 전, 발표 전, 발표되지 않은, 공개되지 않은, 잠정 실적, 인수, chưa công bố, chưa được công bố, sơ bộ, trước khi công bố, thâu tóm, ยังไม่เปิดเผย, ยังไม่ประกาศ, ก่อนประกาศ, ยังไม่เผยแพร่, belum dipublikasikan, belum diumumkan, belum dirilis, akuisisi, belum diterbitkan, bado haijatangazwa
""")
_FIGURES = words("""
order book, order intake, orders|, carnet de commandes, commandes, auftragseingang, cartera de pedidos, pedidos, portafoglio ordini, ordini, carteira de encomendas, encomendas, orderportefeuille, portfel zamówień, заказов, 受注, 수주, acquire, acquisition, merger, takeover, übernahme, fusion, 收购, 併購, 并购, 裁员, 買収, 合併, 인수, 합병, 감원, revenue, earnings, ebitda, ebit|, margin, profit, loss, turnover, results, sales, bookings, arr|, mrr|, figures, quarter, q1|, q2|, q3|, q4|, guidance, forecast, budget, cash, valuation, price per share, per share, numbers|, cost|, runway, headcount, deal, layoff, roadmap, pricing, price, priced at, launches, launching, ships in, ships on, release date, jobs, positions, employees, sites, plant, stores, target, users,
umsatz, umsätze, gewinn, verlust, ergebnis, zahlen, marge, quartal, absatz, kaufpreis, stellen, chiffre d'affaires, résultat, postes, usine, bénéfice, perte, marge, trimestre, ventes, prix, postes, ingresos, ventas, beneficio, ganancias, resultado, pérdida, facturación, cifras, ricavi, fatturato, utile, perdite, risultati, vendite, dati, receita, lucro, prejuízo, vendas, faturamento, faturação, resultados, números, omzet, winst, verlies, cijfers, kwartaal, przychod, przychód, wyniki, zysk, strat, wynik, sprzedaż, kwarta, tržb, zisk, ztrát, výsledk, obrat, čtvrtlet, výnos, výsledok, štvrťrok, árbevétel, bevétel, nyereség, veszteség, eredmény, negyedév, venit, profit, pierder, rezultat, vânzări, cifra de afaceri, trimestru, ciro, gelir, kâr, zarar, satış, çeyrek, выручк, прибыл, убыт, результат, продаж, оборот, квартал, виручк, виторг, прибут, збит, дохід, доход, приход, печалба, загуба, резултат, приходи, тримесечи, prihod, dobit, gubitak, rezultat, prodaj, kvartal, έσοδα, κέρδη, ζημί, αποτελέσματα, πωλήσεις, τζίρο, τρίμηνο, omsättning, vinst, förlust, resultat, försäljning, kvartal, omsætning, overskud, underskud, salg, resultater, omsetning, overskudd, resultat, salg, liikevaihto, tulos, voitto, tappio, myynti, neljänn, luvut, الإيرادات, إيرادات, أرباح, الارباح, خسائر, المبيعات, نتائج, الربع, درآمد, سود, زیان, فروش, نتایج, هزینه, הכנסות, רווח, הפסד, תוצאות, מכירות, רבעון, राजस्व, मुनाफा, लाभ, घाटा, बिक्री, तिमाही, आय, परिणाम, 营收, 收入, 利润, 亏损, 业绩, 销售额, 财务, 季度, 毛利, 營收, 業績, 売上, 利益, 損失, 営業利益, 決算, 業績, 四半期, 매출, 영업이익, 순이익, 손실, 실적, 분기, doanh thu, lợi nhuận, lỗ, doanh số, quý|, kết quả, รายได้, กำไร, ขาดทุน, ยอดขาย, ไตรมาส, ผลประกอบการ, pendapatan, laba, rugi, penjualan, kuartal, hasil, keuntungan, mapato, faida
""")

FAMILY = Family(
    rules=(
        Rule(
            "internal.marking", _PHRASES, unless=("marking talk",), reach=70, statement=True, level=_INTERNAL
        ),
        Rule(
            "internal.heading",
            _MARKS,
            _HEADING,
            unless=("marking talk", "config key"),
            reach=70,
            statement=True,
            level=_INTERNAL,
        ),
        Rule(
            "internal.capitals",
            _MARKS,
            _CAPITAL,
            folded=False,
            unless=("marking talk",),
            reach=70,
            statement=True,
            level=_INTERNAL,
        ),
        Rule(
            "internal.host",
            words(
                "*.corp, *.internal, *.intranet, *.intra, *.lan, *.local, *.intern, *.int|, *.ad., *.priv, *.svc, *.home.arpa, *\\\\*, jenkins, jira, confluence, gitlab, git., *@git, wiki., intranet, intra., nexus, artifactory, sonar, grafana, kibana, vault., prometheus, bitbucket, sharepoint, vpn., ldap, dc0*, dc1*, ad., sap., erp., crm., hr., db., db-*, db0*, db1*, stage, staging, dev., uat., qa., prod., preprod, k8s., rancher, argocd, harbor., registry., ci., build., exchange., fileserver, nas., intern., internal., corp., test., corpnet"
            ),
            _HOST,
            _host,
            apart=True,
            unless=("host talk",),
            reach=60,
            level=_INTERNAL,
        ),
        Rule(
            "internal.address",
            words("10.|, 192.168, 172.*"),
            _ADDRESS,
            _address,
            apart=True,
            unless=("address talk", "host talk"),
            reach=50,
            level=_INTERNAL,
        ),
        Rule(
            "internal.ticket",
            (),
            _TICKET,
            _ticket,
            folded=False,
            apart=True,
            digits=2,
            unless=("ticket talk",),
            reach=40,
            level=_INTERNAL,
        ),
        Rule(
            "internal.ticket.number",
            words(
                "ticket, incident, change request, servicenow, helpdesk, work item, jira, bug, tfs, vorgang, störung, service desk, support case, 工单, チケット, 티켓, тикет, заявк, инцидент"
            ),
            r"(?:ticket|incident|change request|work item|case|störung|storung|vorgang|工单|チケット|티켓|тикет[а-я]*|заявк[а-я]*|инцидент[а-я]*)(?: id| no\.?| nr\.?| number| nummer|号|番号)?[ :#№]{1,4}([a-z]{0,5}-?[0-9]{4,10})\b",
            apart=True,
            unless=("ticket public",),
            reach=30,
            level=_INTERNAL,
        ),
        Rule(
            "internal.figures",
            _FIGURE_WORDS,
            near=("business figures", "quantity"),
            unless=("figures talk",),
            reach=110,
            statement=True,
            level=_INTERNAL,
        ),
        Rule(
            "internal.nda",
            words("""
nda|, nda-, an nda, unter nda, geheimhaltung, verschwiegenheit, accord de confidentialité, acuerdo de confidencialidad, accordo di riservatezza, acordo de confidencialidade, sekretessavtal, salassapitosopim, неразглашени, нерозголошен, गोपनीयता समझौत, nda का,
mutual non-disclosure agreement, nda between, receiving party, disclosing party, under nda, under our nda, under the nda, our nda with, nda with, covered by our nda, covered by an nda, covered by nda, covered by the nda, signed an nda, under the confidentiality agreement, under our confidentiality agreement, under a confidentiality agreement we, subject to an nda, subject to our nda, subject to nda, subject to the nda, nda-protected, nda protected, nda in place, nda applies, the nda we, bound by nda, bound by an nda, non-disclosure agreement between, non-disclosure agreement with, nondisclosure agreement is, this non-disclosure agreement, this confidentiality agreement, this mutual non-disclosure, hold in confidence, shall keep confidential, must not be disclosed, shall not disclose, may not be disclosed, not disclose any confidential,
unter nda, unterliegt der geheimhaltung, unterliegt einer geheimhaltung, geheimhaltungsvereinbarung mit, geheimhaltungsvereinbarung zwischen, geheimhaltungspflicht, verschwiegenheitserklärung, vertraulichkeitsvereinbarung, nda mit, nda unterliegt, unterliegen dem nda, sous nda, couvert par un nda, accord de confidentialité avec, accord de confidentialité signé, couvert par l'accord de confidentialité, couvertes par, tenu au secret, partie réceptrice, partie divulgatrice, bajo nda, bajo acuerdo de confidencialidad, acuerdo de confidencialidad con, acuerdo de confidencialidad firmado, sujeto a un acuerdo, cubierto por, parte receptora, parte divulgadora, sotto nda, coperto da nda, accordo di riservatezza con, accordo di riservatezza firmato, coperto da accordo, parte ricevente, sob nda, acordo de confidencialidade com, acordo de confidencialidade assinado, coberto pelo, coberto por, sob acordo de confidencialidade,
onder nda, geheimhoudingsovereenkomst met, valt onder de geheimhouding, valt onder een nda, geheimhoudingsverklaring, objęte nda, objęty nda, umową o zachowaniu poufności, umowa o zachowaniu poufności z, klauzulą poufności, objęte umową, dohodou o mlčenlivosti, podléhá nda, dohoda o mlčenlivosti s, dohodou o mlčanlivosti, pod nda, titoktartási megállapodás, titoktartási szerződés, nda alá, sub nda, acord de confidențialitate cu, acordul de confidențialitate, gizlilik sözleşmesi kapsamında, gizlilik sözleşmesi gereği, gizlilik anlaşması, nda kapsamında, под nda, соглашение о неразглашении с, соглашением о неразглашении, соглашения о неразглашении, договору о неразглашении, нераскрыти, угода про нерозголошення, угодою про нерозголошення, договором про нерозголошення, споразумение за поверителност, под nda, ugovor o povjerljivosti, ugovorom o tajnosti, ugovor o tajnosti, ugovorom o povjerljivosti, συμφωνία εμπιστευτικότητας, συμφωνητικό εμπιστευτικότητας, sekretessavtal med, omfattas av sekretessavtal, sekretessavtalet, under sekretess, fortrolighedsaftale, hemmeligholdelsesaftale, omfattet af nda, taushetserklæring, konfidensialitetsavtale, salassapitosopimu, nda:n alai, اتفاقية عدم إفصاح, اتفاقية عدم الإفصاح, اتفاقية السرية, بموجب اتفاقية, توافقنامه عدم افشا, قرارداد محرمانگی, הסכם סודיות, תחת nda, בכפוף להסכם סודיות, गोपनीयता समझौते, एनडीए, nda के तहत, 保密协议, 保密協議, 保密协定, nda约束, 秘密保持契約, ndaの対象, nda締結, nda下, 비밀유지계약, 비밀유지 계약, nda 대상, nda에 따라, nda를 체결, thỏa thuận bảo mật, cam kết bảo mật, thỏa thuận không tiết lộ, สัญญารักษาความลับ, ข้อตกลงรักษาความลับ, ข้อตกลงไม่เปิดเผย, perjanjian kerahasiaan, di bawah nda, tunduk pada nda, makubaliano ya usiri
"""),
            unless=("marking talk", "nda talk"),
            reach=70,
            statement=True,
            level=_INTERNAL,
        ),
        Rule(
            "internal.proprietary",
            words("""
proprietary and confidential, confidential and proprietary, do not copy, do not publish, do not reproduce, do not disclose, not be copied, not be published, eigentum der, eigentum von, eigentum des, propriété de, propiedad de, proprietà di, proprietà della, propriedade da, propriedade de, eigendom van, własność, majetek, majetkem, vlastnictví, tulajdona, proprietatea, mülkiyetindedir, собственность, власність, собственост, vlasništvo, ιδιοκτησία, tillhör, egendom, ejendom, eiendom, omaisuutta, ملكية, संपत्ति, tài sản của, ทรัพย์สิน, milik|, unauthorized copying, unauthorised copying, unauthorized use, unauthorised use, unauthorized reproduction, unauthorised reproduction, unauthorized disclosure, unauthorised disclosure, all rights reserved. proprietary, proprietary information, proprietary software, proprietary source, proprietary code, is proprietary to, property of, contains trade secrets, trade secret, closed source, do not redistribute, licenseref-proprietary, unbefugte vervielfältigung, unerlaubte vervielfältigung, alleiniges eigentum, reproduction interdite, propriété exclusive, propriedad exclusiva, prohibida su reproducción, prohibida la reproducción, proprietà esclusiva, riproduzione vietata, propriedade exclusiva, reprodução proibida, wszelkie prawa zastrzeżone, własność firmy, исключительная собственность, копирование запрещено, 未经授权, 专有, 无断転載, 無断複製, 무단 복제, 무단 전재
"""),
            near=("proprietary header",),
            unless=("marking talk",),
            reach=160,
            statement=True,
            level=_INTERNAL,
        ),
    ),
    signals=(
        Signal(
            "quantity",
            pattern=r"\b(?:[a-z]+ )?(?:ten|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|two|three|four|five|six|seven|eight|nine|eleven) (?:million|billion|percent|per cent)|[0-9]+(?:[.,][0-9]+)? ?(?:%|mln|mld|tn\b|mil\.|milioane|miljoen|miljoner|miljoonaa|milijuna|miliona|milijona|milyon|milion[a-z]*|milliard[a-z]*|milliarden|millionen|millions|millones|milioni|кроны|мільйон|мільярд|миллион|миллиард|милион|percent|prozent|pour cent|por ciento|per cento|por cento|procent|процент|m\b|mio|bn|mrd|k\b|million|milion|millon|milhoes|mld|mil\b|млн|млрд|billion|mn\b|tys|χιλ|εκ|مليون|میلیون|מיליון|करोड़|लाख|亿|億|万|萬|억|만|triệu|trieu|ty\b|ล้าน|juta|miliar|crore|positions|jobs|people|stellen|employees|postes)|[€£¥₹₩₺₽₴₪฿]|\$(?:[^{(a-z_]|$)|[0-9]{1,3}(?:[., ][0-9]{3})+|\b[0-9]{1,3}[.,][0-9]+\b|パーセント",
        ),
        Signal("business figures", _FIGURES),
        Signal(
            "figures talk",
            words(
                "how do i, how do companies, what is, what are, what does, explain, definition, difference between, in general, template, example of, was ist, was bedeutet, qu'est-ce, comment |, qué es, cos'è, o que é, wat is, co to jest, что такое, なぜ, とは, 什么是, 무엇, là gì, คืออะไร, apa itu, nedir, mi az, co je, ce este, vad är, hvad er, hva er, mikä on, što je, какво е, τι είναι, ما هو, ما هي, מה זה, क्या है, чис"
            ),
        ),
        Signal(
            "marking talk",
            words("""
for internal use by, implementation detail, subclass, docstring, this function, this method, this class, private method, logger,
what does, what is, what are, meaning of, mean on, mean by, means |, how do i, how should, how to, should i label, difference between, translate, translation, explain, definition, define, synonym, the word, the term, the phrase, the label, in general, etymology, spell, song, movie, film, novel, book, template, regex, classification scheme, classification levels, levels of classification, data classification, policy should, stamp mean,
was bedeutet, was heißt, bedeutung, unterschied zwischen, übersetze, übersetzung, erkläre, das wort, der begriff, was ist, stufen, synonym, que signifie, signifie, qu'est-ce, que veut dire, différence entre, traduis, traduire, le mot, définition, comment |, expliqu, qué significa, qué es, significa, diferencia entre, traduce, la palabra, explica, sinónimo, cosa significa, significa, che cos'è, cos'è, differenza tra, traduci, la parola, spiega, o que significa, o que é, diferença entre, traduza, a palavra, explique, wat betekent, wat is, verschil tussen, vertaal, het woord, leg uit, co znaczy, co oznacza, co to jest, różnica między, przetłumacz, słowo |, wyjaśnij, co znamená, co je|, rozdíl mezi, přelož, slovo |, vysvětli, čo znamená, čo je|, rozdiel medzi, mit jelent, mi az|, különbség, fordítsd, magyarázd, ce înseamnă, ce este, diferența dintre, tradu, explică, ne demek, nedir, ne anlama, anlamı, farkı, çevir, açıkla, что значит, что такое, что означает, означает, разница между, переведи, слово |, объясни, що означає, що таке, різниця між, переклад, поясни, какво означава, какво е, разликата между, преведи, обясни, što znači, što je|, šta znači, razlika između, prevedi, objasni, kaj pomeni, τι σημαίνει, τι είναι, διαφορά, μετάφρασε, εξήγησε, vad betyder, vad är, skillnaden mellan, översätt, förklara, hvad betyder, hvad er, forskellen på, oversæt, forklar, hva betyr, hva er, forskjellen på, oversett, mitä tarkoittaa, mikä on, ero |, käännä, selitä, ماذا يعني, ماذا تعني, ما معنى, ما هو, ما هي, الفرق بين, ترجم, اشرح, به چه معناست, یعنی چه, چیست, تفاوت, ترجمه, توضیح, מה פירוש, מה המשמעות, מה זה, מה ההבדל, תרגם, הסבר, מה אומר, का मतलब, क्या होता, क्या है, का अर्थ, अनुवाद, अंतर क्या, समझाइए, समझाओ, 什么意思, 是什么, 什麼意思, 区别, 翻译, 解释, 翻譯, 含义, どういう意味, とは何, とは, 意味, 違い, 訳して, 翻訳, 説明, 무슨 뜻, 무엇, 뜻은, 의미, 차이, 번역, 설명, nghĩa là gì, là gì, khác nhau, dịch |, giải thích, แปลว่า, หมายถึง, คืออะไร, ต่างกัน, ความหมาย, อธิบาย, apa arti, apa itu, artinya, perbedaan, terjemahkan, jelaskan, maana
"""),
        ),
        Signal(
            "config key",
            pattern=r"\b(?:secret|confidential|internal|restricted|intern|interno|gizli)\"? ?: ?(?:[\"'<$\x{7b}]|true\b|false\b|null\b|[0-9])",
        ),
        Signal(
            "nda talk",
            words(
                "is an nda, are ndas, nda still binding, general principles, how long can, how long does, how long is, in general, general question, generally, wie lang darf, wie lange gilt, wie lange darf, allgemein, en général, généralement, combien de temps, en general, por lo general, in generale, quanto dura, em geral, quanto tempo dura, in het algemeen, hoe lang, ogólnie, jak długo, obecně, általában, în general, genel olarak, вообще, в общем, как долго, взагалі, generellt, generelt, yleensä, 一般, 일반적으로, what does an nda, what is an nda, nda usually, nda contain, nda should contain, agreement contain, should i sign, gehört in, nda enthält, was enthält, sign an nda before, ndas, negotiate, legal effect, enforceable, nda contient, que contient, nda contiene, cosa contiene, qué contiene, draft an nda, draft a|, write an nda, template, sample nda, example of, typical clause, standard nda, do i need, musterv, vorlage, modèle|, plantilla, modello, modelo de, sjabloon, wzór, vzor|, minta, model de, şablon, шаблон, образец, зразок, mall |, skabelon, mal |, malli, نموذج, نمونه, תבנית, नमूना, 模板, 范本, 雛形, テンプレート, 양식, 템플릿, mẫu |, แบบฟอร์ม, contoh, templat"
            ),
        ),
        Signal(
            "host talk",
            words(
                "mdns, bonjour, avahi, docker compose, kubernetes docs, tutorial, default router, default gateway, home router, subnetting, subnet mask, private address range, rfc 1918, rfc1918, cidr, for example, e.g., example"
            ),
        ),
        Signal(
            "address talk",
            words(
                "default, router, printer, drucker, imprimante, impresora, stampante, wifi, wlan, smart tv, raspberry, nas|, chromecast, home assistant, heimnetz, fritzbox, fritz.box, subnet, cidr, rfc, private range, private ip, tutorial, example, localhost, netmask, home network, homework, exercise, version|, 255.255.255, mask|, masken, maske|, masque, máscara, maschera, gateway"
            ),
        ),
        Signal(
            "ticket talk",
            words(
                'order|, orders|, order no, ordernr, parcel|, my order, shipped, delivered, tracking, return code, voucher, coupon, promo, pesanan, resi|, resinya, pedido, commande, bestellung, bestelling, ordine, encomenda, zamówieni, objednáv, rendelés, comanda, sipariş, заказ, замовл, поръчк, παραγγελ, طلبية, سفارش, הזמנה, ऑर्डर, 订单, 注文, 주문, đơn hàng, คำสั่งซื้อ, référence à rappeler, notre référence, rappeler la reference, expediente, service manual, service bulletin, user manual, units with, warranty, garantie für, spare part, ersatzteil, look like, looks like, format of, called abc, sku|, "sku", article no, item no, part no, part number, artikelnummer, artikel-nr, art.-nr, référence produit, hotfix, windows update, standard, rfc, flight, route, model|, chess, asteroid, apache, cve, aircraft, airline'
            ),
        ),
        Signal("ticket public", words("concert, train, lottery, parking, airline, flight, seat")),
        Signal(
            "proprietary header",
            pattern=r"(?:copyright|\(c\)|©|all rights reserved|strictly prohibited|confidential|without (?:prior|express|the)|may not be|not be (?:copied|reproduced|disclosed)|trade secret|licenseref|alle rechte|vorbehalten|tous droits|todos los derechos|tutti i diritti|todos os direitos|zastrzezone|все права|版权|保留所有|所有権|저작권|禁止|금지|forbidden|do not (?:copy|publish|reproduce|disclose|distribute)|untersagt|verboten|nicht gestattet|nicht erlaubt|vervielfaltigung|non autoris|reproduction|no autorizad|reproduccion|non consentit|non autorizzat|riproduzione|nao autorizad|reproducao|niet toegestaan|verveelvoudig|zabronion|kopiowani|zakazan|nesmi byt|tilos|interzis|yasak|cogaltil|запрещ|заборон|забранен|zabranjen|απαγορευ|forbjud|forbudt|ikke kopieres|kielletty|ممنوع|يحظر|אסור|निषिद्ध|वर्जित|严禁|不得|禁複製|nghiem cam|cam sao chep|ห้าม|dilarang|interdite|prohibid|vietat|proibid)",
        ),
    ),
)
