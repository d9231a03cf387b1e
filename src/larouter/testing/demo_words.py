"""What the simulated fleet says: for each tier openings, sentences, closings, and how many sentences."""

Words = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[int, int]]

_HEARTBEAT: Words = (
    ("Hello!", "Hi there.", "Yes, I am here.", "Good to hear from you.", "All is well."),
    (
        "Everything is running.",
        "What can I do for you?",
        "Ready when you are.",
        "I can hear you.",
        "Go ahead.",
    ),
    ("",),
    (1, 1),
)
_SIMPLE: Words = (
    ("In short:", "Sure.", "That one is easy.", "Here it is."),
    (
        "The value you are looking for is in the second column of the table.",
        "Oslo has been the capital since 1814, and the name is back in use since 1925.",
        "One kilometre is about 0.62 miles, so forty of them are just under twenty-five miles.",
        "The word comes from Latin and means to bring together.",
        "You can rename the file first and move it afterwards; the order does not matter.",
        "It opens at nine on weekdays and at ten on Saturdays.",
        "Both spellings are correct, the first one is more common in Europe.",
        "The shorter version reads better: we received your order and will send it tomorrow.",
    ),
    ("Does that help?", "Tell me if you need more.", ""),
    (1, 2),
)
_MODERATE: Words = (
    (
        "Here is a summary of what you sent.",
        "I have gone through the text and kept what matters.",
        "There are three points in it, and they belong together.",
    ),
    (
        "The first paragraph explains why the change was made: the old form asked for the same date twice.",
        "The team agreed to keep both fields for one release and to remove the older one in the next.",
        "Two customers asked for an export, and both are content with plain CSV.",
        "Costs rose by four percent, mostly because of storage that nobody had cleaned up.",
        "A function that reads the file line by line will do, since the order of the lines is fixed.",
        "The open question is who signs off the translation, because the usual reviewer is away until Monday.",
        "If the meeting moves to Thursday, the minutes can go out together with the figures.",
        "The tone of the letter is friendly, but its second half repeats the first.",
        "Nothing in the log points to the network; the delay begins before the first packet leaves.",
        "The two lists differ in seven entries, all of them from the last week of the month.",
    ),
    ("I would start with the first point.", "Shall I turn this into a list of tasks?", ""),
    (4, 7),
)
_COMPLEX: Words = (
    (
        "Let us take this apart before changing anything.",
        "There are several ways to build this, and they differ in what happens when a step fails.",
        "The symptom and the cause lie in different places here.",
    ),
    (
        (
            "The queue is read by two workers, and nothing stops both from taking the same job between the read "
            "and the update."
        ),
        "A unique key over tenant and number turns the race into an error that the second worker can handle.",
        "Retries must carry the same idempotency key, or a slow answer is charged twice.",
        "I would put the limit in the database rather than in the process, because there will be a second process.",
        "Start with a failing test: two threads, one job, and an assertion that exactly one of them wins.",
        "The index on the date column helps the report and hurts every insert, so measure both before keeping it.",
        "Move the parsing out of the handler; then the handler has one reason to change and the parser can be fuzzed.",
        "The cache hides the problem in staging, since the data set fits into it there.",
        "Write the new column first, read it second, and drop the old one only when nobody reads it any more.",
        "Back-pressure belongs where the work enters, not where it hurts.",
        (
            "```python\nwith connection.transaction():\n    job = claim_next(connection, worker)\n    if job is "
            "None:\n        return\n    run(job)\n```"
        ),
        "The timeout of the client is shorter than that of the proxy, which explains the duplicates in the log.",
        "If latency matters more than order, partition by customer; if order matters more, do not partition at all.",
        "Measure again after each step, otherwise two improvements can hide one mistake.",
    ),
    (
        "That leaves the migration, which deserves a plan of its own.",
        "Begin with the test; the rest follows.",
        "",
    ),
    (6, 10),
)
_FRONTIER: Words = (
    (
        "This question has a short answer that is wrong and a long one that is useful, so here is the long one.",
        "Before comparing the options it is worth stating what would make us change our mind.",
        "I will argue for one design, then list the strongest objections to it.",
    ),
    (
        (
            "The assumption that failures are independent does not hold once both replicas share a power "
            "supply, and every figure that follows from it is too good."
        ),
        (
            "Suppose the contrary; then there is a smallest counterexample, and removing its last element "
            "yields a smaller one, which cannot be."
        ),
        (
            "The three studies disagree because they measure different things: one counts requests, one counts "
            "users, and one counts money."
        ),
        (
            "A consensus protocol buys you agreement at the price of a round trip, and the round trip is what "
            "your users notice."
        ),
        "The incentive of the broker runs against that of the buyer in exactly the cases where advice is needed most.",
        "If the prior is that weak, the posterior mostly repeats the data, and a larger sample will move it again.",
        "It would be cheaper to make the operation idempotent than to make its delivery exact.",
        "What looks like a technical limit is a contract: nobody promised that the order would survive a restart.",
        "The proof carries over to the weighted case if the weights are bounded, and fails instructively if not.",
        "Historically the regulation followed the accident by about seven years, and the insurance followed by two.",
        "I would run the experiment on the smallest region first, with the stopping rule written down beforehand.",
        "The second-order effect has the opposite sign, which is why the pilot looked so good.",
        "Three objections remain: cost, reversibility, and the people who know the old system are leaving.",
        "Reversibility is the one to take seriously, because the other two can be bought.",
        "A simulation with heavy-tailed arrivals shows the same mean and a tail that is eleven times longer.",
        "None of this says that the decision was wrong; it says that the reasons given for it were not the reasons.",
    ),
    (
        "In sum: do the reversible half now, and let the measurements decide about the other half.",
        "If I had to choose today I would take the second design and keep the first as the way back.",
    ),
    (9, 14),
)
BY_TIER: dict[str, Words] = {
    "heartbeat": _HEARTBEAT,
    "simple": _SIMPLE,
    "moderate": _MODERATE,
    "complex": _COMPLEX,
    "frontier": _FRONTIER,
}
