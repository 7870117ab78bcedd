"""A server of the herd on Twisted. Called with NAME PORT [NEIGHBOUR:PORT ...]."""

import pathlib
import sys
import time

from twisted.application.internet import ClientService
from twisted.internet import reactor
from twisted.internet.defer import gatherResults
from twisted.internet.endpoints import TCP4ClientEndpoint, TCP4ServerEndpoint
from twisted.internet.interfaces import IHalfCloseableProtocol
from twisted.internet.protocol import Factory, Protocol
from twisted.protocols.basic import LineOnlyReceiver
from zope.interface import implementer

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from herd_state import LINE_BYTES, Server, greeted_by, read_arguments

REDIAL_SECONDS = 0.05


class Herd:
    """This server and its connections to the neighbours."""

    def __init__(self, name, neighbours):
        self.server = Server(name)
        self.neighbours = neighbours
        self.links = {}

    def flood(self, sender=None):
        """Sends what is new to all neighbours but the one it came from."""
        news = self.server.take_news()
        if news:
            for name, transport in self.links.items():
                if name != sender:
                    transport.write(news)

    def stay_connected(self, name, port):
        """Dials the neighbour, now and whenever it is lost; fires when it is reached for the first time."""
        endpoint = TCP4ClientEndpoint(reactor, "127.0.0.1", port)
        factory = Factory.forProtocol(lambda: Link(self, name))
        service = ClientService(endpoint, factory, retryPolicy=lambda _: REDIAL_SECONDS)
        service.startService()
        return service.whenConnected()


class Link(Protocol):
    """Our connection to a neighbour, for sending only."""

    def __init__(self, herd, name):
        self.herd = herd
        self.name = name

    def connectionMade(self):
        self.transport.setTcpNoDelay(True)
        self.transport.write(b"NEIGHBOUR %b\n" % self.herd.server.name)
        self.herd.links[self.name] = self.transport

    def connectionLost(self, reason):
        del self.herd.links[self.name]


@implementer(IHalfCloseableProtocol)
class Connection(LineOnlyReceiver):
    """A connection made to us, by a client or a neighbour."""

    delimiter = b"\n"
    MAX_LENGTH = LINE_BYTES

    def __init__(self, herd):
        self.herd = herd
        self.server = herd.server
        self.fresh = True
        self.neighbour = None
        self.answers = []

    def connectionMade(self):
        self.transport.setTcpNoDelay(True)
        # who does not read its answers is not read from
        self.transport.registerProducer(self.transport, True)

    def dataReceived(self, data):
        self.now = time.time_ns()
        super().dataReceived(data)
        self.on_lines_end()

    def lineReceived(self, line):
        if self.neighbour:
            self.server.merge(line)
        elif self.fresh and self.greets(line):
            self.fresh = False
        else:
            self.fresh = False
            self.answers.append(self.server.answer(line, self.now))

    def greets(self, line):
        self.neighbour = greeted_by(line, self.herd.neighbours)
        return self.neighbour

    def on_lines_end(self):
        if self.answers:
            self.transport.write(b"".join(self.answers))
            self.answers.clear()
        self.herd.flood(self.neighbour)

    def readConnectionLost(self):
        if self._buffer:
            self.lineReceived(self._buffer)
            self.on_lines_end()
        self.transport.unregisterProducer()
        self.transport.loseConnection()

    def writeConnectionLost(self):
        self.transport.loseConnection()


def main():
    name, port, neighbours = read_arguments(sys.argv[1:])
    herd = Herd(name, neighbours)
    listening = TCP4ServerEndpoint(reactor, port, backlog=4096, interface="127.0.0.1").listen(
        Factory.forProtocol(lambda: Connection(herd)))
    connected = [herd.stay_connected(*neighbour) for neighbour in neighbours.items()]
    gatherResults([listening, *connected]).addCallback(lambda _: print("ready", flush=True))
    reactor.run()


main()
