import pytest

from larouter.inspect.sensitive import Inspector


@pytest.fixture(scope="session")
def inspector() -> Inspector:
    return Inspector()
