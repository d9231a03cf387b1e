"""Findings: what is broken has a cure."""

from larouter.cli.finding import broken, note, ok


def test_only_what_is_as_it_should_be_needs_no_cure() -> None:
    assert (ok("disk", "room").state, ok("disk", "room").cure) == ("ok", "")
    assert (note("disk", "little", "make room").state, note("disk", "little", "make room").cure) == (
        "note",
        "make room",
    )
    assert broken("disk", "none", "make room").state == "broken"
