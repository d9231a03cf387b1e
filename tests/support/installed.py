"""Servers that are installed on this machine, for tests that only run where a variable names them.

`LAROUTER_LLAMA_SERVER` is the path of a `llama-server`, `LAROUTER_MLX_SERVER` that of an `mlx_lm.server` or
`mlx_vlm.server`.
"""

import contextlib
import http.client
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import eventually

from larouter.fleet.local import engines

LLAMA_SERVER = os.environ.get("LAROUTER_LLAMA_SERVER", "")
MLX_SERVER = os.environ.get("LAROUTER_MLX_SERVER", "")
needs_llama_server = pytest.mark.opt_in("LAROUTER_LLAMA_SERVER")
needs_mlx_server = pytest.mark.opt_in("LAROUTER_MLX_SERVER")


def llama_server(model: Path) -> contextlib.AbstractContextManager[str]:
    """The installed llama-server with one model."""
    return _running(engines.llama_server(LLAMA_SERVER, model, "m", 2, 1024))


def llama_router(folder: Path, most: int = 1) -> contextlib.AbstractContextManager[str]:
    """The installed llama-server in router mode, over the models of a folder."""
    command = [LLAMA_SERVER, "--models-dir", str(folder), "--models-max", str(most), "--host", "127.0.0.1"]
    return _running([*command, "--port", "{port}", "--no-webui", "--metrics", "--parallel", "2"])


def mlx_server(model: Path) -> contextlib.AbstractContextManager[str]:
    """The installed server of MLX with one model."""
    return _running(engines.mlx(MLX_SERVER, model, 2))


@contextlib.contextmanager
def _running(program: list[str]) -> Iterator[str]:
    """A server that ends with the test; its address once it is healthy."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    with tempfile.NamedTemporaryFile() as log:
        process = subprocess.Popen(
            engines.leashed(program, 0), stdin=subprocess.PIPE, stdout=log, stderr=log, env=environment
        )
        try:
            first = eventually(lambda: Path(log.name).read_text(errors="replace").partition("\n")[0])
            url = str(json.loads(first)["url"])
            eventually(lambda: _healthy(url), 60)
            yield url
        finally:
            process.communicate()


def _healthy(url: str) -> bool:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=2)
    try:
        connection.request("GET", "/health")
        return json.load(connection.getresponse()).get("status") in ("ok", "healthy")
    except (OSError, ValueError, http.client.HTTPException):
        return False
    finally:
        connection.close()
