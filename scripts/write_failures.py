"""Write docs/reference/failures.md from what the tests expect."""

import importlib
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]

if __name__ == "__main__":
    sys.path.insert(0, str(REPOSITORY / "tests/support"))
    page: str = importlib.import_module("failures").page()
    (REPOSITORY / "docs/reference/failures.md").write_text(page, encoding="utf-8")
