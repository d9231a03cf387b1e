"""Projects and their tokens on a real database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from larouter.access.projects import Projects
from larouter.access.tokens import TokenBook
from larouter.config.policy import PolicyText
from larouter.core.errors import BadRequest, NoSuchRoute, Unauthorised
from larouter.core.policy import ALWAYS_LOCAL
from larouter.core.project import Rate
from larouter.store.database import Database
from larouter.store.sqlite import open_sqlite

KEY = b"k" * 32


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = open_sqlite(str(tmp_path / "larouter.db"), 1)
    yield database
    await database.close()


@pytest.fixture
def book() -> TokenBook:
    return TokenBook(KEY)


@pytest.fixture
def projects(database: Database, book: TokenBook) -> Projects:
    return Projects(database, book, KEY, lambda: 1_000)


def admitted(book: TokenBook, secret: str) -> str:
    return book.admit(secret, lambda: 2_000).project.name


async def test_a_new_project_comes_with_a_token_that_works(projects: Projects, book: TokenBook) -> None:
    row, token = await projects.create(" search ")
    assert admitted(book, token.secret) == "search"
    assert [one.name for one in await projects.everyone()] == ["search"]
    assert await projects.find(row.project_id) == await projects.find("search")


async def test_the_secret_is_nowhere_in_the_database(
    projects: Projects, database: Database, tmp_path: Path
) -> None:
    _, token = await projects.create("search")
    await database.flush()
    pages = b"".join(path.read_bytes() for path in tmp_path.iterdir())  # noqa: ASYNC240 - nobody waits
    assert token.row.hash.encode() in pages
    assert token.secret.encode() not in pages
    assert token.secret[8:].encode() not in pages


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "x" * 65, "\u202e"])
async def test_what_is_no_name_is_refused(projects: Projects, name: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await projects.create(name)
    assert refused.value.param == "name"


async def test_a_name_is_given_once_and_for_ever(projects: Projects) -> None:
    await projects.create("search")
    await projects.remove("search")
    with pytest.raises(BadRequest, match="there is or was a project named 'search'"):
        await projects.create("search")


async def test_a_removed_project_is_gone_and_its_tokens_end_at_once(
    projects: Projects, book: TokenBook
) -> None:
    _, token = await projects.create("search")
    await projects.remove("search")
    with pytest.raises(Unauthorised):
        admitted(book, token.secret)
    with pytest.raises(NoSuchRoute):
        await projects.find("search")


async def test_a_revoked_token_ends_at_once_and_the_others_go_on(projects: Projects, book: TokenBook) -> None:
    _, first = await projects.create("search")
    second = await projects.add_token("search", "laptop")
    await projects.revoke("search", first.row.token_id)
    with pytest.raises(Unauthorised):
        admitted(book, first.secret)
    assert admitted(book, second.secret) == "search"
    revoked = {row.label: row.revoked_ms is not None for row in await projects.tokens("search")}
    assert revoked == {"first": True, "laptop": False}
    with pytest.raises(NoSuchRoute, match="no token"):
        await projects.revoke("search", first.row.token_id)


async def test_a_token_is_revoked_by_its_own_project_alone(projects: Projects, book: TokenBook) -> None:
    _, token = await projects.create("search")
    await projects.create("other")
    with pytest.raises(NoSuchRoute):
        await projects.revoke("other", token.row.token_id)
    assert admitted(book, token.secret) == "search"


async def test_a_policy_is_in_force_at_once_and_kept(projects: Projects, book: TokenBook) -> None:
    _, token = await projects.create("search")
    await projects.set_policy("search", PolicyText(always_local=True))
    assert book.admit(token.secret, lambda: 1).project.policy.zones == ALWAYS_LOCAL
    assert (await projects.policy("search"))[1].always_local


async def test_what_another_process_changes_is_noticed(
    projects: Projects, book: TokenBook, database: Database
) -> None:
    _, token = await projects.create("search")
    elsewhere = Projects(database, TokenBook(KEY), KEY, lambda: 1_000)
    await elsewhere.revoke("search", token.row.token_id)
    assert admitted(book, token.secret) == "search"
    await projects.refresh()
    with pytest.raises(Unauthorised):
        admitted(book, token.secret)


async def test_the_last_use_of_a_token_is_written_down(
    projects: Projects, book: TokenBook, database: Database
) -> None:
    _, token = await projects.create("search")
    admitted(book, token.secret)
    projects.note_use()
    await database.flush()
    assert [row.last_used_ms for row in await projects.tokens("search")] == [2_000]


async def test_a_tokens_own_limits_come_before_those_that_its_project_gives_each(
    projects: Projects, book: TokenBook
) -> None:
    each = {"token_rate": {"requests_per_minute": 10, "concurrency": 4}}
    row, first = await projects.create("search", PolicyText.model_validate(each))
    second = await projects.add_token("search", "batch", Rate(requests_per_minute=90))
    assert book.admit(first.secret, lambda: 1).rate is None
    assert book.admit(second.secret, lambda: 1).rate == Rate(90, 0, 4)
    await projects.limit_token("search", first.row.token_id, Rate(tokens_per_minute=500))
    assert book.admit(first.secret, lambda: 1).rate == Rate(10, 500, 4)
    await projects.limit_token(row.project_id, first.row.token_id, Rate())
    assert book.admit(first.secret, lambda: 1).rate is None


async def test_a_token_that_is_not_in_force_takes_no_limits(projects: Projects) -> None:
    _, token = await projects.create("search")
    await projects.revoke("search", token.row.token_id)
    for token_id in (token.row.token_id, "tok_nobody"):
        with pytest.raises(NoSuchRoute, match="has no token"):
            await projects.limit_token("search", token_id, Rate(concurrency=1))
