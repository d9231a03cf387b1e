"""Every place that can open a connection or start a process is known, with its reason; a new one fails here."""

import ast
from collections.abc import Iterator
from pathlib import Path

# Modules by which bytes leave or processes start, and the calls of asyncio that do.
MODULES = frozenset(
    (
        *(
            "aiohttp",
            "asyncpg",
            "ftplib",
            "grpc",
            "http.client",
            "http.server",
            "httpcore",
            "httptools",
            "httpx",
        ),
        *("imaplib", "mcp", "multiprocessing", "paramiko", "poplib", "psycopg", "pty", "redis", "requests"),
        *("smtplib", "socket", "socketserver", "ssl", "subprocess", "telnetlib", "urllib.request", "urllib3"),
        *("uvicorn", "websockets", "xmlrpc.client"),
    )
)
CALLS = frozenset(
    (
        *("connect_accepted_socket", "create_connection", "create_datagram_endpoint", "create_server"),
        *(
            "create_subprocess_exec",
            "create_subprocess_shell",
            "create_unix_connection",
            "create_unix_server",
        ),
        *("execl", "execv", "execve", "execvp", "fork", "forkpty", "open_connection", "open_unix_connection"),
        *(
            "popen",
            "posix_spawn",
            "sock_connect",
            "sock_sendto",
            "spawnl",
            "spawnv",
            "start_server",
            "start_tls",
        ),
        *("start_unix_server", "startfile", "subprocess_exec", "subprocess_shell", "system"),
    )
)
FROM_OS = {"execl", "execv", "execve", "execvp", "fork", "forkpty", "popen", "posix_spawn", "spawnl", "spawnv",
           "startfile", "system"}  # fmt: skip

ALLOWED = {
    "outbound/http1.py": {
        "httptools": "parses what servers answer",
        "create_connection": "plain HTTP behind the permit; the address is held against the zone",
    },
    "outbound/webhook.py": {
        "open_connection": "notices to an operator, behind the permit, to an address that was looked at",
        "ssl": "the certificates of webhooks",
    },
    "outbound/page.py": {
        "http.client": "reads a page that the operator named, behind the permit",
        "socket": "connects to the address that was looked at",
        "create_connection": "connects to the address that was looked at",
        "ssl": "the certificate of that page",
    },
    "outbound/mail.py": {
        "smtplib": "mail to an operator, behind the permit",
        "ssl": "the certificates of mail servers",
    },
    "outbound/tls.py": {
        "aiohttp": "HTTPS behind the permit",
        "socket": "makes the socket of a local backend once its address is known to be local",
        "ssl": "names the errors of TLS",
    },
    "api/connection.py": {
        "httptools": "parses what clients send",
        "uvicorn": "accepts the connections that this serves; opens none",
    },
    "cli/host.py": {
        "socket": "binds the port on which the router listens",
        "uvicorn": "serves on that port",
    },
    "cli/look_here.py": {"socket": "binds the router's port for a moment, to see whether it is free"},
    "cli/mcp.py": {"uvicorn": "serves MCP over SSE on loopback"},
    "mcp/serve.py": {"mcp": "the server side of MCP; its client side is never imported by name"},
    "cli/simulation.py": {"subprocess": "starts the simulated backends of the demonstration"},
    "fleet/local/runner.py": {
        "create_subprocess_exec": "starts the llama.cpp server that the router looks after",
    },
    "fleet/local/leash.py": {
        "socket": "finds a free port for the server that it starts",
        "subprocess": "starts a llama-server or mlx_lm.server of this machine, and ends with it",
    },
    "fleet/local/machine.py": {"subprocess": "asks the vendors' tools for the memory of graphics processors"},
    "fleet/local/llama_server.py": {"socket": "finds a free port and keeps it for the server"},
    "testing/demo_projects.py": {
        "open_connection": "makes the projects of the demonstration; calls the router alone"
    },
    "testing/traffic.py": {"open_connection": "plays clients of the demonstration; calls the router alone"},
    "testing/http_server.py": {
        "socket": "resets connections on command",
        "create_server": "fakes listen on loopback; no product code imports them",
    },
}


def doors(module: Path) -> Iterator[str]:
    """What a module imports or calls that opens a connection or starts a process."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module, *[f"{node.module}.{alias.name}" for alias in node.names]]
            yield from (
                {alias.name for alias in node.names} & CALLS if node.module in ("os", "asyncio") else ()
            )
        elif isinstance(node, ast.Attribute) and node.attr in CALLS:
            if node.attr not in FROM_OS or (isinstance(node.value, ast.Name) and node.value.id == "os"):
                yield node.attr
        elif (
            isinstance(node, ast.Constant) and node.value in MODULES and _is_argument_of_import(node, module)
        ):
            names = [str(node.value)]
        for name in names:
            yield from (known for known in MODULES if name == known or name.startswith(f"{known}."))


def _is_argument_of_import(constant: ast.Constant, module: Path) -> bool:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    importing = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__"))
    ]
    return any(ast.dump(constant) in ast.dump(call) for call in importing)


def found(package: Path) -> dict[str, set[str]]:
    by_file = {str(path.relative_to(package)): set(doors(path)) for path in package.rglob("*.py")}
    return {name: known for name, known in sorted(by_file.items()) if known}


def test_every_door_to_the_outside_is_known_and_has_a_reason(repository: Path) -> None:
    assert found(repository / "src/larouter") == {name: set(reasons) for name, reasons in ALLOWED.items()}


def test_a_new_door_is_noticed(tmp_path: Path) -> None:
    planted = {
        "one.py": ("import socket\n", {"socket"}),
        "two.py": ("from urllib.request import urlopen\n", {"urllib.request"}),
        "three.py": ("from urllib import request\n", {"urllib.request"}),
        "four.py": (
            "import asyncio\nasync def f():\n    await asyncio.open_connection()\n",
            {"open_connection"},
        ),
        "five.py": ("from asyncio import open_connection as x\n", {"open_connection"}),
        "six.py": ("import os\nos.system('ls')\n", {"system"}),
        "seven.py": ("def f():\n    import aiohttp.client\n", {"aiohttp"}),
        "eight.py": (
            "async def f(loop):\n    await loop.create_unix_connection()\n",
            {"create_unix_connection"},
        ),
        "nine.py": ("import importlib\nimportlib.import_module('httpx')\n", {"httpx"}),
        "innocent.py": ("from urllib.parse import urlsplit\nNAME = 'socket'\n", set()),
    }
    for name, (text, _) in planted.items():
        (tmp_path / name).write_text(text)
    assert found(tmp_path) == {name: doors for name, (_, doors) in sorted(planted.items()) if doors}
