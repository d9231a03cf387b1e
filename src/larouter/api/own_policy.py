"""`GET /api/policy`: what the caller's own project may do, for whoever has its token."""

from fastapi import APIRouter, Request

from larouter.access.projects import Projects
from larouter.api.caller import ProjectPass
from larouter.config.policy import PolicyText

router = APIRouter(prefix="/api", tags=["projects"])


@router.get("/policy")
async def own_policy(request: Request, caller: ProjectPass) -> PolicyText:
    """The policy of the project whose token is shown."""
    projects = request.app.state.projects
    assert isinstance(projects, Projects)  # noqa: S101 - set where the application is made
    return (await projects.policy(caller.project.id))[1]
