"""To whom a request is charged."""

from asking import asked

from larouter.core.ids import pseudonym
from larouter.ingress.attribution import attributed, conversation
from larouter.ingress.hints import NONE, Hints


def tags(hints: Hints = NONE, *, wants_session: bool = False, **members: object) -> dict[str, str]:
    return dict(attributed(hints, asked(**members), wants_session=wants_session).tags)


def test_a_request_that_says_nothing_keeps_its_hints() -> None:
    assert attributed(NONE, asked(), wants_session=False) is NONE


def test_the_end_user_is_the_tag_user() -> None:
    ann = {"user": pseudonym("ann")}
    assert tags(user="ann") == tags(safety_identifier="ann") == tags(metadata={"user_id": "ann"}) == ann


def test_metadata_and_labels_are_tags() -> None:
    assert tags(metadata={"feature": "search", "team": "a"}) == {"feature": "search", "team": "a"}
    assert tags(labels={"feature": "search"}) == {"feature": "search"}


def test_a_header_wins_over_the_body() -> None:
    hints = Hints(tags=(("user", "ann"), ("feature", "chat")))
    assert tags(hints, user="bob", metadata={"feature": "search", "more": "x"}) == {
        "user": "ann",
        "feature": "chat",
        "more": "x",
    }


def test_what_is_no_text_is_no_tag() -> None:
    assert tags(metadata={"a": 1, "": "x", "b": None, "c": ""}) == {}
    assert tags(labels=["x"]) == {}


def test_there_is_a_bound_to_tags_and_their_length() -> None:
    found = tags(metadata={str(number): "x" * 1000 for number in range(100)})
    assert len(found) == 16
    assert {len(value) for value in found.values()} == {128}


def test_a_session_is_that_of_the_header_else_of_the_conversation() -> None:
    assert tags(Hints(tags=(("session", "s1"),)), wants_session=True) == {"session": "s1"}
    first = [{"role": "system", "content": "be kind"}, {"role": "user", "content": "hello"}]
    later = [*first, {"role": "assistant", "content": "hi"}, {"role": "user", "content": "and now?"}]
    assert tags(wants_session=True, messages=first) == tags(wants_session=True, messages=later)
    other = [{"role": "user", "content": "good evening"}]
    assert tags(wants_session=True, messages=first) != tags(wants_session=True, messages=other)


def test_the_name_of_a_conversation_does_not_repeat_its_words() -> None:
    name = conversation(asked(messages=[{"role": "user", "content": "secret"}]))
    assert "secret" not in name
    assert len(name) == len("conversation-") + 16
