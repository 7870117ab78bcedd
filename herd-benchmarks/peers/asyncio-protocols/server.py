"""A server of the herd on asyncio's protocols: bytes come by a callback. Called with NAME PORT [NEIGHBOUR:PORT ...]."""

import asyncio
import gc
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from herd_state import LINE_BYTES, Server, greeted_by, read_arguments

REDIAL_SECONDS = 0.05


class Herd:
    """This server and its connections to the neighbours."""

    def __init__(self, name: str, neighbours: dict[str, int]) -> None:
        self.server = Server(name)
        self.neighbours = neighbours
        self.links: dict[str, asyncio.WriteTransport] = {}
        self.complete = asyncio.Event()

    def flood(self, sender: str | None = None) -> None:
        """Sends what is new to all neighbours but the one it came from."""
        news = self.server.take_news()
        if news:
            for name, transport in self.links.items():
                if name != sender:
                    transport.write(news)

    async def stay_connected(self, name: str, port: int) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                _, link = await loop.create_connection(lambda: Link(self, name), "127.0.0.1", port)
                if len(self.links) == len(self.neighbours):
                    self.complete.set()
                await link.lost
            except OSError:
                pass  # it is not there yet, or not any more
            await asyncio.sleep(REDIAL_SECONDS)


class Link(asyncio.Protocol):
    """Our connection to a neighbour, for sending only."""

    def __init__(self, herd: Herd, name: str) -> None:
        self.herd = herd
        self.name = name
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.WriteTransport) -> None:  # type: ignore[override]
        transport.write(b"NEIGHBOUR %b\n" % self.herd.server.name)
        self.herd.links[self.name] = transport

    def connection_lost(self, error: Exception | None) -> None:
        del self.herd.links[self.name]
        self.lost.set_result(None)


class Connection(asyncio.Protocol):
    """A connection made to us, by a client or a neighbour."""

    def __init__(self, herd: Herd) -> None:
        self.herd = herd
        self.rest = b""
        self.fresh = True
        self.neighbour: str | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *lines, self.rest = (self.rest + data).split(b"\n")
        if lines:
            self.on_lines(lines)
        if len(self.rest) > LINE_BYTES:
            self.transport.close()

    def eof_received(self) -> None:
        if self.rest:
            self.on_lines([self.rest])

    def pause_writing(self) -> None:
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        self.transport.resume_reading()

    def on_lines(self, lines: list[bytes]) -> None:
        server = self.herd.server
        if self.fresh:
            self.fresh = False
            self.neighbour = greeted_by(lines[0], self.herd.neighbours)
            if self.neighbour:
                del lines[0]
        if self.neighbour:
            for line in lines:
                server.merge(line)
        else:
            now = time.time_ns()
            self.transport.write(b"".join([server.answer(line, now) for line in lines]))
        self.herd.flood(self.neighbour)


async def main() -> None:
    name, port, neighbours = read_arguments(sys.argv[1:])
    herd = Herd(name, neighbours)
    listener = await asyncio.get_running_loop().create_server(
        lambda: Connection(herd), "127.0.0.1", port, backlog=4096)
    dialling = [asyncio.create_task(herd.stay_connected(*neighbour)) for neighbour in neighbours.items()]
    if dialling:
        await herd.complete.wait()
    print("ready", flush=True)
    await listener.serve_forever()


if os.environ.get("PEER_COLLECTOR") == "off":
    gc.disable()  # only reference counting is left
if os.environ.get("PEER_LOOP") == "uvloop":
    import uvloop

    uvloop.install()
asyncio.run(main())
