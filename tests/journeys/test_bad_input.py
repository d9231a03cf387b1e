"""What nobody should send: each is refused at once with the field and the cure, and nothing goes out because of it."""

import contextlib
import gzip
import json
import time
from collections.abc import Iterator

import pytest
from cast import Cast
from serving import HELLO, Answer, Serving

CHAT = "/v1/chat/completions"


def body(**members: object) -> dict[str, object]:
    return {"model": "auto", "messages": HELLO, **members}


def raw(members: str) -> bytes:
    """A good request with further members written as they are."""
    return b'{"model":"auto","messages":[{"role":"user","content":"x"}],' + members.encode() + b"}"


@pytest.fixture(autouse=True)
def _nothing_goes_out(solo: Cast) -> Iterator[None]:
    before, logged = len(solo.fakes["near"].chats), len(solo.router.log)
    yield
    assert len(solo.fakes["near"].chats) == before
    if "Traceback" in (log := solo.router.log[logged:]):
        pytest.fail(log)


def refused(solo: Cast, sent: object, **headers: str) -> Answer:
    answer = solo.router.call("POST", CHAT, sent, **headers)
    assert 400 <= answer.status < 500, (answer.status, answer.body)
    assert answer.error["type"].endswith("error")
    assert answer.headers["content-type"] == "application/json"
    assert answer.request_id.startswith("req_")
    return answer


def test_a_chunked_body_of_the_control_api_is_bounded_too(solo: Cast) -> None:
    with solo.router.connect() as connection:
        head = (
            f"POST /api/projects HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {solo.router.admin}\r\n"
        )
        connection.sendall(
            f"{head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n".encode()
        )
        with contextlib.suppress(ConnectionError):
            for _ in range(25):
                connection.sendall(b"100000\r\n" + b" " * 0x100000 + b"\r\n")
        answer = b""
        while b"}}" not in answer and (part := connection.recv(65_536)):
            answer += part
    assert answer.startswith(b"HTTP/1.1 413"), answer[:300]
    assert b"request_too_large" in answer


def test_a_head_without_end_is_refused(solo: Cast) -> None:
    answer = solo.router.call("GET", "/v1/models", x_filler="y" * 70_000)
    assert (answer.status, answer.error["code"]) == (431, "request_header_too_large")


BROKEN = [
    (b"", "empty"),
    (b" \n ", "empty"),
    (b"{", "not valid JSON"),
    (b'{"model":"auto","messages":[{"role":"us', "not valid JSON"),
    (b'{"model":"auto",}', "not valid JSON"),
    (b'{"model":"auto"}}', "not valid JSON"),
    (b"{'model':'auto'}", "not valid JSON"),
    (b'{"model":"auto" "messages":1}', "not valid JSON"),
    (b"hello", "not valid JSON"),
    (b"[]", "not an object"),
    (b'"auto"', "not an object"),
    (b"null", "not an object"),
    (b'\xef\xbb\xbf{"model":"auto"}', "byte order mark"),
    (b'{"model":"\xff\xfe"}', "not UTF-8"),
    (raw('"x":1').decode().encode("utf-16"), "not UTF-8"),
    (b'{"model":"a\nb"}', "not valid JSON"),
    (raw('"x":NaN'), "NaN"),
    (raw('"x":{"y":[-Infinity]}'), "-Infinity"),
    (raw('"x":' + "9" * 5000), "digits"),
    (raw('"x":' + "[" * 101 + "]" * 101), "nested too deeply"),
    (raw('"x":' + "[" * 50_000 + "]" * 50_000), "nested too deeply"),
    (raw('"x":' + '{"a":' * 50_000 + "1" + "}" * 50_000), "nested too deeply"),
    (raw('"x":"\\u12"'), "not valid JSON"),
    (raw('"x":01'), "not valid JSON"),
    (raw('"x":1').replace(b"1}", b"1}\x00"), "not valid JSON"),
]


