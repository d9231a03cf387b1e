"""Hold files to 400 lines and functions to 50, with no exemptions: those are how a limit dies."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 400
FUNCTION_LINES = 50


def too_long(path: Path) -> Iterator[str]:
    """Yield a sentence for the file and for each of its functions that is over the limit."""
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    if lines > FILE_LINES:
        yield f"{path}: {lines} lines, the limit is {FILE_LINES}"
    for node in ast.walk(ast.parse(text, str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {lines} lines, the limit is {FUNCTION_LINES}"


def main(roots: list[str]) -> int:
    """Check every Python file below the given folders; return the exit status."""
    files = sorted(path for root in roots for path in Path(root).rglob("*.py"))
    complaints = [sentence for path in files for sentence in too_long(path)]
    print(*complaints, sep="\n", end="\n" if complaints else "")
    return 1 if complaints or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["src"]))
