"""Every client's official SDK before every kind of backend, feature by feature, with strict fakes as judges."""

from pathlib import Path

import pytest
from clouds import Clouds
from compatibility import BACKENDS, CLIENTS, EVERYTHING, LOCAL, MISHAPS, expected, page
from features import Cell

from mishaps import ERRORS

# The fakes answer in turn, so the cells of one router run in one process.
pytestmark = pytest.mark.xdist_group("clouds")


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("feature", EVERYTHING)
def test_a_feature_works_as_the_table_says(
    all_clouds: Clouds, request: pytest.FixtureRequest, client: str, backend: str, feature: str
) -> None:
    wanted = expected(feature, client, backend)
    if wanted.absent:
        return
    if wanted.fault:
        request.applymarker(pytest.mark.xfail(reason=wanted.fault, strict=True))
    all_clouds.heal()
    if wanted.refused:
        with pytest.raises(ERRORS, match=f"400.*{wanted.refused} cannot be passed on"):
            EVERYTHING[feature](Cell(all_clouds, client, backend))
        return
    EVERYTHING[feature](Cell(all_clouds, client, backend))
    if feature not in MISHAPS:
        assert all_clouds.refused(backend) == []
        assert all_clouds.dropped == wanted.drops


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("feature", LOCAL)
def test_a_feature_works_with_a_real_llama_cpp(all_clouds: Clouds, client: str, feature: str) -> None:
    LOCAL[feature](Cell(all_clouds, client, "llama"))


def test_the_page_says_what_the_tests_expect(repository: Path) -> None:
    written = (repository / "docs/reference/compatibility.md").read_text(encoding="utf-8")
    assert written == page(), "run scripts/write_compatibility.py"