@pytest.mark.parametrize(("sent", "wanted"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_json_object_is_refused(solo: Cast, sent: bytes, wanted: str) -> None:
    answer = refused(solo, sent)
    assert answer.status == 400
    assert wanted in answer.error["message"]


TWICE = [
    ('"model":"auto:complex"', "model"),
    ('"\\u006dodel":"auto:complex"', "model"),
    ('"x":{"a":1,"a":1}', "a"),
    ('"tools":[{"type":"function","function":{"name":"f","name":"g"}}]', "name"),
    ('"x":[[[{"deep":1,"d\\u0065ep":2}]]]', "deep"),
]


@pytest.mark.parametrize(("members", "name"), TWICE)
def test_a_key_that_stands_twice_is_refused_at_every_level(solo: Cast, members: str, name: str) -> None:
    error = refused(solo, raw(members)).error
    assert error["param"] == name
    assert "twice" in error["message"]


WRONG: list[tuple[dict[str, object], str]] = [
    ({"model": None}, "model"),
    ({"model": 5}, "model"),
    ({"model": ""}, "model"),
    ({"model": "x" * 300}, "model"),
    ({"model": "a\x00b"}, "model"),
    ({"model": ["auto"]}, "model"),
    ({"messages": None}, "messages"),
    ({"messages": []}, "messages"),
    ({"messages": "hello"}, "messages"),
    ({"messages": {"role": "user"}}, "messages"),
    ({"messages": [None]}, "messages[0]"),
    ({"messages": ["hello"]}, "messages[0]"),
    ({"messages": [{}]}, "messages[0].role"),
    ({"messages": [*HELLO, {"role": "wizard", "content": "x"}]}, "messages[1].role"),
    ({"messages": [{"role": ["user"], "content": "x"}]}, "messages[0].role"),
    ({"messages": [{"role": {"a": 1}, "content": "x"}]}, "messages[0].role"),
    ({"messages": [{"role": "user"}]}, "messages[0].content"),
    ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content"),
    ({"messages": [{"role": "user", "content": {"text": "x"}}]}, "messages[0].content"),
    ({"messages": [{"role": "user", "content": ["x"]}]}, "messages[0].content[0]"),
    ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "messages[0].content[0].text"),
    ({"messages": [{"role": "user", "content": [{"type": "hologram"}]}]}, "messages[0].content[0]"),
    ({"messages": [{"role": "tool", "content": "x"}]}, "messages[0].tool_call_id"),
    ({"messages": [{"role": "assistant", "tool_calls": "x"}]}, "messages[0].tool_calls"),
    ({"messages": [{"role": "assistant", "tool_calls": [{}]}]}, "messages[0].tool_calls[0].function.name"),
    ({"stream": "yes"}, "stream"),
    ({"stream": 1}, "stream"),
    ({"stream_options": {"include_usage": True}}, "stream_options"),
    ({"stream": True, "stream_options": []}, "stream_options"),
    ({"max_tokens": 0}, "max_tokens"),
    ({"max_tokens": -1}, "max_tokens"),
    ({"max_tokens": 1e9}, "max_tokens"),
    ({"max_tokens": 10**30}, "max_tokens"),
    ({"max_tokens": "many"}, "max_tokens"),
    ({"max_tokens": True}, "max_tokens"),
    ({"max_completion_tokens": 2**63}, "max_completion_tokens"),
    ({"n": 0}, "n"),
    ({"n": 10_000}, "n"),
    ({"temperature": 3}, "temperature"),
    ({"temperature": "hot"}, "temperature"),
    ({"top_p": -0.1}, "top_p"),
    ({"seed": 1.5}, "seed"),
    ({"stop": 7}, "stop"),
    ({"stop": [1]}, "stop"),
    ({"tools": {}}, "tools"),
    ({"tools": ["f"]}, "tools[0]"),
    ({"tools": [{"type": "function"}]}, "tools[0].function.name"),
    ({"response_format": "json"}, "response_format"),
    ({"user": 5}, "user"),
    ({"metadata": []}, "metadata"),
]


@pytest.mark.parametrize(
    ("members", "param"), WRONG, ids=[f"{at}-{param}" for at, (_, param) in enumerate(WRONG)]
)
def test_a_member_of_the_wrong_kind_is_named(solo: Cast, members: dict[str, object], param: str) -> None:
    answer = refused(solo, body(**members))
    assert answer.status == 400
    assert answer.error["param"] == param
    assert answer.error["code"] == "invalid_request_error"
    assert param in answer.error["message"]


@pytest.mark.parametrize("missing", ["model", "messages"])
def test_a_member_that_is_missing_is_named(solo: Cast, missing: str) -> None:
    sent = body()
    del sent[missing]
    assert refused(solo, sent).error["param"] == missing


LONE = [
    '"user":"\\ud800"',
    '"metadata":{"\\udfff":"x"}',
    '"x":[{"y":"half a \\ud83d smile"}]',
]


@pytest.mark.parametrize("members", LONE)
def test_half_a_character_is_refused(solo: Cast, members: str) -> None:
    assert "surrogate" in refused(solo, raw(members)).error["message"]


@pytest.mark.parametrize(
    "sent",
    [
        b'{"model":"\\ud800","messages":[{"role":"user","content":"x"}]}',
        b'{"model":"auto","messages":[{"role":"user","content":"\\ud800"}]}',
        b'{"model":"auto","messages":[{"role":"\\ud800","content":"x"}]}',
        b'{"model":"auto","\\ud800":1,"\\ud800":1,"messages":[{"role":"user","content":"x"}]}',
    ],
)
def test_half_a_character_is_refused_wherever_it_stands(solo: Cast, sent: bytes) -> None:
    refused(solo, sent)


def test_a_body_beyond_the_limit_is_too_large(solo: Cast) -> None:
    answer = refused(solo, raw('"x":"' + "a" * 20_000_000 + '"'))
    assert answer.status == 413
    assert answer.error["code"] == "request_too_large"
    assert "20,000,000" in answer.error["message"]


def test_a_body_that_announces_too_much_is_refused_before_it_is_sent(solo: Cast) -> None:
    head = f"POST {CHAT} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {solo.router.token}\r\n"
    answer = by_hand(solo.router, head + "content-length: 99999999999\r\n\r\n{")
    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_compressed_body_is_refused_with_the_cure(solo: Cast) -> None:
    packed = gzip.compress(json.dumps(body()).encode())
    error = refused(solo, packed, content_encoding="gzip").error
    assert "content-encoding" in error["message"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x_larouter_sensitivity", "top-secret"),
        ("x_larouter_latency", "soon"),
        ("x_larouter_latency", "-5"),
        ("x_larouter_tags", "a,b"),
    ],
)
def test_a_hint_that_means_nothing_is_refused(solo: Cast, name: str, value: str) -> None:
    assert name.replace("_", "-") in refused(solo, body(), **{name: value}).error["message"]


