"""Which program runs a local model, and the command that starts it: values, so that they can be read and tested.

Flags are those of llama.cpp's `llama-server` of 2026, of `mlx_lm.server` 0.32 and of `mlx_vlm.server` 0.7.
"""

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

LLAMA_SERVER = "llama-server"
MLX_SERVER = "mlx_lm.server"
MLX_SERVER_THAT_SEES = "mlx_vlm.server"
MLX_KEY = "MLX_VLM_SERVER_API_KEY"
_LEASH = "larouter.fleet.local.leash"
_LONGEST_ANSWER = 32_768


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


def sees(model: Path) -> bool:
    """Whether a model in MLX's form takes pictures or sound."""
    try:
        told = json.loads((model / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and not {"vision_config", "audio_config"}.isdisjoint(told)


def find_mlx(environment: Mapping[str, str], model: Path) -> str:
    """The program that runs a model in MLX's form, on PATH or beside our own Python; empty when there is none.

    A model that takes pictures or sound is run by mlx-vlm where that is installed; mlx-lm takes its text only.
    """
    places = os.pathsep.join((environment.get("PATH", ""), str(Path(sys.executable).parent)))
    names = (MLX_SERVER_THAT_SEES, MLX_SERVER) if sees(model) else (MLX_SERVER, MLX_SERVER_THAT_SEES)
    return next((found for name in names if (found := shutil.which(name, path=places))), "")


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


def mlx(program: str, model: Path, slots: int) -> list[str]:
    """A server of MLX on loopback; `mlx_lm.server` has no keys and stops at 512 tokens if nobody says more."""
    command = [program, "--model", str(model), "--host", "127.0.0.1", "--port", "{port}"]
    command += ["--max-tokens", str(_LONGEST_ANSWER)]
    if Path(program).name == MLX_SERVER_THAT_SEES:
        return [*command, "--max-num-seqs", str(slots)]
    return [*command, "--decode-concurrency", str(slots), "--allowed-origins", ""]
