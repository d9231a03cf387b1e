"""What a collector, a scraper and a log see of a request that fell back; and that it never holds what was asked."""

import json
import subprocess
import sys
from pathlib import Path

from backstage import Backstage
from serving import Serve, eventually

from larouter.testing.fake_collector import FakeCollector
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.faults import Status

SECRET = "the sentence that only the backend may see"
TRACE = "0af7651916cd43dd8448eb211c80319c"


def test_a_fallback_comes_as_one_trace_with_both_attempts_as_children(
    serve: Serve, backstage: Backstage, tmp_path: Path
) -> None:
    collector = backstage.start(FakeCollector())
    first, second = backstage.start(FakeOpenAI("m")), backstage.start(FakeOpenAI("m"))
    settings = '[telemetry]\nevery_seconds = 0.2\n[tiers]\nSIMPLE = ["a/m", "b/m"]\n' + "".join(
        f'[backends.{name}]\nurl = "{fake.url}"\nzone = "{zone}"\nmodels = ["m"]\n'
        for name, fake, zone in (("a", first, "local"), ("b", second, "public"))
    )
    router = serve(
        settings,
        LAROUTER_TELEMETRY_ENDPOINT=collector.url,
        LAROUTER_LOG_FORMAT="json",
        LAROUTER_LOG_REQUESTS="true",
    )
    first.faults.append(Status(500))
    parent = f"00-{TRACE}-b7ad6b7169203331-01"
    body = {"model": "auto:simple", "messages": [{"role": "user", "content": SECRET}]}
    answer = router.call("POST", "/v1/chat/completions", body, traceparent=parent)
    assert answer.status == 200
    assert router.call("POST", "/v1/chat/completions", body, key="lr_wrong").status == 401

    spans = eventually(lambda: collector.spans)
    whole = next(span for span in spans if span["kind"] == 2)
    attempts = [span for span in spans if span["kind"] == 3]
    assert (whole["trace_id"].hex(), whole["parent_id"].hex()) == (TRACE, "b7ad6b7169203331")
    assert [span["parent_id"] for span in attempts] == [whole["span_id"]] * 2
    assert [span["attributes"]["larouter.deployment"] for span in attempts] == ["a/m", "b/m"]
    assert [span["status"]["code"] for span in attempts] == [2, 1]
    assert whole["attributes"]["larouter.request.id"] == answer.request_id

    sent = first.chats[-1].headers["traceparent"]
    assert sent == f"00-{TRACE}-{attempts[0]['span_id'].hex()}-01"
    assert (
        "traceparent" not in second.chats[-1].headers
    )  # public, and the context goes no further than private
    refused = eventually(lambda: collector.metrics.get("larouter.refused"))
    assert refused["sum"]["points"][0]["attributes"] == {"error.type": "invalid_api_key"}
    assert eventually(lambda: collector.lines)[0]["trace_id"].hex() == TRACE
    router.stop()
    assert collector.refused == []
    assert SECRET.encode() not in b"".join([data for _, data in collector.raw])

    lines = [json.loads(line) for line in router.log.splitlines()]
    (request,) = [line for line in lines if line["logger"] == "larouter.requests"]
    assert (request["request_id"], request["status"], request["attempts"]) == (answer.request_id, 200, 2)
    assert SECRET not in router.log


def test_without_a_collector_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    asked = (
        "import sys, larouter.server, larouter.cli.host; "
        "print([name for name in sys.modules if name.startswith('larouter.telemetry')])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert ran.stdout == "[]\n"
