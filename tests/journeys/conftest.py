"""Real routers as processes, and real backends for them."""

import contextlib
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from backstage import Backstage
from cast import PRICE, Cast, playing
from serving import Serve, Serving, running


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start a router in a folder of this test: `serve(settings, NAME=value, …)`; it ends with the test."""
    numbers = itertools.count(1)
    with contextlib.ExitStack() as stack:

        def start(settings: str = "", *, folder: Path | None = None, **environment: str) -> Serving:
            where = folder or tmp_path / f"router{next(numbers)}"
            return stack.enter_context(running(where, settings, **environment))

        yield start


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A router on a bare machine, which answers with the toy in a real llama.cpp server."""
    with running(tmp_path_factory.mktemp("toy")) as router:
        yield router


@pytest.fixture(scope="session")
def backstage() -> Iterator[Backstage]:
    with Backstage() as stage:
        yield stage


@pytest.fixture(scope="session")
def solo_house(tmp_path_factory: pytest.TempPathFactory, backstage: Backstage) -> Iterator[Cast]:
    """A router with one backend, so that what fails there fails."""
    with playing(tmp_path_factory.mktemp("solo"), backstage, ("near",)) as cast:
        yield cast


@pytest.fixture(scope="session")
def full_house(tmp_path_factory: pytest.TempPathFactory, backstage: Backstage) -> Iterator[Cast]:
    """A router with two local backends, a private one and a public one."""
    names = ("near", "spare", "office", "cloud")
    with playing(tmp_path_factory.mktemp("cast"), backstage, names, price=PRICE) as cast:
        yield cast


@pytest.fixture
def solo(solo_house: Cast) -> Iterator[Cast]:
    """The router with one backend; what a test makes go wrong ends with it."""
    yield solo_house
    solo_house.heal()


@pytest.fixture
def cast(full_house: Cast) -> Iterator[Cast]:
    """The router with four backends; what a test makes go wrong ends with it."""
    yield full_house
    full_house.heal()
