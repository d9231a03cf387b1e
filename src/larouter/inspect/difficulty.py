"""The first difficulty stage: it knows what is plainly easy, and abstains where it does not know."""

from larouter.core.chat import Chat
from larouter.core.features import Difficulty

UNSURE = Difficulty(0.5, 0.0)
_LONGEST_GREETING = 40
_STRIP = " \t\r\n!.?,;:~…。！？،؟¡¿'\"()👋🙏👍😊🙂"
_GREETINGS = frozenset(
    greeting.strip()
    for greeting in """
    hi|hello|hey|hey there|hi there|hello there|good morning|good evening|good afternoon|good night|morning|howdy|yo|
    ping|test|testing|are you there|you there|still there|thanks|thank you|thx|ty|many thanks|thanks a lot|cheers|
    thank you very much|ok thanks|ok thank you|great thanks|perfect thanks|bye|goodbye|see you|see you later|good bye|
    hallo|guten tag|guten morgen|guten abend|moin|servus|danke|vielen dank|danke schön|tschüss|auf wiedersehen|
    bonjour|salut|bonsoir|merci|merci beaucoup|au revoir|coucou|hola|buenos días|buenas tardes|buenas noches|gracias|
    muchas gracias|adiós|ciao|buongiorno|buonasera|grazie|grazie mille|arrivederci|olá|oi|bom dia|boa tarde|boa noite|
    obrigado|obrigada|muito obrigado|tchau|hoi|goedemorgen|dank je|bedankt|cześć|dzień dobry|dziękuję|dzięki|hej|
    god morgon|tack|tak|takk|god morgen|moi|hei|kiitos|ahoj|dobrý den|děkuji|díky|привет|здравствуйте|спасибо|пока|
    добрый день|привіт|дякую|добрий день|merhaba|selam|teşekkürler|günaydın|مرحبا|السلام عليكم|شكرا|שלום|תודה|سلام|
    ممنون|नमस्ते|धन्यवाद|নমস্কার|ধন্যবাদ|வணக்கம்|நன்றி|halo|terima kasih|xin chào|cảm ơn|สวัสดี|ขอบคุณ|
    こんにちは|おはよう|ありがとう|ありがとうございます|こんばんは|안녕|안녕하세요|감사합니다|고마워|
    你好|您好|谢谢|早上好|再见|謝謝|γεια|γεια σου|ευχαριστώ|καλημέρα|szia|köszönöm|jó napot|
    bună|mulțumesc|bună ziua|habari|asante|jambo
    """.split("|")
)


def first_stage(chat: Chat) -> Difficulty:
    """How hard the last turn is, as far as that is plain; otherwise no opinion."""
    last = chat.turns[-1]
    short = last.role == "user" and len(last.text) <= _LONGEST_GREETING
    if short and last.text.strip(_STRIP).replace(",", "").lower() in _GREETINGS:
        return Difficulty(0.02, 0.97, ("the last turn is a greeting, thanks or a ping",))
    return UNSURE
