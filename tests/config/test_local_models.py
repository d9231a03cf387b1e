"""Which models can run here, as files: the rows that are shipped, and the operator's own."""

import re
from pathlib import Path

import pytest

from larouter.config.catalog import read_catalog
from larouter.config.load import BadConfiguration, load
from larouter.config.local_models import LISTING, LocalModel, local_models, shipped_models
from larouter.core.tiers import tier_named

SHIPPED = sorted(shipped_models())


def configured(folder: Path, text: str) -> dict[str, LocalModel]:
    (folder / "larouter.toml").write_text(text)
    return dict(local_models(load({}, folder).settings.models))


def test_gemma_is_shipped_in_five_sizes() -> None:
    assert SHIPPED == ["gemma-4-12b", "gemma-4-26b-a4b", "gemma-4-31b", "gemma-4-e2b", "gemma-4-e4b"]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_row_is_complete_and_says_what_it_was_held_against(name: str) -> None:
    model = shipped_models()[name]
    assert model.checked == LISTING
    assert model.licence == "Apache-2.0"
    assert "text" in model.modalities
    assert not model.tier or tier_named(model.tier) is not None
    for part in (model.weights, model.projector):
        assert part is not None
        assert re.fullmatch("[0-9a-f]{64}", part.sha256)
        assert re.fullmatch("[0-9a-f]{40}|main", part.revision)
        assert part.file.endswith(".gguf")
        assert (part.bytes > 0) != (part.about_bytes > 0)
    assert name in read_catalog().entries, "what it can do is told there"


@pytest.mark.parametrize("name", SHIPPED)
def test_memory_grows_with_the_context_and_holds_at_least_the_weights(name: str) -> None:
    model = shipped_models()[name]
    assert model.weights is not None
    tokens = [pair[0] for pair in model.memory]
    needs = [pair[1] for pair in model.memory]
    assert tokens == sorted(set(tokens))
    assert tokens[-1] == model.context
    assert needs == sorted(needs)
    assert needs[0] > (model.weights.bytes or model.weights.about_bytes)


def test_only_the_row_whose_commit_nobody_names_is_unpinned() -> None:
    unpinned = [
        name for name, row in shipped_models().items() if row.weights and row.weights.revision == "main"
    ]
    assert unpinned == ["gemma-4-12b"]


def test_memory_is_told_for_the_next_larger_context_and_the_widest_that_fits() -> None:
    model = LocalModel("m", "m", None, memory=((4096, 10), (8192, 20)))
    assert [model.needs(context) for context in (1, 4096, 4097, 100_000)] == [10, 10, 20, 20]
    assert [model.widest(memory) for memory in (9, 10, 19, 20)] == [0, 4096, 4096, 8192]
    assert LocalModel("m", "m", None).needs(4096) == 0


def test_any_gguf_can_be_added_by_path_url_or_repository(tmp_path: Path) -> None:
    models = configured(
        tmp_path,
        f"""
[models.here]
path = "/models/here.gguf"
context = 2048
memory_gb = 1.5
tier = "simple"
[models.there]
url = "https://example.org/files/a%20b.gguf?download=true"
sha256 = "{"AB" * 32}"
[models.hub]
repo = "owner/name"
revision = "abc"
file = "sub/m.gguf"
""",
    )
    here, there, hub = models["here"], models["there"], models["hub"]
    assert (here.path, here.weights, here.tier) == (Path("/models/here.gguf"), None, "SIMPLE")
    assert here.memory == ((2048, 1_500_000_000),)
    assert there.weights is not None
    assert (there.weights.file, there.weights.sha256) == ("a b.gguf", "ab" * 32)
    assert hub.weights is not None
    assert (hub.weights.repo, hub.weights.revision, hub.weights.file) == ("owner/name", "abc", "sub/m.gguf")
    assert set(SHIPPED) < set(models)


def test_a_shipped_row_can_be_changed_in_part(tmp_path: Path) -> None:
    changed = configured(tmp_path, "[models.gemma-4-e2b]\ncontext = 16384\nslots = 4\n")["gemma-4-e2b"]
    shipped = shipped_models()["gemma-4-e2b"]
    assert (changed.context, changed.slots) == (16384, 4)
    assert (changed.weights, changed.projector, changed.memory) == (
        shipped.weights,
        shipped.projector,
        shipped.memory,
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('path = "a"\nurl = "http://x.org/y"', "name one place only"),
        ('repo = "a/b"\nfile = "c"', "with repo, name revision"),
        ('url = "ftp://x"', "must begin with http"),
        ('sha256 = "abc"', "sha256"),
        ('tier = "HUGE"', "is not a tier"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_place(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(BadConfiguration, match=f"models.mine.*{said}"):
        configured(tmp_path, f"[models.mine]\n{row}\n")


def test_a_name_must_be_a_name(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="is not a name"):
        configured(tmp_path, '[models."../up"]\npath = "x"\n')
