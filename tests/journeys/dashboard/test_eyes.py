"""Who calls: by key, by cookie, or an admin through the eyes of a project."""

from cast import Cast

HELLO = {"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}


def test_an_admin_sees_what_a_project_would_get(cast: Cast) -> None:
    cast.router.project("strict", always_local=True)
    answer = cast.router.call("POST", "/api/route", HELLO, cast.router.admin, x_larouter_project="strict")
    assert answer.json()["reach"] == "local"


def test_an_admin_who_names_no_project_is_told_to(cast: Cast) -> None:
    answer = cast.router.call("POST", "/api/route", HELLO, cast.router.admin)
    assert answer.status == 401


def test_a_project_cannot_look_through_the_eyes_of_another(cast: Cast) -> None:
    cast.router.project("closed", always_local=True)
    answer = cast.router.call("POST", "/api/route", HELLO, x_larouter_project="closed")
    assert answer.json()["reach"] == "public"
