"""What the latest decisions were about, and one decided again under another policy."""

from cast import Cast


def test_the_summary_counts_every_decision_and_names_rules_alone(house: Cast) -> None:
    token = house.router.project("counted")
    ident = house.router.control("GET", "/api/projects/counted")["id"]
    content = "Reach me at anna.meyer@kessler-werk.de or on +49 171 3829471."
    answer = house.router.chat(house.fresh(), token, messages=[{"role": "user", "content": content}])
    house.router.story(answer.request_id)
    told = house.router.control("GET", f"/api/decisions/summary?projectId={ident}")
    assert told["decisions"] == 1
    assert sum(told["difficulty"]) + told["unsure"] == 1
    assert told["findings"]
    assert "3829471" not in str(told)


def test_a_request_is_decided_again_under_a_policy_it_did_not_have(house: Cast) -> None:
    request = house.router.chat(house.fresh()).request_id
    house.router.story(request)
    again = house.router.control("POST", f"/api/requests/{request}/decide", {"always_local": True})
    assert again["reach"] == "local"
    assert {step["deployment"].partition("/")[0] for step in again["plan"]} <= {"near"}


def test_a_request_that_is_not_there_cannot_be_decided_again(house: Cast) -> None:
    answer = house.router.call("POST", "/api/requests/req_nothing/decide", {}, house.router.admin)
    assert answer.status == 404
