"""Admissions of inability in many languages, and the refusals that are never taken for one (I7)."""

import pytest

from larouter.dispatch.checks.said import Said, Wanted
from larouter.dispatch.checks.unable import refuses, unable

ADMISSIONS = {
    "en": "I'm sorry, but I cannot solve this equation.",
    "en-2": "I don't know the answer to that.",
    "en-3": "This is beyond my capabilities.",
    "en-4": "As a small model, I am not able to determine the derivative.",
    "de": "Es tut mir leid. Ich kann diese Gleichung nicht lösen.",
    "fr": "Désolé, je ne sais pas résoudre cette équation.",
    "es": "Lo siento, no puedo resolver este problema.",
    "it": "Mi dispiace, non riesco a risolvere questo problema.",
    "pt": "Desculpe, não consigo resolver este problema.",
    "nl": "Sorry, ik kan dit probleem niet oplossen.",
    "sv": "Tyvärr, jag kan inte lösa det här problemet.",
    "da": "Beklager, jeg kan ikke løse denne opgave.",
    "fi": "Valitettavasti en osaa ratkaista tätä tehtävää.",
    "pl": "Przepraszam, nie potrafię rozwiązać tego zadania.",
    "cs": "Bohužel nedokážu vyřešit tuto úlohu.",
    "ro": "Îmi pare rău, nu pot rezolva această problemă.",
    "hu": "Sajnálom, nem tudom megoldani ezt a feladatot.",
    "tr": "Üzgünüm, bu soruyu çözemiyorum.",
    "el": "Λυπάμαι, δεν μπορώ να λύσω αυτό το πρόβλημα.",
    "ru": "К сожалению, я не могу решить эту задачу.",
    "uk": "На жаль, я не можу розв'язати цю задачу.",
    "zh": "抱歉，我无法解决这个问题。",
    "ja": "申し訳ありませんが、この問題は解けません。",
    "ko": "죄송합니다. 이 문제는 풀 수 없습니다.",
    "ar": "عذراً، لا أستطيع حل هذه المسألة.",
    "he": "מצטער, אני לא יכול לפתור את התרגיל.",
    "hi": "क्षमा करें, मुझे नहीं पता।",
    "vi": "Xin lỗi, tôi không thể giải bài toán này.",
    "id": "Maaf, saya tidak dapat menyelesaikan soal ini.",
}
NO_ADMISSIONS = [
    "I can't help with that.",
    "I'm sorry, but I cannot solve this for you: it would be illegal.",
    "I cannot assist with creating weapons.",
    "I'm unable to provide medical advice. I don't know your history.",
    "Es tut mir leid, dabei kann ich nicht helfen. Ich weiß nicht, wozu.",
    "Je ne peux pas vous aider à fabriquer une arme, je ne sais pas.",
    "申し訳ありませんが、お答えできません。わかりません。",
    "我不知道怎么制造武器，这是违法的。",
    "- I don't know. I had to give up my dream.\n+ Why?",
    'She said: "I don\'t know the answer."',
    "I don't have access to real-time data, so I do not know.",
    "Paris.",
    "You cannot solve this equation in the reals; its roots are complex.",
    "Could you share the text? " * 40 + "I don't know.",
]


@pytest.mark.parametrize("text", ADMISSIONS.values(), ids=ADMISSIONS)
def test_an_admission_is_found(text: str) -> None:
    assert unable(Said(text, reason="stop"), Wanted())


@pytest.mark.parametrize("text", NO_ADMISSIONS)
def test_a_refusal_a_quotation_and_an_answer_are_none(text: str) -> None:
    assert not unable(Said(text, reason="stop"), Wanted())


@pytest.mark.parametrize("text", ADMISSIONS.values(), ids=ADMISSIONS)
def test_what_is_marked_as_a_refusal_is_none_whatever_it_says(text: str) -> None:
    assert not unable(Said(text, reason="content_filter", refused=True), Wanted())


@pytest.mark.parametrize(
    "text",
    ["I can't help with that.", "I cannot provide instructions.", "That would be illegal.", "Das ist verboten.",
     "No puedo ayudar con eso.", "抱歉，我无法提供帮助。", "申し訳ありませんが、対応できません。", "لا أستطيع مساعدتك"],
)  # fmt: skip
def test_signs_of_a_refusal_are_known_in_many_languages(text: str) -> None:
    assert refuses(text)
