"""Links lead somewhere, and every locked package is explained."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def broken_links(page: Path) -> list[str]:
    return [
        link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_link_to_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "[here](page.md) [away](https://example.org) [gone](gone.md#part) [up](../nowhere/else.md)"
    )
    assert broken_links(page) == ["gone.md", "../nowhere/else.md"]


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, ahead = set[Path](), [REPOSITORY / "README.md"]
    while ahead:
        page = ahead.pop().resolve()
        if page not in seen and page.suffix == ".md":
            seen.add(page)
            ahead += [page.parent / link for link in LINK.findall(page.read_text(encoding="utf-8"))]
    assert [str(page.relative_to(REPOSITORY)) for page in PAGES if page.resolve() not in seen] == []


def test_every_locked_package_is_explained() -> None:
    explained = (REPOSITORY / "docs/dependencies.md").read_text(encoding="utf-8")
    locks = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "requirements").glob("*.txt"))
    named = set(re.findall(r"^\| `([^`]+)` \|", explained, re.MULTILINE))
    assert set(PIN.findall(locks)) == named
