"""Runs a server that is not ours for as long as whoever started it lives.

`python -m larouter.fleet.local.leash --port 0 -- PROGRAM … {port} …`. It chooses a free port where 0 is asked for,
prints `{"url": …, "pid": …}` on one line, and ends the program when standard input closes, as `llama_server` does:
when the router dies, however violently, no server is left behind.
"""

import argparse
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import threading

_HOST = "127.0.0.1"
_STOP_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1


def main(arguments: list[str] | None = None) -> None:
    """Run the program until it ends, standard input closes, or SIGTERM."""
    options = _options(arguments)
    port = options.port or _free_port()
    environment = dict(os.environ)
    if options.key_from and options.key_to:
        environment[options.key_to] = environment.pop(options.key_from, "")
    sys.stdout.write(json.dumps({"url": f"http://{_HOST}:{port}", "pid": os.getpid()}) + "\n")
    sys.stdout.flush()
    command = [part.replace("{port}", str(port)) for part in options.command if part != "--"]
    try:
        program = subprocess.Popen(  # noqa: S603 - the operator's own program, no shell
            command,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            env=environment,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - no thread runs yet
        )
    except OSError as error:
        sys.exit(f"{command[0]} cannot be run: {error.strerror}")
    signal.signal(signal.SIGTERM, lambda *_: _end(program))
    threading.Thread(target=_until_closed, args=(program,), daemon=True).start()
    sys.exit(program.wait())


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m larouter.fleet.local.leash", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 for any free port")
    parser.add_argument("--key-from", default="", help="the variable in which the key comes")
    parser.add_argument("--key-to", default="", help="the variable in which the program wants it")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the program; {port} stands for the port")
    return parser.parse_args(arguments)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _die_with_parent() -> None:
    """Have the kernel kill the program when this process is killed, which then cannot do it itself."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _until_closed(program: "subprocess.Popen[bytes]") -> None:
    while os.read(0, 4096):
        pass
    _end(program)


def _end(program: "subprocess.Popen[bytes]") -> None:
    program.terminate()
    try:
        program.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        program.kill()


if __name__ == "__main__":
    main()
