"""Signing in, looking, changing and signing out, as a browser does it."""

from cast import Cast
from signed import Signed, signed_in


def test_the_cookie_can_be_read_by_no_script_and_sent_by_no_other_site(house: Cast) -> None:
    answer = house.router.call("POST", "/api/session", {"key": house.router.admin}, key="")
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert "path=/api" in said


def test_a_wrong_key_is_refused(house: Cast) -> None:
    assert house.router.call("POST", "/api/session", {"key": "lr_wrong"}, key="").status == 401


def test_nobody_is_nobody(house: Cast) -> None:
    assert house.router.call("GET", "/api/session", key="").json() is None


def test_an_admin_reads_and_changes(admin: Signed) -> None:
    assert admin.call("GET", "/api/session").json()["kind"] == "admin"
    assert admin.call("GET", "/api/projects").status == 200
    assert admin.call("POST", "/api/projects", {"name": "by cookie"}).status == 201


def test_a_change_without_the_secret_of_the_page_is_refused(admin: Signed) -> None:
    assert admin.call("POST", "/api/projects", {"name": "forged"}, csrf="").status == 403
    assert admin.call("DELETE", "/api/session", csrf="wrong").status == 403


def test_a_viewer_reads_its_project_and_changes_nothing(house: Cast) -> None:
    viewer = signed_in(house.router, house.router.project("viewed"))
    assert viewer.call("GET", "/api/session").json()["project_name"] == "viewed"
    assert viewer.call("GET", "/api/requests").json()["requests"] == []
    assert viewer.call("GET", "/api/requests?projectId=default").status == 403
    for path in ("/api/projects", "/api/config", "/api/backends", "/api/sessions", "/api/audit/verify"):
        assert viewer.call("GET", path).status == 403, path
    assert viewer.call("POST", "/api/projects", {"name": "no"}).status == 403


def test_signing_out_ends_it(admin: Signed) -> None:
    assert admin.call("DELETE", "/api/session").json() == {"ended": True}
    assert admin.call("GET", "/api/projects").status == 401


def test_an_admin_ends_the_session_of_another(house: Cast, admin: Signed) -> None:
    other = signed_in(house.router, house.router.admin)
    ident = other.call("GET", "/api/session").json()["id"]
    assert admin.call("DELETE", f"/api/sessions/{ident}").status == 200
    assert other.call("GET", "/api/projects").status == 401
