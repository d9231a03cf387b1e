"""What the dashboard costs: frames and processor time of the live feed under load, first paint, and a day left open.

A real router stands before the mock upstream, `load` asks it so many times a second, and a real Chromium shows the
page. Windows with and without the page take turns, so that what else the machine does falls on both. Told are:

- the processor time that the router takes more with the page open, as a share of one core and of its own;
- frames a second beside those of an empty page in the same browser, and what the page's main thread does for them;
- the first meaningful paint of every page, from the navigation to the first content of the page itself;
- a day in front of the live feed, played in a minute or two: heap after collection and nodes must not climb.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from serving import Serving, running

import servers
from servers import CACHE

SETTINGS = """
[backends.mock]
url = "http://127.0.0.1:{port}"
zone = "local"
models = [{{ id = "mock", tiers = ["HEARTBEAT", "SIMPLE", "MODERATE", "COMPLEX", "FRONTIER"] }}]
"""
PAGES = ("/", "/requests", "/playground", "/models", "/projects", "/usage", "/routing", "/audit", "/settings")
FRAMES = """seconds => new Promise(done => {
  let frames = 0, last = 0; const gaps = [], began = performance.now();
  const tick = now => {
    if (last) gaps.push(now - last);
    last = now; frames++;
    if (now - began < seconds * 1000) requestAnimationFrame(tick);
    else { gaps.sort((a, b) => a - b); done([frames * 1000 / (now - began), gaps[Math.floor(gaps.length * .95)]]); }
  };
  requestAnimationFrame(tick);
})"""
DAY = """
(() => {
  let at = Date.now() - 86400e3, total = 0, out = [];
  const zones = {local: 0, private: 0, public: 0};
  const tiers = {HEARTBEAT: 0, SIMPLE: 0, MODERATE: 0, COMPLEX: 0, FRONTIER: 0};
  window.played = 0;
  window.EventSource = class extends EventTarget {
    static CLOSED = 2; readyState = 1;
    constructor() {
      super();
      setTimeout(() => { this.onopen?.(); this.tell("hello", {minutes: []}); }, 0);
      this.timer = setInterval(() => { for (let i = 0; i < 20; i++) this.second(); }, 20);
    }
    close() { clearInterval(this.timer); this.readyState = 2; }
    tell(name, value) { this.dispatchEvent(new MessageEvent(name, {data: JSON.stringify(value)})); }
    second() {
      at += 1000; window.played++;
      const lines = [];
      for (let i = 0; i < 10; i++) {
        total++; zones.local++; tiers.SIMPLE++;
        lines.push({id: "req_" + total, at_ms: at, project_id: "prj_" + total % 50, asked_model: "auto",
          target: "SIMPLE", tier: "SIMPLE", sensitivity: "public", zone: "local", model: "m", answered_by: "b/m",
          status: 200, error: null, degraded: false, cost_usd: 0.001, ttft_ms: 20, latency_ms: 90});
      }
      this.tell("requests", lines);
      this.tell("totals", {at_ms: 1, now_ms: at, requests: total, errors: 0, tokens: total * 90, cost_usd: total / 1e3,
        zones: {...zones}, tiers: {...tiers}, overhead_ms: {p50: 2, p95: 4}, ttft_ms: {p50: 20, p95: 40}});
    }
  };
})();
"""


def main() -> None:
    """Parse the command line, start everything, measure, report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=float, default=200, help="requests a second (default %(default)s)")
    parser.add_argument("--windows", type=int, default=5, help="pairs of windows (default %(default)s)")
    parser.add_argument("--seconds", type=float, default=6, help="of a window (default %(default)s)")
    asked = parser.parse_args()
    servers.build()
    with tempfile.TemporaryDirectory(prefix="larouter-dashboard-") as name, sync_playwright() as driver:
        folder = Path(name)
        mock = servers.start_mock(0, folder)
        try:
            (folder / "router").mkdir()
            with running(folder / "router", SETTINGS.format(port=mock.port), LAROUTER_TOY="false") as router:
                browser = driver.chromium.launch(
                    args=["--no-sandbox", "--disable-gpu"], executable_path=_chromium()
                )
                _paints(browser, router)
                _live(browser, router, asked, folder)
                _day(browser, router)
                browser.close()
        finally:
            mock.stop()


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _page(browser: Browser, router: Serving, path: str, script: str = "") -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    if script:
        page.add_init_script(script)
    page.goto(f"{router.url}/#{path}")
    page.get_by_label("Admin key or project token").fill(router.admin)
    page.get_by_role("button", name="Sign in").click()
    page.locator("main#main h1").wait_for()
    return page


