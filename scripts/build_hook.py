"""Refuse to build a wheel without the dashboard; a working copy installed in place may go without."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INDEX = "src/larouter/dashboard/static/index.html"


class DashboardHook(BuildHookInterface):  # type: ignore[type-arg]
    """Asked by hatchling before it builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fail when the dashboard is not there."""
        del build_data
        if version != "editable" and not (Path(self.root) / INDEX).is_file():
            raise FileNotFoundError(
                f"{INDEX} is missing: run `make setup` first, so that the wheel has its dashboard"
            )