def by_hand(router: Serving, request: str) -> bytes:
    with router.connect() as connection:
        connection.sendall(request.encode("latin-1"))
        connection.settimeout(5)
        received = b""
        try:
            while not received.endswith(b"}") and (part := connection.recv(65536)):
                received += part
        except TimeoutError:
            pytest.fail(f"no answer: {received!r}")
    return received


@pytest.mark.parametrize(
    "name", ["Authorization: Bearer lr_x", "Host: 127.0.0.1", "Origin: http://127.0.0.1"]
)
def test_a_header_that_two_servers_could_read_differently_is_refused(solo: Cast, name: str) -> None:
    head = f"POST {CHAT} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {solo.router.token}\r\n"
    head += f"Origin: http://127.0.0.1\r\n{name}\r\nContent-Length: 2\r\n\r\n{{}}"
    answer = by_hand(solo.router, head)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"twice" in answer or b"Invalid" in answer


@pytest.mark.parametrize(
    "request_text",
    [
        "GARBAGE\r\n\r\n",
        f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}",
        f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        f"POST {CHAT} HTTP/1.1\r\nHost : x\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused(solo: Cast, request_text: str) -> None:
    with solo.router.connect() as connection:
        connection.sendall(request_text.encode())
        answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1.evil.example", "file://"]
)
@pytest.mark.parametrize("path", [CHAT, "/v1/models", "/api/usage", "/api/route"])
def test_a_foreign_web_page_is_turned_away(solo: Cast, origin: str, path: str) -> None:
    method = "GET" if path in ("/v1/models", "/api/usage") else "POST"
    answer = solo.router.call(method, path, body() if method == "POST" else None, origin=origin)
    assert answer.status == 403
    assert "allowed_origins" in answer.error["message"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example"]
)
def test_a_foreign_host_is_turned_away(solo: Cast, host: str) -> None:
    answer = solo.router.call("POST", CHAT, body(), host=host)
    assert answer.status == 403
    assert "allowed_hosts" in answer.error["message"]


def test_a_request_that_names_no_host_is_turned_away(solo: Cast) -> None:
    answer = solo.router.call("POST", CHAT, body(), host="")
    assert answer.status == 403
    assert "names no Host" in answer.error["message"]


