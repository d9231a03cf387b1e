"""Write docs/reference/compatibility.md from what the tests expect."""

import importlib
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]

if __name__ == "__main__":
    sys.path.insert(0, str(REPOSITORY / "tests/support"))
    page: str = importlib.import_module("compatibility").page()
    (REPOSITORY / "docs/reference/compatibility.md").write_text(page, encoding="utf-8")
