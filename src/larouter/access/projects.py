"""Projects and their tokens: made, listed, revoked; the book of valid tokens follows the database."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from larouter.access.tokens import NewToken, TokenBook, new_token
from larouter.config.policy import PolicyText, parse_policy, policy_json, policy_of, rates_of
from larouter.core.errors import BadRequest, NoSuchRoute
from larouter.core.policy import Policy
from larouter.core.project import UNLIMITED, Pass, Project, Rate
from larouter.store import policies, revisions
from larouter.store import projects as project_rows
from larouter.store import tokens as token_rows
from larouter.store.database import Connection, Database
from larouter.store.projects import Project as ProjectRow
from larouter.store.tokens import Token as TokenRow

MOST_NAME = 64


@dataclass(frozen=True, slots=True)
class Shown:
    """A token that has just been made: its row, and the secret that is shown this once."""

    row: TokenRow
    secret: str


class Projects:
    """The projects of this installation.

    Args:
        database: Where they are kept.
        book: The valid tokens; kept in step.
        key: Under which tokens are hashed.
        now_ms: Milliseconds since 1970.
    """

    def __init__(self, database: Database, book: TokenBook, key: bytes, now_ms: Callable[[], int]) -> None:
        self._database = database
        self._book = book
        self._key = key
        self._now_ms = now_ms
        self._revision: tuple[int, int] = (-1, -1)

    async def refresh(self, *, always: bool = False) -> None:
        """Bring the book of tokens in step with the database, if projects or tokens have changed there."""
        seen = await self._database.read(revisions.current)
        revision = (seen.get(revisions.PROJECTS, 0), seen.get(revisions.TOKENS, 0))
        if always or revision != self._revision:
            self._book.replace(await self._database.read(_passes))
            self._revision = revision

    async def create(
        self, name: str, text: PolicyText | None = None, secret: str = ""
    ) -> tuple[ProjectRow, Shown]:
        """A new project with a first token, which is `secret` where one is given.

        Raises:
            BadRequest: The name is taken, or is not a name.
        """
        name = name.strip()
        if not name or len(name) > MOST_NAME or not name.isprintable() or "/" in name:
            raise BadRequest(
                f"name must be 1 to {MOST_NAME} printable characters without a slash", param="name"
            )
        policy = text or PolicyText()
        now = self._now_ms()
        row = ProjectRow(f"prj_{secrets.token_hex(8)}", name, policy_of(policy).version, now)
        token, shown = self._fresh(row.project_id, "first", secret)

        def work(connection: Connection) -> bool:
            policies.keep(connection, row.policy_version, policy_json(policy), now)
            if not project_rows.add(connection, row):
                return False
            token_rows.add(connection, token)
            return True

        if not await self._database.write(work):
            raise BadRequest(f"there is or was a project named {name!r}; choose another name", param="name")
        await self.refresh(always=True)
        return row, Shown(token, shown.secret)

    async def everyone(self) -> list[ProjectRow]:
        """The projects in use, in the order of their names."""
        return [row for row in await self._database.read(project_rows.everyone) if row.removed_ms is None]

    async def is_new(self) -> bool:
        """Whether there has never been a project."""
        return not await self._database.read(project_rows.everyone)

    async def find(self, ident: str) -> ProjectRow:
        """The project of that id or name.

        Raises:
            NoSuchRoute: There is none.
        """
        found = [row for row in await self.everyone() if ident in (row.project_id, row.name)]
        if not found:
            raise NoSuchRoute(f"there is no project {ident!r}; list them with `larouter projects list`")
        return found[0]

    async def remove(self, ident: str) -> ProjectRow:
        """Take a project out of use; its tokens end at once and its figures stay."""
        row = await self.find(ident)
        await self._database.write(
            partial(project_rows.remove, project_id=row.project_id, now_ms=self._now_ms())
        )
        await self.refresh(always=True)
        return row

    async def policy(self, ident: str) -> tuple[ProjectRow, PolicyText]:
        """A project and its policy."""
        row = await self.find(ident)
        body = await self._database.read(partial(policies.body_of, version=row.policy_version))
        return row, parse_policy(body) if body else PolicyText()

    async def as_pass(self, ident: str) -> Pass:
        """What a token of this project would stand for, for an admin who looks through its eyes."""
        row, text = await self.policy(ident)
        return Pass(
            Project(row.project_id, row.name, policy_of(text, row.policy_version), *rates_of(text)), ""
        )

    async def set_policy(self, ident: str, text: PolicyText) -> Policy:
        """Give a project another policy; in force at once."""
        row = await self.find(ident)
        policy, now = policy_of(text), self._now_ms()

        def work(connection: Connection) -> None:
            policies.keep(connection, policy.version, policy_json(text), now)
            project_rows.set_policy(connection, row.project_id, policy.version)

        await self._database.write(work)
        await self.refresh(always=True)
        return policy

    async def tokens(self, ident: str) -> list[TokenRow]:
        """All tokens of a project, revoked ones included."""
        row = await self.find(ident)
        return await self._database.read(partial(token_rows.of_project, project_id=row.project_id))

    async def add_token(self, ident: str, label: str, rate: Rate = UNLIMITED) -> Shown:
        """Another token for a project, with limits of its own where `rate` has any."""
        row = await self.find(ident)
        token, shown = self._fresh(row.project_id, label)
        token = _limited(token, rate)
        await self._database.write(partial(token_rows.add, token=token))
        await self.refresh(always=True)
        return Shown(token, shown.secret)

    async def limit_token(self, ident: str, token_id: str, rate: Rate) -> TokenRow:
        """Give a token other limits of its own, in force at once; 0 for what its project gives each token.

        Raises:
            NoSuchRoute: The project has no such token in force.
        """
        row = await self.find(ident)
        found = [one for one in await self.tokens(ident) if one.token_id == token_id]
        limited = _limited(found[0], rate) if found else None
        if limited is None or not await self._database.write(partial(token_rows.limit, token=limited)):
            raise NoSuchRoute(f"the project {row.name!r} has no token {token_id!r} in force")
        await self.refresh(always=True)
        return limited

    async def revoke(self, ident: str, token_id: str) -> None:
        """End a token for ever.

        Raises:
            NoSuchRoute: The project has no such token in force.
        """
        row = await self.find(ident)
        work = partial(token_rows.revoke, project_id=row.project_id, token_id=token_id, now_ms=self._now_ms())
        if not await self._database.write(work):
            raise NoSuchRoute(f"the project {row.name!r} has no token {token_id!r} in force")
        await self.refresh(always=True)

    def note_use(self) -> None:
        """Write down when tokens were last used."""
        if used := self._book.take_used():
            self._database.post(partial(token_rows.used, moments=list(used.items())))

    def _fresh(self, project_id: str, label: str, secret: str = "") -> tuple[TokenRow, NewToken]:
        token = new_token(self._key, secret)
        row = TokenRow(
            token_id=f"tok_{secrets.token_hex(6)}",
            project_id=project_id,
            label=label[:MOST_NAME],
            hash=token.digest.hex(),
            prefix=token.shown,
            created_ms=self._now_ms(),
        )
        return row, token


def _limited(token: TokenRow, rate: Rate) -> TokenRow:
    return replace(
        token,
        requests_per_minute=rate.requests_per_minute,
        tokens_per_minute=rate.tokens_per_minute,
        concurrency=rate.concurrency,
    )


def _pass(token: TokenRow, project: Project) -> Pass:
    own = Rate(token.requests_per_minute, token.tokens_per_minute, token.concurrency)
    return Pass(project, token.token_id, None if own.free else own.over(project.token_rate))


def _passes(connection: Connection) -> list[tuple[bytes, Pass]]:
    projects: dict[str, Project] = {}
    for row in project_rows.everyone(connection):
        if row.removed_ms is None:
            body = policies.body_of(connection, row.policy_version)
            text = parse_policy(body) if body else PolicyText()
            projects[row.project_id] = Project(
                row.project_id, row.name, policy_of(text, row.policy_version), *rates_of(text)
            )
    return [
        (bytes.fromhex(token.hash), _pass(token, projects[token.project_id]))
        for token in token_rows.in_force(connection)
        if token.project_id in projects
    ]
