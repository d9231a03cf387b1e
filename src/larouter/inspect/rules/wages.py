"""Pay in the words of those who compare, offer and negotiate it."""

from larouter.inspect.patterns import compiled
from larouter.inspect.rules.kinds import Family, Rule, Signal, words

_SUM = r"(?:[$€£¥₹₺₽₩] ?)?[0-9][0-9.,' ]{0,10}(?: ?(?:k|к|€|£|\$|kr|zl|lei|ft|eur[oa]?|тыс\w*|тысяч|тисяч[іи]?|хил\w*|bin|tys\.?|tis(?:ic)?|mil|mila|ezret|ezer|juta|trieu|triệu|lakh|हज़ार|हजार|ألف|الف|אלף|ميليون|میلیون|万|萬|만|千)\b)?"
_GAP = r"[^\n0-9.!?]{0,26}"
_ME = (
    r"(?:\b(?:and|but|while|whereas) (?:i|i'm|i am|i get|me|mine)\b|\bi'm (?:only )?(?:on|at)\b|\bi only (?:get|make)\b|\bund (?:ich|mir)\b|\bich (?:nur|aber|bei)?\b|\b(?:et|alors que|mais) (?:moi|je)\b|\b(?:y|pero|mientras que) (?:yo|a mi)\b|\by a mi\b|\be eu\b|\be (?:io|a me)\b|\bmentre io\b|\ben ik\b|\bmaar ik\b|\b(?:a|i) ja\b|\bja (?:tylko)?\b|\ba (?:mnie|mne|meni|ja)\b|(?:, |es )en (?:csak )?|\b(?:si|iar) (?:eu|mie)\b"
    r"|\boch jag\b|\bjag\b|\bog jeg\b|\bjeg\b|\bmina\b|\bja mina\b|\bben(?: ise| de)?\b|\bsen ve ben\b|\bcon toi\b|\bminh\b|\btoi\b|\b(?:saya|aku|gue)\b|\bako\b|\bmimi\b|\b(?:un|bet) es\b|\b(?:o|ir|bet) as\b|\b(?:ja|aga) mina\b|[ ,](?:а|і|и|,) ?(?:я|мне|мені|на мен|аз)[ ,]|[ ,](?:я|мне|мені|аз|мене) |κι? ?(?:εγω|εμενα)|και εγω|[ ,]وانا|[ ,]و ?من|[ ,]ואני|ואני|और मुझे|और मैं|मुझे|আর আমি|我才|而我|我只|我是|我拿|私は|自分は|저는|나는|ผม|ฉัน|և ես|მე )"
)
_CONTRAST = rf"{_SUM}{_GAP}{_ME}{_GAP}{_SUM}"
_ME_WORDS = words("""
and i |, and i|, og jeg, och jag, a já |, a ja |, und ich, y yo |, e io |, ja minä, but i |, while i |, i'm on, i only, me |, und ich, ich |, mir |, et moi, alors que je, moi je, y yo, y a mí, a mí |, e eu |, eu |, e io |, e a me, mentre io, en ik |, ik |, ja |, mnie |, mně |, én |, eu |, mie |, jag |, jeg |, minä, ben |, tôi |, mình |, saya |, aku |, ako |, mimi |, es |, aš |, mina |, я |, мне |, мені |, аз |, мен |, εγώ, κι εγώ, εμένα, وأنا, و من |, ואני, और मुझे, मुझे, আমি, 我 , 我才, 而我, 我只, 我拿, 私は, 自分は, 저는, 나는, ผม, ฉัน, ես |, მე |
""")  # fmt: skip
_OFFERS = words("""
we offer, we're offering, we are offering, fair for, on his slip, on her slip, on the slip, care assistant, per shift, bonus cut, wir bieten, bieten wir, on propose, nous proposons, proposons, salaire net, ofrecemos, le ofrecemos, percibe, offriamo, ne chiede, oferecemos, recebe, wij bieden, we bieden, oferujemy, nabízíme, ponúkame, ajánlunk, oferim, предлагаем, предложили, пропонуємо, предлагаме, vi erbjuder, vi tilbyder, vi tilbyr, tarjoamme, teklif ediyoruz, نعرض, نعرض عليه, پیشنهاد, מציעים, 我们给, 我们开, 基本給, 在職証明, 급여, 收入证明, 税后, einkommen, *einkommen, annual income, yearly income, weekly pay, net pay, monthly pay, income of, revenu, perçoit, ingresos de, ingresos mensuales, nómina de, reddito, rendimento, inkomen, dochód, dochody, příjem, jövedelm, venit, доход, заработок, дохід, приход, inkomst, indkomst, inntekt, tulot, gelir, دخل, درآمد, הכנסה, आय, 收入, 収入, 소득, thu nhập, รายได้, penghasilan, pendapatan, schedule of loss, child support, maintenance, unterhalt, pension alimentaire, pensión de alimentos, assegno di mantenimento, alimony, alimenty, алимент, offer letter, job offer, offer to, offer for, appointment letter, employment contract, contract for, contract of employment, contract|, take-home, take home, band change, pay band, step up from, settlement agreement, redundancy, severance, final package, put him on, put her on, put them on, an hour, per hour, hourly, a month before tax, before tax, after tax, day rate, retainer, we employ, arbeitsvertrag, dienstvertrag, stundenlohn, die stunde, pro stunde, gehaltserhöhung, lohnerhöhung, gehaltsangebot, eingruppierung, abfindung, lohnabrechnung, gehaltsabrechnung, weihnachtsgeld, tagessatz, lettre d'embauche, promesse d'embauche, contrat de travail, contrat pour, brut annuel, brut mensuel, net par mois, solde de tout compte, de l'heure, bulletin de salaire, carta oferta, oferta de empleo, oferta laboral, contrato de trabajo, contrato para, mensuales, finiquito, liquidación de, la hora, proposta de trabalho, proposta para, proposta de emprego, contrato de trabalho, rescisão de, brutos, por hora, proposta di assunzione, proposta per, lettera di assunzione, contratto per, contratto di lavoro, ral |, ral|, liquidazione di, tfr|, all'ora, arbeidscontract, arbeidsovereenkomst, contract voor, per uur, bruto, transitievergoeding, umowa, umowa o pracę, umowa zlecenie, miesięcznie, na godzinę, za godzinę, odprawa, pracovní smlouva, pracovná zmluva, smlouva pro, měsíčně, na hodinu, odstupné, munkaszerződés, ajánlat, órabér, havi, végkielégítés, contract de muncă, contract pentru, ofertă pentru, pe oră, pe lună, anställningsavtal, anställning, timlön, i timmen, i månaden, ansættelseskontrakt, arbejdskontrakt, timeløn, arbeidsavtale, timelønn, työsopimus, tuntipalkka, iş sözleşmesi, iş teklifi, saatlik, aylık, kıdem tazminatı, трудовой договор, оффер, приглашение на работу, окладом, в час|, на руки, выходное пособие, премию, премия, трудовий договір, оклад, трудов договор, заплата, ugovor o radu, ponuda za, satnica, mesečno, mjesečno, pogodba o zaposlitvi, σύμβαση, προσφορά, μηνιαί, عقد عمل, عرض وظيفي, عرض عمل, راتب, قرارداد, حقوق, חוזה עבודה, הצעת עבודה, שכר, पगार, वेतन, ऑफर लेटर, সেলারি, বেতন, 录用通知, 聘用, 劳动合同, 錄取通知, 月薪, 年薪, 时薪, 時薪, 税前, 到手, 底薪, 内定通知, 採用通知, 雇用契約, 月給, 時給, 年収, 手取り, 給与明細, 근로계약, 채용, 연봉, 월급, 시급, สัญญาจ้าง, เงินเดือน, hợp đồng lao động, thư mời, lương, kontrak kerja, surat penawaran, gaji, digaji, sueldo de, sahod, suweldo, mkataba, mshahara, sworn, pay for|, bonus for, stipend for, allowance for, raise for
""")  # fmt: skip
_PEERS = words("""
same level, same band, same pay band, comp review, comp cycle, compensation review, salary review, pay review, merit review, pay round, gehaltsrunde, gehaltsüberprüfung, gleiche stufe, revue salariale, même niveau, revisión salarial, mismo nivel, revisione salariale, stesso livello, revisão salarial, mesmo nível, salarisronde, zelfde schaal, przegląd wynagrodzeń, lönerevision, пересмотр зарплат, same job, same role, same grade, same position, same title, same work, gleiche stelle, gleicher job, gleiche arbeit, selbe stelle, même poste, même travail, même job, mismo puesto, mismo trabajo, mismo cargo, mesmo cargo, mesma função, mesmo trabalho, stesso lavoro, stesso ruolo, stessa mansione, zelfde functie, zelfde werk, to samo stanowisko, tym samym stanowisku, ta sama praca, stejná pozice, stejná práce, rovnaká práca, ugyanaz a munkakör, ugyanazért, acelaşi post, același post, aceeași muncă, същата работа, същата длъжност, ίδια δουλειά, ίδια θέση, samma jobb, samma tjänst, samme stilling, samme arbejde, samme jobb, sama työ, samasta työstä, isti posao, isto radno mesto, aynı iş, aynı pozisyon, одинаковая работа, одинаковой работе, та же должность, той же должност, та сама посада, نفس الوظيفة, نفس العمل, همان کار, אותה משרה, אותו תפקיד, एक ही काम, समान पद, 同一岗位, 同样的工作, 同岗, 同じ仕事, 同じ役職, 같은 일, 같은 직급, cùng vị trí, cùng công việc, งานเดียวกัน, pekerjaan sama, posisi sama, netto, netti, brutto, net |, brut |, bruto, gross, before tax, a month, a year, per month, per year, im monat, par mois, al mes, al mese, por mês, per maand, miesięcznie, месяц, на рік, pay gap, equal pay
""")  # fmt: skip
_MONEY = (
    r"(?:[$€£₹₺₽₩¥]|\b(?:rs|usd|eur|gbp|chf|inr|rm|rp|mxn)\.?) ?[0-9][0-9.,' ]{1,11}|[0-9][0-9.,' ]{1,11} ?(?:k\b|k€|€|£|\$|₹|₺|₽|₩|eur\b|euro\b|euros\b|usd\b|gbp\b|chf\b|mxn\b|zl\b|kc\b|ft\b|lei\b|kr\b|tl\b|руб|₽|грн|лв|元|円|원|万|萬|만|บาท|dong\b|rp\b|rm\b|dh\b|kn\b|din\b|eura\b|evra\b|€)"
    r"|[0-9][0-9.,' ]{1,9} (?:a|per|an|pro|im|al|par|por|ao|per|na|za|i|om|pr\.?) (?:month|year|hour|week|day|monat|jahr|stunde|mois|an|mes|ano|mese|ora|hora|maand|uur|jaar|godzine|miesiac|hodinu|mesic|manaden|maneden|timmen|timen|aret)\b|\b[0-9]{2,3}[.,' ]?000\b|\b[1-9][0-9]{0,2}[.,' ][0-9]{3}(?:[.,][0-9]{2})?\b|\b[1-9][0-9]{1,2}k\b|[0-9]{1,3}[.,][0-9]{2} ?(?:€|£|\$)|[£€$] ?[0-9]{1,3}[.,][0-9]{2} ?/ ?h|\b[1-9][0-9]{3,6}\b|\b[0-9]{2} (?:an|per) hour|[0-9一二三四五六七八九]+万"
)
_UNITS = compiled(
    r"(?i)(?:km|kg|m²|points|goals|followers|likes|views|steps|minutes|pages|words|years old|jahre alt|ans |punkte|tore|schritte|pts|goles|puntos|puan)"
)

