"""Markings that are a line of their own, and what a partner shared under an agreement: no question undoes them."""

from larouter.core.zones import Sensitivity
from larouter.inspect.patterns import any_of
from larouter.inspect.rules.internal import ADVERB, CAPITALS
from larouter.inspect.rules.kinds import Family, Rule, words

_INTERNAL = Sensitivity.INTERNAL

_LONG_ENOUGH = 8  # shorter words head questions too
_LONG = tuple(mark for mark in CAPITALS if len(mark) > _LONG_ENOUGH)
# At the head of a text or line and closed by a mark it says what follows is, whatever that asks.
_STAMP = (
    rf"(?:^|\n)[ \t]{{0,4}}[*#\[(<=_-]{{0,6}} ?(?:{any_of(_LONG)})(?: ONLY)?(?: ?[:.\])*|-]+(?:\s|$)|\n|$)"
)

FAMILY = Family(
    rules=(
        Rule("internal.stamp", _LONG, _STAMP, folded=False, reach=70, statement=True, level=_INTERNAL),
        Rule(
            "internal.line",
            words(
                "internal use only, for internal use, internal only, company confidential, strictly confidential, private and confidential, do not distribute, do not forward, official use only, nur für den internen gebrauch, nur intern, streng vertraulich, usage interne, diffusion interne, strictement confidentiel, uso interno, estrictamente confidencial, strettamente riservato, estritamente confidencial, alleen voor intern gebruik, strikt vertrouwelijk, do użytku wewnętrznego, ściśle poufne, pro interní potřebu, belső használatra, szigorúan bizalmas, uz intern, strict confidențial, за вътрешно ползване, για εσωτερική χρήση, endast för internt bruk, kun til intern brug, kun for intern bruk, vain sisäiseen käyttöön, kurum içi, şirket içi, hizmete özel, для служебного пользования, для внутреннего пользования, строго конфиденциально, для службового користування, za internu upotrebu, strogo povjerljivo, للاستخدام الداخلي, לשימוש פנימי, केवल आंतरिक उपयोग, 内部资料, 内部使用, 社外秘, 取扱注意, 대외비, 내부용, lưu hành nội bộ, ใช้ภายใน, penggunaan internal"
            ),
            rf"(?:^|\n)[ *#/<!\[(;-]{{0,8}}{ADVERB}(?:internal use only|for internal use(?: only)?|internal only|company confidential|strictly confidential|private (?:and|&) confidential|do not (?:distribute|forward)|(?:for )?official use only|nur fur den internen gebrauch|nur intern|streng vertraulich|(?:a )?usage interne(?: uniquement)?|diffusion interne|strictement confidentiel|(?:de |para )?uso interno|estrictamente confidencial|strettamente riservato|estritamente confidencial|alleen voor intern gebruik|strikt vertrouwelijk|(?:tylko )?do uzytku wewnetrznego|scisle poufne|pro interni potrebu|belso hasznalatra|szigoruan bizalmas|(?:de )?uz intern|strict confidential|за вътрешно ползване|για εσωτερικη χρηση|endast for internt bruk|kun til intern brug|kun for intern bruk|vain sisaiseen kayttoon|kurum ici|sirket ici|hizmete ozel|для служебного пользования|для внутреннего пользования|строго конфиденциально|для службового користування|za internu upotrebu|strogo povjerljivo|للاستخدام الداخلي|לשימוש פנימי|केवल आंतरिक उपयोग|内部资料|内部使用|社外秘|取扱注意|대외비|내부용|luu hanh noi bo|ใช้ภายใน|penggunaan internal)[ *\])>:;.!/-]{{0,8}}\n",
            reach=10,
            statement=True,
            level=_INTERNAL,
        ),
        Rule(
            "internal.nda.partner",
            words(
                "under the nda with, under our nda with, under nda with, nda we signed with, nda we have with, our nda with, covered by our nda, they shared under nda, unter nda mit, unter dem nda mit, nda mit der, sous nda avec, sous l'accord de confidentialité avec, bajo nda con, bajo el nda con, sotto nda con, nell'ambito dell'nda con, sob nda com, onder nda met, onder de nda met, pod nda z, objęte nda z, pod nda s, sub nda cu, под nda с, по nda с, under nda med, nda kapsamında, nda:n alla, 与对方的保密协议, 根据保密协议, 秘密保持契約に基づき, nda 하에"
            ),
            unless=("nda talk",),
            reach=70,
            statement=True,
            level=_INTERNAL,
        ),
    )
)