def _paints(browser: Browser, router: Serving) -> None:
    page = _page(browser, router, "/")
    for path in PAGES:
        times = []
        for _ in range(3):
            page.goto("about:blank")
            page.goto(f"{router.url}/#{path}", wait_until="commit")
            page.locator("main#main h1").wait_for()
            times.append(page.evaluate("performance.now()"))
        print(
            f"first meaningful paint {path:12} {statistics.median(times):6.0f} ms (worst of 3: {max(times):.0f})"
        )
    page.context.close()


def _live(browser: Browser, router: Serving, asked: argparse.Namespace, folder: Path) -> None:
    body = folder / "body.json"
    body.write_text(
        '{"model": "mock", "messages": [{"role": "user", "content": "Name the parts, SERIALWORD."}]}'
    )
    seconds = asked.seconds * asked.windows * 3 + 60
    load = [
        str(CACHE / "load"),
        "-m",
        "rate",
        "-p",
        router.url.rpartition(":")[2],
        "-b",
        str(body),
        "-c",
        "64",
    ]
    load += ["-d", str(seconds), "-r", str(asked.rate), "-H", f"Authorization: Bearer {router.token}"]
    with subprocess.Popen(load, stdout=subprocess.DEVNULL) as process:
        time.sleep(3)
        page = _page(browser, router, "/requests")
        empty = browser.new_page()
        cdp = page.context.new_cdp_session(page)
        cdp.send("Performance.enable")
        without, with_page, frames, blank, busy, gaps = [], [], [], [], [], []
        for _ in range(asked.windows):
            page.goto("about:blank")
            time.sleep(1)
            without.append(_cpu_over(router, partial(time.sleep, asked.seconds))[0])
            blank.append(empty.evaluate(FRAMES, 2)[0])
            page.goto(f"{router.url}/#/requests")
            page.locator("main#main table").wait_for()
            time.sleep(1.5)
            before = _task_seconds(cdp)
            used, (rate, gap) = _cpu_over(router, partial(page.evaluate, FRAMES, asked.seconds))
            with_page.append(used)
            busy.append((_task_seconds(cdp) - before) / asked.seconds)
            frames.append(rate)
            gaps.append(gap)
        process.terminate()
    more = [there - gone for there, gone in zip(with_page, without, strict=True)]
    own = statistics.median(more) / statistics.median(without)
    print(
        f"router at {asked.rate:g} requests/s: {_told(without)} of a core, {_told(with_page)} with the page"
    )
    print(f"the page costs {_told(more)} of a core, {own:+.1%} of its own")
    print(f"frames/s {[round(one, 1) for one in frames]}, an empty page {[round(one, 1) for one in blank]}")
    print(f"95th gap between frames {[round(one, 1) for one in gaps]} ms; main thread busy {_told(busy)}")
    page.context.close()


def _told(values: list[float]) -> str:
    return f"{statistics.median(values):.1%} ({min(values):.1%} to {max(values):.1%})"


def _cpu_over(router: Serving, do: Callable[[], Any]) -> tuple[float, Any]:
    before, began = _cpu(router.process.pid), time.monotonic()
    made = do()
    return (_cpu(router.process.pid) - before) / (time.monotonic() - began), made


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _task_seconds(cdp: CDPSession) -> float:
    metrics = cdp.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def _day(browser: Browser, router: Serving) -> None:
    for path in ("/requests", "/"):
        page = _page(browser, router, path, DAY)
        cdp = page.context.new_cdp_session(page)
        _played(page, 1)
        for hours in (2, 6, 12, 24):
            _played(page, hours)
            cdp.send("HeapProfiler.collectGarbage")
            heap = cdp.send("Runtime.getHeapUsage")["usedSize"] / 1e6
            there = cdp.send("Memory.getDOMCounters")
            nodes, listeners = there["nodes"], there["jsEventListeners"]
            print(f"{path:10} after {hours:2} h: {heap:6.2f} MB, {nodes} nodes, {listeners} listeners")
        page.context.close()


def _played(page: Page, hours: int) -> None:
    while page.evaluate("window.played") < hours * 3600:
        time.sleep(0.1)


if __name__ == "__main__":
    main()
