"""The genuine HTTP server of llama.cpp in a process of its own.

`python -m larouter.fleet.local.llama_server --model PATH`. The server is C++ and comes with the wheel
`xllamacpp`; a crash in it must not take the router down, hence the process. It prints one line of JSON,
`{"url": …, "pid": …}`, before the model is loaded (while it loads, the server answers 503), then
`{"loaded": true}`, and lives as long as its standard input stays open: when the router dies, however
violently, the kernel closes that pipe and no orphan is left behind.
"""

import argparse
import importlib
import json
import os
import select
import signal
import socket
import stat
import sys
import threading

ALL_OF_THE_MODEL = 0
NEVER = -1
_HOST = "127.0.0.1"
_CAN_SHARE_PORTS = hasattr(socket, "SO_REUSEPORT")
_MOST_THREADS = 8  # beyond it the memory is the bottleneck


def main(arguments: list[str] | None = None) -> None:
    """Serve one model until standard input closes, SIGTERM or SIGINT."""
    options = _options(arguments)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _die_with_parent()
    xllamacpp = importlib.import_module("xllamacpp")
    params = xllamacpp.CommonParams()
    params.model.path = options.model
    params.mmproj.path = options.projector
    params.model_alias = set(options.alias)
    params.hostnames = [_HOST]
    params.ui = params.cors_credentials = False
    params.cors_origins = ""  # pages of a browser have no business here
    params.endpoint_metrics = params.endpoint_slots = True
    params.embedding = options.embeddings
    if options.pooling:
        params.pooling_type = xllamacpp.llama_pooling_type[f"LLAMA_POOLING_TYPE_{options.pooling.upper()}"]
    params.cache_ram_mib = options.cache_mib
    params.sleep_idle_seconds = options.idle or NEVER
    if key := os.environ.get(options.api_key_env, ""):
        params.api_keys = [key]
    _share_slots(params, options.slots, options.context)
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = options.threads or _threads()
    params.port, _held = _choose_port(options.port)
    params.reuse_port = _CAN_SHARE_PORTS
    _say(json.dumps({"url": f"http://{_HOST}:{params.port}", "pid": os.getpid()}))
    try:
        # Loads the model and holds the interpreter meanwhile: no Python runs until it is done, so until then
        # the kernel's own handling of SIGTERM and of a closed input must do.
        _server = xllamacpp.Server(params)
    except RuntimeError as error:
        sys.exit(f"llama.cpp could not serve {options.model}: {error}")
    _wait()


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m larouter.fleet.local.llama_server", description=__doc__)
    parser.add_argument("--model", required=True, help="a GGUF file")
    parser.add_argument("--projector", default="", help="the GGUF file by which it takes pictures and sound")
    parser.add_argument("--port", type=int, default=0, help="0 for any free port")
    parser.add_argument("--slots", type=int, default=1, help="requests answered at once")
    parser.add_argument(
        "--context",
        type=int,
        default=ALL_OF_THE_MODEL,
        help="tokens that each slot holds; 0: as the model says",
    )
    parser.add_argument("--threads", type=int, default=0, help="0 for one a core that this process may use")
    parser.add_argument("--cache-mib", type=int, default=1024, help="memory for prompts seen before")
    parser.add_argument(
        "--idle",
        type=int,
        default=0,
        help="seconds without a request until the memory is given back; 0: never",
    )
    parser.add_argument("--alias", action="append", default=[], help="what clients call the model")
    parser.add_argument("--embeddings", action="store_true", help="answer /v1/embeddings too")
    parser.add_argument(
        "--pooling",
        default="",
        choices=("", "mean", "cls", "last"),
        help="how the vectors of tokens become one, for a model that does not say",
    )
    parser.add_argument(
        "--api-key-env", default="LAROUTER_LLAMA_KEY", help="the variable that holds the key to ask for"
    )
    return parser.parse_args(arguments)


def _share_slots(params: object, slots: int, context: int) -> None:
    """Give every slot the whole window; llama.cpp would otherwise divide it among them."""
    settings = {
        "n_parallel": slots,
        "kv_unified": True,
        "n_ctx": context * slots,
        "kv_unified_per_slot": context,
    }
    for name, value in settings.items():
        setattr(params, name, value)


def _threads() -> int:
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST_THREADS)
    return min(os.cpu_count() or 1, _MOST_THREADS)


def _choose_port(wanted: int) -> tuple[int, socket.socket]:
    """Fix the port before llama.cpp listens on it, so that it can be told while the model loads.

    The socket is bound and never listens; as long as it is open, nobody else is given the port.
    """
    try:
        if wanted:
            with socket.socket() as only:  # shares with nobody, so this fails where another server is
                only.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                only.bind((_HOST, wanted))
        holder = socket.socket()
        if _CAN_SHARE_PORTS:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind((_HOST, wanted))
    except OSError as error:
        sys.exit(f"port {wanted} cannot be had ({error.strerror}); choose another one, or 0 for any")
    port: int = holder.getsockname()[1]
    if not _CAN_SHARE_PORTS:
        holder.close()
    return port, holder


def _die_with_parent() -> None:
    """Let the kernel end this process when standard input closes, also while the model loads (Linux only)."""
    kind = os.fstat(0).st_mode
    if sys.platform == "linux" and (stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind)):
        if select.select([0], [], [], 0)[0]:  # nobody ever writes, so there is only the end to read
            os._exit(0)
        fcntl = importlib.import_module("fcntl")
        fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)


def _wait() -> None:
    """Wait for the end, then leave at once: the kernel gives everything back, streams in flight included.

    A signal may reach any thread, and at any moment; the byte that it leaves in a socket is never missed.
    """
    waiting, waking = socket.socketpair()
    waking.setblocking(False)
    signal.set_wakeup_fd(waking.fileno())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)
    if hasattr(signal, "SIGIO"):
        signal.signal(signal.SIGIO, signal.SIG_IGN)
    threading.Thread(target=_until_closed, args=(waking,), daemon=True).start()
    _say(json.dumps({"loaded": True}))
    waiting.recv(1)
    os._exit(0)


def _until_closed(waking: socket.socket) -> None:
    while os.read(0, 4096):
        pass
    waking.send(b"\0")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
