"""The alert rules as Prometheus reads them: well formed, and each fires for what it names and for nothing else."""

import re
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "deploy/prometheus/alerts.yml"
FIRING = HERE / "alerts_fire.yml"


def told(*command: str | Path) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_prometheus_accepts_the_rules(promtool: str) -> None:
    assert "SUCCESS" in told(promtool, "check", "rules", RULES)


def test_each_alert_fires_in_trouble_and_none_in_quiet(promtool: str) -> None:
    assert "SUCCESS" in told(promtool, "test", "rules", FIRING)


def test_no_alert_is_left_out_of_that() -> None:
    alerts = re.findall(r"- alert: (\w+)", RULES.read_text())
    tried = re.findall(r"alertname: (\w+)", FIRING.read_text())
    assert alerts
    assert [name for name in alerts if tried.count(name) < 2] == []
