"""The parts of the router that the control API works with, as they are set where the application is made."""

from fastapi import Request

from larouter.access.projects import Projects
from larouter.account.ledger import Ledger
from larouter.config.runtime import Runtime
from larouter.fleet.roster import Roster


def projects_of(request: Request) -> Projects:
    """Who may ask, and under which policy."""
    found = request.app.state.projects
    assert isinstance(found, Projects)  # noqa: S101 - set where the application is made
    return found


def ledger_of(request: Request) -> Ledger:
    """What is written down, and the budgets."""
    found = request.app.state.ledger
    assert isinstance(found, Ledger)  # noqa: S101 - set where the application is made
    return found


def runtime_of(request: Request) -> Runtime:
    """The settings in force."""
    found = request.app.state.runtime
    assert isinstance(found, Runtime)  # noqa: S101 - set where the application is made
    return found


def roster_of(request: Request) -> Roster:
    """What can answer."""
    found = request.app.state.roster
    assert isinstance(found, Roster)  # noqa: S101 - set where the application is made
    return found
