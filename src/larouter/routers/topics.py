"""What an English prompt is about, by lists of words, beside the concepts that know more languages.

Model routers learn from a few hundred prompts, too few to learn every word; a word on a list counts for all of them.
"""

from collections.abc import Sequence

_LISTS = {
    "proof": "prove proof show derive deduce infer therefore hence imply implies theorem lemma "
    "corollary axiom induction contradiction justify rigorous valid premise conclusion",
    "maths": "calculate compute solve evaluate equation integral derivative function matrix vector "
    "polynomial limit sum product probability integer prime root graph angle triangle "
    "circle square area volume ratio percent divisible",
    "code": "code program function class method variable loop array list string python java "
    "javascript c sql html api bug error exception compile debug implement refactor test "
    "regex database query algorithm recursion thread",
    "design": "design architecture system scalable distributed service schema pipeline plan "
    "strategy roadmap module interface requirement requirements deploy migrate optimize "
    "optimise tradeoff",
    "weighing": "compare contrast analyze analyse assess critique discuss explain argue interpret "
    "review evidence hypothesis implications advantages disadvantages pros cons",
    "writing": "write essay story poem letter email blog article draft rewrite paraphrase translate "
    "summarize summarise edit describe title slogan dialogue paragraph",
    "asking": "what who whom whose when where which name define meaning called capital",
    "why": "why how cause causes reason because explain",
    "limits": "must exactly only least most without unless except not no never none each every all "
    "any both between at following either neither",
    "steps": "first then next after before finally last step steps given suppose assume let if once until",
    "more and less": "more less fewer twice double half times many much left remaining remain extra "
    "additional another rest altogether together total per average",
    "money": "dollar dollars cent cents cost costs price pay pays paid buy buys bought sell sells "
    "sold earn earns spend spends profit tax bill worth income interest",
    "time": "second seconds minute minutes hour hours day days week weeks month months year years "
    "old age today yesterday tomorrow morning night",
    "units": "meter meters metre metres kilometer miles mile feet foot inch inches pound pounds "
    "ounce ounces gram grams liter liters gallon gallons speed degrees",
    "science": "energy force mass velocity acceleration voltage current charge pressure temperature "
    "heat molecule atom acid reaction solution enzyme protein cell gene dna species orbit "
    "wavelength",
    "health": "patient disease symptom symptoms treatment therapy drug dose blood clinical "
    "diagnosis infection surgery cancer heart",
    "law": "law court state statute contract plaintiff defendant liability constitution tort "
    "evidence crime property jury federal amendment party",
    "society": "government war century king party economy market social moral ethics religion "
    "culture theory history political demand supply policy",
}
NAMES = tuple(_LISTS)
_OF = {
    word: [at for at, listed in enumerate(_LISTS.values()) if word in listed.split()]
    for words in _LISTS.values()
    for word in words.split()
}


def counts(tokens: Sequence[str]) -> list[int]:
    """How many of the words are on each list."""
    found = [0] * len(NAMES)
    for token in tokens:
        for at in _OF.get(token, ()):
            found[at] += 1
    return found
