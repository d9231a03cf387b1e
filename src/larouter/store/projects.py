"""Projects: the tenants."""

from dataclasses import dataclass

from larouter.store import revisions
from larouter.store.database import Connection


@dataclass(frozen=True, slots=True)
class Project:
    """A row of `projects`.

    Attributes:
        project_id: `prj_…`.
        name: Unique among all that ever were, so that old figures stay readable.
        policy_version: Content hash of its policy.
        created_ms: In ms since 1970.
        removed_ms: When it was removed, or None.
    """

    project_id: str
    name: str
    policy_version: str
    created_ms: int
    removed_ms: int | None = None


def add(connection: Connection, project: Project) -> bool:
    """Add a project; False when the id or the name is taken."""
    added = connection.execute(
        "INSERT INTO projects (project_id, name, policy_version, created_ms) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        (project.project_id, project.name, project.policy_version, project.created_ms),
    ).rowcount
    return _changed(connection, added)


def everyone(connection: Connection) -> list[Project]:
    """All projects, removed ones included, in the order of their names."""
    rows = connection.execute(
        "SELECT project_id, name, policy_version, created_ms, removed_ms FROM projects ORDER BY name"
    )
    return [Project(*row) for row in rows]


def by_id(connection: Connection, project_id: str) -> Project | None:
    """The project of that id, removed or not."""
    row = connection.execute(
        "SELECT project_id, name, policy_version, created_ms, removed_ms FROM projects WHERE project_id = ?",
        (project_id,),
    ).fetchone()
    return None if row is None else Project(*row)


def by_name(connection: Connection, name: str) -> Project | None:
    """The project of that name, removed or not."""
    row = connection.execute(
        "SELECT project_id, name, policy_version, created_ms, removed_ms FROM projects WHERE name = ?",
        (name,),
    ).fetchone()
    return None if row is None else Project(*row)


def set_policy(connection: Connection, project_id: str, policy_version: str) -> bool:
    """Give a project another policy; False when there is no such project."""
    changed = connection.execute(
        "UPDATE projects SET policy_version = ? WHERE project_id = ? AND removed_ms IS NULL",
        (policy_version, project_id),
    ).rowcount
    return _changed(connection, changed)


def remove(connection: Connection, project_id: str, now_ms: int) -> bool:
    """Remove a project from use; its figures stay. False when there is no such project."""
    changed = connection.execute(
        "UPDATE projects SET removed_ms = ? WHERE project_id = ? AND removed_ms IS NULL", (now_ms, project_id)
    ).rowcount
    return _changed(connection, changed)


def _changed(connection: Connection, rows: int) -> bool:
    if rows:
        revisions.bump(connection, revisions.PROJECTS)
    return rows > 0
