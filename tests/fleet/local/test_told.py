"""Local models as commands and API tell of them."""

import json
from pathlib import Path

from larouter.config.local_models import LocalModel, shipped_models
from larouter.fleet.local.shelf import Shelved
from larouter.fleet.local.told import told_of, told_of_shelved


def test_every_shipped_model_can_be_told_in_json() -> None:
    told = told_of(shipped_models()["gemma-4-e2b"])
    assert json.loads(json.dumps(told)) == told
    assert told["memory"][0] == {"context": 4096, "bytes": 4_000_000_000}
    assert told["weights"]["about_bytes"] == 3_350_000_000
    assert told["weights"]["bytes"] is None
    assert told["checked"] == "listing"


def test_what_nobody_knows_is_null() -> None:
    told = told_of(LocalModel("m", "m", None, path=Path("/m.gguf")))
    assert (told["path"], told["weights"], told["context"], told["licence"]) == ("/m.gguf", None, None, None)
    assert told_of_shelved(Shelved("m", Path("/gone.gguf")))["bytes"] == 0
