"""Which program runs a local model, and the command that starts it: values, so that they can be read and tested.

Flags are those of llama.cpp's `llama-server` of 2026 and of `mlx_lm.server` 0.32. The latter was never run by us.
"""

import platform
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

LLAMA_SERVER = "llama-server"
MLX_SERVER = "mlx_lm.server"
_LEASH = "larouter.fleet.local.leash"


def find_llama_server(environment: Mapping[str, str]) -> str:
    """The program that `LLAMA_CPP_PATH` names (or that is in the folder it names), else the one on PATH, or empty."""
    named = environment.get("LLAMA_CPP_PATH", "")
    if named:
        path = Path(named).expanduser()
        return str(path / LLAMA_SERVER if path.is_dir() else path)
    return shutil.which(LLAMA_SERVER, path=environment.get("PATH")) or ""


def is_mlx(model: Path) -> bool:
    """Whether a model is in MLX's form: a folder with weights as safetensors."""
    return (model / "config.json").is_file() and any(model.glob("*.safetensors"))


def on_apple_silicon() -> bool:
    """Whether MLX has the processor that it is made for."""
    return platform.system() == "Darwin" and platform.machine() == "arm64"


def leashed(program: list[str], port: int, key_from: str = "", key_to: str = "") -> list[str]:
    """The command that runs a program for as long as the router lives; `{port}` in it stands for the port."""
    keys = ["--key-from", key_from, "--key-to", key_to] if key_to else []
    return [sys.executable, "-m", _LEASH, "--port", str(port), *keys, "--", *program]


def llama_server(program: str, model: Path, alias: str, slots: int, context: int) -> list[str]:
    """A `llama-server` that gives every slot the whole window, and lets no page of a browser in."""
    return [
        *(program, "--model", str(model), "--alias", alias, "--host", "127.0.0.1", "--port", "{port}"),
        *("--parallel", str(slots), "--kv-unified", "--ctx-size", str(context * slots)),
        *("--metrics", "--slots", "--jinja", "--no-webui", "--cors-origins", ""),
    ]


def mlx(model: Path, slots: int) -> list[str]:
    """An `mlx_lm.server`; it has neither keys nor metrics, and answers for `default_model`."""
    return [
        *(MLX_SERVER, "--model", str(model), "--host", "127.0.0.1", "--port", "{port}"),
        *("--decode-concurrency", str(slots)),
    ]
