"""Graded prompts in which one word tells where the strong model is needed."""

import random

import numpy as np

from larouter.learn.pairs import Graded

EASY = ("weather", "dinner", "greeting", "colour")
HARD = ("integral", "theorem", "compiler", "lemma")


def graded(count: int = 120, seed: int = 1) -> Graded:
    dice = random.Random(seed)
    prompts, weak, strong = [], [], []
    for at in range(count):
        hard = at % 2 == 1
        prompts.append(f"please tell me about the {dice.choice(HARD if hard else EASY)} of item {at % 7}")
        weak.append(0.0 if hard else 1.0)
        strong.append(1.0)
    return Graded(prompts, np.array(weak), np.array(strong))
