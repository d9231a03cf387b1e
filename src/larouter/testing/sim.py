"""One server of the simulated fleet in a process of its own: `python -m larouter.testing.sim --tier simple`.

It prints one line of JSON with its address, model, zone and prices, and lives as long as its standard input
stays open, so that it dies with whoever started it.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import threading

from larouter.testing.demo_fleet import FLEET, Behaviour, Simulated
from larouter.testing.fake_openai import FakeOpenAI
from larouter.testing.http_server import Exchange
from larouter.testing.scripted import Body, Refusal


class SimulatedServer(FakeOpenAI):
    """A simulated server: as many requests at once as it has slots, the others in line, nothing remembered."""

    def __init__(self, server: Simulated, behaviour: Behaviour, port: int = 0) -> None:
        super().__init__(server.model, answer=behaviour.answer, pace=behaviour.pace, port=port)
        self._slots = asyncio.Semaphore(server.slots)

    async def _route(self, exchange: Exchange) -> None:
        self.received.clear()
        if exchange.request.path == "/v1/chat/completions":
            async with self._slots:
                if not exchange.request.gone.is_set():
                    await super()._route(exchange)
        else:
            await super()._route(exchange)

    def _refuse(self, body: Body) -> Refusal | None:
        """Lenient: a demonstration should not stumble over a parameter that OpenAI does not know."""
        return None if body.get("messages") else super()._refuse(body)


def main(arguments: list[str] | None = None) -> None:
    """Serve one tier until standard input closes, SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m larouter.testing.sim", description=__doc__)
    parser.add_argument("--tier", required=True, choices=FLEET)
    parser.add_argument("--port", type=int, default=0, help="0 for any free port")
    parser.add_argument("--seed", type=int, default=0, help="what the jitter and the words follow from")
    parser.add_argument("--speed", type=float, default=1.0, help="how many times faster than real")
    options = parser.parse_args(arguments)
    server = FLEET[options.tier]
    asyncio.run(_serve(server, Behaviour(server, options.seed, options.speed), options.port))


async def _serve(server: Simulated, behaviour: Behaviour, port: int) -> None:
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    async with SimulatedServer(server, behaviour, port) as running:
        told = {"url": running.url, "pid": os.getpid(), "tier": server.tier, "model": server.model}
        told |= {"zone": server.zone, "usd_in": server.usd_in, "usd_out": server.usd_out}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        threading.Thread(target=_until_closed, args=(loop, over), daemon=True).start()
        await over.wait()


def _until_closed(loop: asyncio.AbstractEventLoop, over: asyncio.Event) -> None:
    while os.read(0, 4096):
        pass
    with contextlib.suppress(RuntimeError):  # the loop is closed already
        loop.call_soon_threadsafe(over.set)


if __name__ == "__main__":
    main()
