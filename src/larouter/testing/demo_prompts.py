"""What people ask in a demonstration, by kind, and how often; nobody in it is real, and no account or secret is."""

from dataclasses import dataclass

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "The weather in a city.",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"],
            },
        },
    }
]
_MINUTES = (
    "We met on Tuesday. The export works, the import does not. Two customers want CSV, nobody asked for XML. "
    "Storage costs rose by four percent because old builds are kept. The translation waits for a reviewer who is "
    "away until Monday. The next release is planned for the twelfth. "
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Conversations of one kind.

    Attributes:
        share: How often they come, compared with the others.
        conversations: User and assistant in turn, ending with the user.
    """

    share: int
    conversations: tuple[tuple[str, ...], ...]


CONVERSATIONS = {
    "greetings": Kind(
        20, (("hi",), ("ping",), ("Good morning!",), ("thanks",), ("are you there?",), ("ok",))
    ),
    "questions": Kind(
        30,
        (
            ("What is the capital of Norway?",),
            ("How many miles are 40 km?",),
            ("Which word is right, affect or effect, in: it did not ___ the result?",),
            ("Translate to French: we open at nine.",),
            ("hi", "Hello! What can I do for you?", "What does HTTP 409 mean?"),
            ("Make this shorter: we would like to inform you that we have received your order.",),
        ),
    ),
    "work": Kind(
        22,
        (
            (f"Summarise these minutes in three points.\n\n{_MINUTES * 3}",),
            ("Write a polite letter that declines an invitation and proposes the week after.",),
            ("Write a Python function that reads a CSV file and returns the sum of its third column.",),
            ("Explain the difference between a process and a thread to a colleague in sales.",),
            (f"Which of these points is urgent, and why?\n\n{_MINUTES}",),
        ),
    ),
    "engineering": Kind(
        14,
        (
            (
                (
                    "Two workers sometimes run the same job twice. The queue is a PostgreSQL table with a "
                    "status column. Find the race, propose a fix with row locks, and write a failing test first."
                ),
            ),
            (
                (
                    "Refactor our checkout service, which parses, prices and charges in one handler of 600 lines, into "
                    "parts that can be tested alone. Explain the order of the steps and how to roll back each."
                ),
            ),
            (
                (
                    "Design the schema and the API of a booking system for 200 rooms with overlapping holds, "
                    "time zones and partial cancellations. Compare optimistic and pessimistic locking for it."
                ),
            ),
        ),
    ),
    "research": Kind(
        5,
        (
            (
                (
                    "Prove that every finite tournament has a Hamiltonian path, then discuss whether the "
                    "argument carries over to weighted tournaments, and what the complexity of the optimal version is."
                ),
            ),
            (
                (
                    "Design a multi-region ledger that never loses a confirmed payment. Derive the consistency "
                    "model from the business rules, argue its correctness, and analyse what happens in a partition."
                ),
            ),
        ),
    ),
    "private": Kind(
        8,
        (
            (
                (
                    "Write a friendly reminder to Jonas Weidmann: invoice 4471 is two weeks late, he pays by debit "
                    "from DE57 2004 1133 0483 9201 76."
                ),
            ),
            (
                (
                    "Patient Marlene Ostrowski, born 12 April 1980, has type 2 diabetes and a new prescription. "
                    "Put that into a letter to her doctor."
                ),
            ),
            (
                (
                    "Two specialists disagree about Marlene Ostrowski's insulin plan: her HbA1c rose from 7.1 to 8.4 % "
                    "in spite of metformin. Weigh both plans step by step and say what would decide between them."
                ),
            ),
            (
                (
                    "Why does this connection fail? "
                    "postgres://billing:Quarz-41-Linde@db-3.corp.internal:5432/invoices"
                ),
            ),
            (
                (
                    "Annika Feld earns 5,840 euros a month and asks for 8 % more. Draft the answer of her manager, who "
                    "can offer 5 %."
                ),
            ),
            (
                (
                    "INTERNAL USE ONLY. Revenue of the third quarter will be 14.2 million, nine percent below plan. "
                    "Compare three ways to tell the staff before the press knows, with the risks of each."
                ),
            ),
        ),
    ),
    "tools": Kind(3, (("Do I need an umbrella in Bergen today?",), ("What is the weather in Oslo?",))),
}
