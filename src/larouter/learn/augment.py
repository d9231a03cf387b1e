"""More training requests from those there are: other histories, consents, stories, typos, padding; labels follow.

Every author's requests are mixed with requests of the same author only, so that leaving an author out leaves all of
it out. Everything comes from the seed.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from larouter.core.tiers import Tier
from larouter.learn.datasets import Example
from larouter.learn.noise import mistype, pad

Messages = list[Mapping[str, Any]]
TELLERS = ("assistant", "system", "tool")
LONGEST_STORY = 1_200
TOLD = ("…", "[…]", "Done: …", "Here it is: …", "(abridged)", "✓ …", "1. … 2. … 3. …")
OFFERS = (
    "{} - shall I?",
    "I can do this: {} OK?",
    "{} ?",
    "Would you like me to do it: {}?",
    "Soll ich? {}?",
    "¿Lo hago? {}?",
    "Je peux faire : {} D'accord ?",
    "Next step: {} Should I go ahead?",
    "{}\n\nOK?",
)
SUMS = 12
SUM_FORMS = (
    "{one}*{other}",
    "{one} * {other}",
    "{one}x{other}",
    "{one} + {other}",
    "{one}+{other}=?",
    "{other} / {one}",
    "{other}-{one}",
    "{one}% of {other}",
    "sqrt({other})",
    "{one}^2",
    "{other} : {one} =",
    "({one}+{other})*2",
    "{other} mod {one}",
    "{one} × {other}",
)
GO_ON = (
    "go on",
    "continue",
    "next",
    "and now?",
    "weiter",
    "continue please",
    "sigue",
    "continua",
    "continue stp",
    "далі",
    "дальше",
    "继续",
    "続けて",
    "계속",
    "devam et",
    "ga verder",
    "dalej",
    "fortsätt",
    "lanjut",
    "tiếp tục",
    "ต่อ",
    "जारी रखो",
    "تابع",
    "ادامه بده",
    "folytasd",
    "συνέχισε",
    "jatka",
    "fortsett",
    "fortsæt",
    "pokračuj",
    "endelea",
    "continuă",
    "תמשיך",
    "চালিয়ে যাও",
    "தொடரவும்",
)


def augment(examples: Sequence[Example], seed: int = 4) -> list[Example]:
    """New examples made of old ones, with small weights."""
    made: list[Example] = []
    ordered = sorted(examples, key=lambda example: (example.author, example.id))
    for author, group in groupby(ordered, key=lambda example: example.author):
        dice = random.Random(f"{seed}/{author}")  # noqa: S311 - reproducible, not secret
        made += _of_one_author(list(group), dice)
    return made


def _of_one_author(examples: list[Example], dice: random.Random) -> Iterator[Example]:
    alone = [example for example in examples if _is_single(example)]
    phrases = {
        "yes": [
            example.text() for example in examples if "consent" in example.tags and len(example.text()) < 40
        ],
        "thanks": [one.text() for one in alone if one.tier is Tier.HEARTBEAT and len(one.text()) < 60],
        "more": [
            one.text()
            for one in examples
            if "continuation" in one.tags and len(one.text()) < 24 and one.tier > Tier.SIMPLE
        ],
    }
    makers: list[Callable[[Example, random.Random], Example | None]] = [
        lambda one, d: _consent(one, d, phrases["yes"] or ["yes"]),
        lambda one, d: _continued(one, d, [*phrases["more"], *GO_ON]),
        lambda one, d: _thanked(one, d, phrases["thanks"] or ["thanks"]),
        lambda one, d: _after(one, d.choice(alone), d),
    ]
    for example in alone:
        for make in makers:
            if dice.random() < 0.4 and (made := make(example, dice)) is not None:
                yield made
    for example in examples:
        if dice.random() < 0.6:
            yield _said(
                example, lambda text: mistype(text, dice.choice((0.02, 0.04, 0.07)), dice), "typos", 0.8
            )
        if dice.random() < 0.5:
            yield _said(example, lambda text: pad(text, dice), "padded", 0.8)
    yield from _in_stories(examples, dice)
    yield from _sums(examples, dice)


def _sums(examples: list[Example], dice: random.Random) -> Iterator[Example]:
    """Bare sums, which hands rarely write down: a number is not a greeting."""
    plain = [one for one in examples if one.tier is Tier.SIMPLE and _is_single(one)]
    for at, example in enumerate(plain[:SUMS]):
        one, other = dice.randint(2, 99), dice.randint(2, 999)
        text = dice.choice(SUM_FORMS).format(one=one, other=other)
        made = _with(example, [{"role": "user", "content": text}], Tier.SIMPLE, f"sum{at}", 1.0)
        yield replace(made, request={"messages": made.request["messages"]}, accepted=frozenset({Tier.SIMPLE}))


def _in_stories(examples: list[Example], dice: random.Random) -> Iterator[Example]:
    """Requests with something told around them that has nothing to do with what is asked."""
    told: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        for turn in example.request["messages"]:
            text = turn.get("content")
            if (
                turn["role"] in TELLERS
                and isinstance(text, str)
                and "```" not in text
                and 60 < len(text) < 900
            ):
                told[example.lang].append(text)
    for example in examples:
        known = told[example.lang]
        if _is_single(example) and len(known) >= 3 and dice.random() < 0.5:
            story = " ".join(dice.sample(known, dice.choice((1, 2, 2))))[:LONGEST_STORY]
            form = dice.choice(("{story}\n\n{text}", "{story} {text}", "{text}\n\n{story}"))
            yield _said(example, partial(_placed, form, story), "story", 0.6)


def _placed(form: str, story: str, text: str) -> str:
    return form.replace("{story}", story).replace("{text}", text)


def _is_single(example: Example) -> bool:
    messages = example.request["messages"]
    return len(messages) == 1 and isinstance(messages[0].get("content"), str)


def _with(example: Example, messages: Messages, tier: Tier, how: str, weight: float) -> Example:
    request = {**example.request, "messages": messages}
    return replace(example, id=f"{example.id}+{how}", tier=tier, request=request, weight=weight, made=True)


def _consent(example: Example, dice: random.Random, yes: Sequence[str]) -> Example | None:
    if example.tier is Tier.HEARTBEAT:
        return None
    text = example.text()
    messages: Messages = [
        {"role": "user", "content": dice.choice(("…", "?", text.split(" ")[0]))},
        {"role": "assistant", "content": dice.choice(OFFERS).format(text.rstrip("?.! "))},
        {"role": "user", "content": dice.choice(yes)},
    ]
    return _with(example, messages, example.tier, "consent", 0.6)


def _continued(example: Example, dice: random.Random, more: Sequence[str]) -> Example | None:
    if example.tier < Tier.MODERATE:
        return None
    messages = [*_told(example, dice), {"role": "user", "content": dice.choice(more)}]
    return _with(example, messages, example.tier, "continued", 0.3)


def _thanked(example: Example, dice: random.Random, thanks: Sequence[str]) -> Example:
    messages = [*_told(example, dice), {"role": "user", "content": dice.choice(thanks)}]
    return _with(example, messages, Tier.HEARTBEAT, "thanked", 0.4)


def _after(example: Example, earlier: Example, dice: random.Random) -> Example | None:
    if len(example.text()) < 20 and example.tier > Tier.SIMPLE:
        return None
    return _with(example, [*_told(earlier, dice), *example.request["messages"]], example.tier, "after", 0.6)


def _told(example: Example, dice: random.Random) -> Messages:
    return [*example.request["messages"], {"role": "assistant", "content": dice.choice(TOLD)}]


def _said(example: Example, change: Callable[[str], str], how: str, weight: float) -> Example:
    messages = list(example.request["messages"])
    for at in range(len(messages) - 1, -1, -1):
        content = messages[at].get("content")
        if messages[at]["role"] == "user":
            if isinstance(content, str):
                messages[at] = {**messages[at], "content": change(content)}
            break
    return _with(example, messages, example.tier, how, weight)