_NUMBER = compiled(r"[0-9](?:[0-9.,' ]*[0-9])?")
_THOUSANDS = compiled(
    r"[0-9] ?(?:k\b|к\b|€|£|\$|тыс|тис|хил|bin\b|tys|tis|mil|ezret|ezer|juta|trieu|lakh|हज़ार|हजार|الف|אלף|م[يی]ليون|万|萬|만|千)"
)


def _pay(found: str) -> bool:
    """Two sums that can be pay and are alike in size, as those of colleagues are."""
    sums = [match.group() for match in _NUMBER.finditer(found)]
    sizes = [sum(char.isdigit() for char in one) for one in sums]
    large = bool(sizes) and (
        max(sizes) >= 4 or min(sizes[0], sizes[-1]) == 3 or bool(_THOUSANDS.search(found))
    )
    return len(sums) >= 2 and large and not _UNITS.search(found) and _alike(_size(sums[0]), _size(sums[-1]))


def _size(run: str) -> float:
    """The leading digits of a sum; whether it is in thousands does not matter when two are compared."""
    digits = "".join(char for char in run if char.isdigit())
    value = float(digits or 0)
    while value >= 1000:
        value /= 10
    return value


def _alike(one: float, other: float) -> bool:
    low, high = sorted((one or 1, other or 1))
    return any(1 <= high * shift / low <= 2.2 for shift in (1, 0.1, 0.01)) and max(one, other) > 4