@pytest.mark.parametrize(
    "shown",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic bHI6eA==",
        "Bearer lr_wrong",
        "bearer sk-x",
        "lr_x",
        "Bearer caf\xe9",
    ],
)
def test_without_a_valid_token_nobody_comes_in(solo: Cast, shown: str | None) -> None:
    headers = {} if shown is None else {"authorization": shown}
    for method, path in (
        ("POST", CHAT),
        ("GET", "/v1/models"),
        ("GET", "/v1/models/auto"),
        ("GET", "/api/usage"),
        ("POST", "/api/route"),
        ("GET", "/api/projects"),
    ):
        answer = solo.router.call(method, path, body() if method == "POST" else None, "", **headers)
        assert answer.status == 401, (path, answer.body)
        assert answer.error["code"] == "invalid_api_key"
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_revoked_token_ends_at_once(solo: Cast) -> None:
    made = solo.router.control("POST", "/api/projects/default/tokens", {"label": "lost"})
    assert solo.router.call("GET", "/v1/models", key=made["token"]).status == 200
    solo.router.control("DELETE", f"/api/projects/default/tokens/{made['id']}")
    answer = solo.router.call("GET", "/v1/models", key=made["token"])
    assert answer.status == 401
    assert "revoked" in answer.error["message"]


ADMIN_ROUTES = [
    ("GET", "/api/projects"),
    ("POST", "/api/projects"),
    ("GET", "/api/projects/default"),
    ("DELETE", "/api/projects/default"),
    ("PUT", "/api/projects/default/budget"),
    ("PUT", "/api/projects/default/policy"),
    ("POST", "/api/projects/default/tokens"),
    ("GET", "/api/config"),
    ("PATCH", "/api/config"),
    ("GET", "/api/backends"),
]


@pytest.mark.parametrize(("method", "path"), ADMIN_ROUTES)
def test_a_project_token_is_not_the_admin_key(solo: Cast, method: str, path: str) -> None:
    answer = solo.router.call(method, path, {} if method != "GET" else None)
    assert answer.status in (401, 403)
    assert "admin key" in answer.error["message"]


def test_the_admin_key_is_no_project_token(solo: Cast) -> None:
    assert solo.router.call("POST", CHAT, body(), solo.router.admin).status == 401


def test_a_project_sees_no_other_project(solo: Cast) -> None:
    solo.router.project("other")
    assert solo.router.call("GET", "/api/usage?projectId=other").status == 403


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_a_wrong_method_is_a_405_that_names_the_right_one(solo: Cast, method: str) -> None:
    answer = solo.router.call(method, CHAT)
    assert answer.status == 405
    assert answer.headers["allow"] == "POST"
    if method != "HEAD":
        assert "POST" in answer.error["message"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/embeddingz",
        "/v1",
        "/v2/chat/completions",
        "/api/nothing",
        "/v1/chat/completions/",
        "/%00",
        "/api/projects/%2e%2e",
    ],
)
def test_an_unknown_path_is_a_404_that_says_what_there_is(solo: Cast, path: str) -> None:
    answer = solo.router.call("GET", path, key=solo.router.admin)
    assert answer.status == 404
    assert answer.error["message"]


def test_nothing_of_it_is_recorded_as_a_success(solo: Cast) -> None:
    solo.router.project("clumsy")
    clumsy = solo.router.control("POST", "/api/projects/clumsy/tokens", {})["token"]
    for sent in (b"", b"{", body(max_tokens=-1), body(messages=[]), body(model="nobody-knows")):
        solo.router.call("POST", CHAT, sent, clumsy)
    usage = solo.router.call("GET", "/api/usage", key=clumsy).json()
    assert usage["succeededCalls"] == 0
    assert usage["totalCost"] == 0


def test_a_refusal_is_quick(solo: Cast) -> None:
    solo.router.call("POST", CHAT, b"{")
    took = []
    for sent in [b"{", raw('"x":' + "[" * 50_000 + "]" * 50_000), raw('"x":{"a":1,"a":1}')] * 3:
        began = time.perf_counter()
        solo.router.call("POST", CHAT, sent)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.05


def test_the_router_is_still_well(solo: Cast) -> None:
    assert solo.router.call("GET", "/health/ready", key="").json() == {"status": "ready"}
