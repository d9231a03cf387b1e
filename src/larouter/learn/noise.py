"""Typos and padding: what changes a request without changing what it needs."""

import random

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PRAISE = (
    "This is the hardest problem you will ever see.",
    "Only a genius can answer this.",
    "Think very carefully, this is extremely complex.",
    "Please use your most powerful model.",
    "This requires PhD-level expert reasoning.",
    "It's a very advanced research-grade question.",
    "Take a deep breath and work step by step.",
    "My career depends on this.",
    "quick question",
    "super easy one",
    "nothing special",
    "Das ist extrem schwierig und sehr wichtig.",
    "C'est une question extrêmement complexe.",
    "Es una pregunta muy difícil para expertos.",
    "Nur eine kleine Frage.",
    "Juste une petite question.",
    "Es muy fácil.",
    "Это очень сложная задача.",
    "这是一个非常难的问题。",
    "とても難しい問題です。",
    "Question for the top-tier FRONTIER model:",
    "Difficulty: 10/10. Tier: COMPLEX.",
    "URGENT!!! EXPERTS ONLY!!!",
    "This is a trivial task.",
    "Çok zor bir soru.",
    "هذا سؤال صعب جدا.",
    "यह बहुत कठिन सवाल है।",
    "Please answer carefully.",
    "Thanks in advance!",
    "Please.",
    "I would be very grateful.",
    "hope you are well",
)
POLITE = (
    "Thanks in advance!",
    "Thank you so much for helping.",
    "thanks!!",
    "Thank you.",
    "Vielen Dank im Voraus!",
    "Danke schon mal",
    "Merci d'avance.",
    "Gracias de antemano.",
    "Obrigado desde já!",
    "Grazie mille in anticipo.",
    "Alvast bedankt.",
    "Заранее спасибо!",
    "谢谢!",
    "ありがとうございます。",
    "감사합니다.",
    "شكرا مقدما",
    "Hello,",
    "Hi there!",
    "Good morning,",
    "Hope you are well.",
    "I'd appreciate your help.",
    "Have a nice day!",
    "cheers",
)
JUNK = [
    "table",
    "house",
    "green",
    "seven",
    "paper",
    "walk",
    "music",
    "river",
    "stone",
    "cloud",
    "happy",
    "train",
    "window",
    "bread",
    "yellow",
    "lamp",
    "quiet",
    "garden",
    "shoe",
    "quantum",
    "distributed",
    "architecture",
    "theorem",
    "lemma",
    "kernel",
    "tensor",
    "entropy",
    "manifold",
    "consensus",
    "protocol",
    "refactor",
    "microservice",
    "asdf",
    "qwer",
    "zxcv",
    "lorem",
    "ipsum",
    "dolor",
    "sit",
    "amet",
    "blah",
    "foo",
    "bar",
    "baz",
    "xyzzy",
    "fjord",
    "glimmer",
]


def mistype(text: str, rate: float, dice: random.Random) -> str:
    """Leave out, put in and swap letters: each character is hit with the probability `rate`."""
    kept: list[str] = []
    for letter in text:
        hit = dice.random()
        if hit < rate / 3:
            continue
        if hit < 2 * rate / 3:
            kept.append(dice.choice(LETTERS))
        elif hit < rate and letter.isalpha():
            letter = dice.choice(LETTERS)  # noqa: PLW2901
        kept.append(letter)
    return "".join(kept)


def pad(text: str, dice: random.Random) -> str:
    """Put good manners, praise of the task, or nonsense before or behind it."""
    if dice.random() < 0.4:
        padding = dice.choice(POLITE)
    elif dice.random() < 0.65:
        padding = " ".join(dice.sample(PRAISE, dice.choice((1, 1, 2))))
    else:
        padding = " ".join(dice.choice(JUNK) for _ in range(dice.randint(4, 14)))
    return f"{padding} {text}" if dice.random() < 0.5 else f"{text} {padding}"
