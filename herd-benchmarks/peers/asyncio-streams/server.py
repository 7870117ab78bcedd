"""A server of the herd on asyncio's streams: each connection is a task. Called with NAME PORT [NEIGHBOUR:PORT ...]."""

import asyncio
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from herd_state import LINE_BYTES, Server, greeted_by, read_arguments

REDIAL_SECONDS = 0.05


class Batch:
    """Lines for a connection, written at once when the task that makes them waits for its next line."""

    def __init__(self, writer):
        self.writer = writer
        self.lines = []

    def add(self, line):
        if not self.lines:
            asyncio.get_running_loop().call_soon(self.write)
        self.lines.append(line)

    def write(self):
        self.writer.write(b"".join(self.lines))
        self.lines.clear()


class Herd:
    """This server and its connections to the neighbours."""

    def __init__(self, name, neighbours):
        self.server = Server(name)
        self.neighbours = neighbours
        self.links = {}
        self.complete = asyncio.Event()

    def flood(self, sender=None):
        """Sends what is new to all neighbours but the one it came from."""
        if self.server.news:
            news = self.server.take_news()
            for name, batch in self.links.items():
                if name != sender:
                    batch.add(news)

    async def stay_connected(self, name, port):
        while True:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"NEIGHBOUR %b\n" % self.server.name)
                self.links[name] = Batch(writer)
                if len(self.links) == len(self.neighbours):
                    self.complete.set()
                await reader.read()  # a neighbour says nothing on this connection, so this is its end
                writer.close()
            except OSError:
                pass  # it is not there yet, or not any more
            self.links.pop(name, None)
            await asyncio.sleep(REDIAL_SECONDS)

    async def on_connection(self, reader, writer):
        """Serves a connection made to us, by a client or a neighbour."""
        try:
            line = await reader.readline()
            neighbour = greeted_by(line[:-1], self.neighbours)
            if neighbour:
                await self.listen_to(neighbour, reader)
            else:
                await self.serve(line, reader, writer)
            writer.close()
            await writer.wait_closed()
        except (OSError, ValueError):  # the connection is lost, or a line is too long
            writer.close()

    async def listen_to(self, neighbour, reader):
        while line := await reader.readline():
            self.server.merge(line.removesuffix(b"\n"))
            self.flood(neighbour)

    async def serve(self, line, reader, writer):
        answers = Batch(writer)
        while line:
            answers.add(self.server.answer(line.removesuffix(b"\n"), time.time_ns()))
            self.flood()
            await writer.drain()
            line = await reader.readline()
        await asyncio.sleep(0)  # the last batch is written before the connection is closed


async def main():
    name, port, neighbours = read_arguments(sys.argv[1:])
    herd = Herd(name, neighbours)
    listener = await asyncio.start_server(herd.on_connection, "127.0.0.1", port, limit=LINE_BYTES, backlog=4096)
    dialling = [asyncio.create_task(herd.stay_connected(*neighbour)) for neighbour in neighbours.items()]
    if dialling:
        await herd.complete.wait()
    print("ready", flush=True)
    await listener.serve_forever()


if os.environ.get("PEER_LOOP") == "uvloop":
    import uvloop

    uvloop.install()
asyncio.run(main())
