"""Where files are kept that can be made again."""

from pathlib import Path

from larouter.config.folders import cache_folder


def test_the_cache_is_where_the_environment_says(tmp_path: Path) -> None:
    assert cache_folder({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "larouter"
    assert (tmp_path / "larouter").is_dir()