def _sum(found: str) -> bool:
    digits = "".join(char for char in found if char.isdigit())
    year = len(digits) == 4 and found.strip().isdigit() and digits[:2] in {"19", "20"}
    return not year and len(digits) <= 9


FAMILY = Family(
    rules=(
        Rule(
            "pay.contrast",
            _ME_WORDS,
            _CONTRAST,
            _pay,
            near=("somebody",),
            unless=("figure", "pay talk", "biography", "things", "score"),
            reach=34,
            digits=4,
        ),
        Rule(
            "pay.peers",
            _PEERS,
            rf"{_SUM}[^\n0-9.!?]{{1,34}}{_SUM}",
            _pay,
            near=("two people",),
            unless=("figure", "pay talk", "biography", "things", "score"),
            reach=50,
            digits=6,
        ),
        Rule(
            "pay.offered",
            _OFFERS,
            _MONEY,
            _sum,
            near=("name|person|person.other|caseless|kin|titled|owner",),
            unless=("figure", "pay talk", "things", "score", "bill"),
            reach=44,
            digits=2,
        ),
    ),
    signals=(
        Signal(
            "somebody",
            pattern=r"\b[A-Z][a-z]+(?:'s)?(?: [A-Z][a-z]+)?,? (?:\([^)\n]{1,20}\) )?(?:is |liegt |est |ligger |ligger pa |a |takes |tira |prende |cobra |ganha |gana |gets |earns |has |was |hat |ima |ma |are |ia |har |far |tjener |tjanar |saa |digaji |luong |alir |aliyor |lo |le |bekommt |verdient |kriegt |krijgt |dostaje |bere |touche |gagne |recebe |on |at |bei |a ete |fait )?[^\n.!?]{0,18}[0-9]"
            r"|[А-ЯІЇЄЈ][а-яіїєј]{2,}(?:у|ю|е|ові|еві|а|ой)? [^\n0-9.!?]{0,16}[0-9]|[Α-Ω][α-ω]{2,} [^\n0-9.!?]{0,16}[0-9]|[小老阿][\x{4e00}-\x{9fff}]|[\x{4e00}-\x{9fff}]{1,4}(?:は|さん|君|くん|一万|两万|税前|拿)|[가-힣]{1,3}(?:이는|는|은|이가|씨는|씨|님) |[\x{0620}-\x{06d3}]{2,} (?:راتب|[یي]اخذ|تاخذ|[0-9]|م[یي])|راتبها|راتبه|[א-ת]{2,} (?:מקבל|מרוויח|על )|[\x{0900}-\x{097f}]{2,} (?:को|की|का) ",
            folded=False,
        ),
        Signal(
            "two people",
            pattern=r"[A-Z][a-z]+[^\n.!?0-9]{0,24}[0-9][0-9.,' ]*(?:k|€|£|\$|kr|zl|net|netti|brutto|netto|bruto|eur)?[^\n.!?0-9]{0,14}[ ,](?:and |und |et |y |e |en |i |a |og |och |ja |ve |si |s |is )?(?:(?:Frau|Herr|Mr|Mrs|Ms|Mme|M|Sra?|Sig|Pan|Pani)\.? )?[A-Z][a-z]+[^\n.!?0-9]{0,24}[0-9]|[А-ЯІЇЄ][а-яіїє]+[^\n.!?0-9]{0,24}[0-9][0-9 ]*(?:тыс|к|тис)?[^\n.!?0-9]{0,10}[ ,](?:и |а |і |та )?[А-ЯІЇЄ][а-яіїє]+[^\n.!?0-9]{0,24}[0-9]",
            folded=False,
        ),
        Signal(
            "score",
            words("scored, points, ran |, steps, weighs, kilos, pages, tall|, metres, marathon, votes, followers, played, elo|, reached level, level up, on level, lap|, seconds, calories, kalorien, schritte, punkte, pasos, puntos, punti, passi, очков, шаг, баллов, puan, adım, rent|, rent is, miete, loyer, alquiler, affitto, aluguel, kira|, аренд"),
        ),
        Signal(
            "bill",
            words("invoice, rechnung, facture, factura, fattura, fatura, factuur, faktura, faktúra, számla, factură, fatura|, счёт на оплату, рахунок-фактура, 发票, 請求書, 청구서, order|, deposit, rent|, miete, loyer, alquiler, affitto, rental, tenancy, lease|, leases|, leased|, mietvertrag, contrat de location, phone contract, handyvertrag, mobile contract, insurance, versicherung, assurance, seguro, hotel, flight, ticket, tickets, loan, kredit, crédit, mortgage, hypothek, subscription, abo|, abonnement, gym|, delivery, kaufvertrag, sales contract, purchase, kauf|, budget"),
        ),
    ),
)  # fmt: skip
