"""What a server of the Python peers knows and says, without its connections: they differ in these only."""

import re

DECIMAL = rb"(?:\d+(?:\.\d*)?|\.\d+)"
TIME = rb"([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))"
IAMAT = re.compile(
    rb"\s*IAMAT\s+(\S+)\s+(([+-]%b)([+-]%b))\s+(%b)\s*" % (DECIMAL, DECIMAL, TIME)).fullmatch
WHATSAT = re.compile(rb"\s*WHATSAT\s+(\S+)\s+([+-]?%b)\s+([+-]?\d+)\s*" % DECIMAL).fullmatch
RECORD_TIME = re.compile(TIME).fullmatch

PLACES = b'{\n   "html_attributions" : [],\n   "results" : [],\n   "status" : "ZERO_RESULTS"\n}\n\n'
LINE_BYTES = 131_072
SECOND = 1_000_000_000
MIN_NANOS, MAX_NANOS = -(2**63), 2**63 - 1


def nanos_of(sign: bytes, whole: bytes | None, fraction: bytes | None, bare_fraction: bytes | None) -> int:
    """The parts of a time as nanoseconds; digits behind the ninth do not count. Raises ValueError when there are too many."""
    decimals = fraction or bare_fraction or b""
    nanos = int(whole or 0) * SECOND + int(decimals[:9].ljust(9, b"0"))
    return -nanos if sign == b"-" else nanos


class Server:
    """The newest record of each client. `news` are the lines to be sent to the neighbours, taken by `take_news`."""

    def __init__(self, name: str) -> None:
        self.name = name.encode()
        self.records: dict[bytes, tuple[int, bytes]] = {}
        self.news: list[bytes] = []

    def answer(self, line: bytes, now: int) -> bytes:
        """The answer to a client's line that was received at this nanosecond."""
        try:
            report = IAMAT(line)
            answer = self.accept(report, now) if report else self.tell(line)
        except ValueError:  # a number with thousands of digits
            answer = None
        return answer or b"? %b\n" % line

    def accept(self, report: re.Match[bytes], now: int) -> bytes | None:
        client, position, latitude, longitude, time, *parts = report.groups()
        if abs(float(latitude)) > 90 or abs(float(longitude)) > 180:
            return None
        nanos = nanos_of(*parts)
        if not MIN_NANOS <= nanos <= MAX_NANOS:
            return None
        skew = now - nanos
        line = b"AT %b %c%d.%09d %b %b %b\n" % (
            self.name, b"-" if skew < 0 else b"+", *divmod(abs(skew), SECOND), client, position, time)
        stored = self.records.get(client)
        if stored is None or nanos > stored[0]:
            self.records[client] = nanos, line
            self.news.append(line)
        return line

    def tell(self, line: bytes) -> bytes | None:
        question = WHATSAT(line)
        if not question:
            return None
        client, radius, bound = question.groups()
        stored = self.records.get(client)
        if stored is None or not 0 <= float(radius) <= 50 or not 0 <= int(bound) <= 20:
            return None
        return stored[1] + PLACES

    def merge(self, line: bytes) -> None:
        """Takes a neighbour's record. On equal times the smaller line wins, so that all servers keep the same one."""
        fields = line.split()
        if len(fields) != 6 or fields[0] != b"AT":
            return
        time = RECORD_TIME(fields[5])
        if not time:
            return
        client, nanos = fields[3], nanos_of(*time.groups())
        line += b"\n"
        stored = self.records.get(client)
        if stored is None or nanos > stored[0] or (nanos == stored[0] and line < stored[1]):
            self.records[client] = nanos, line
            self.news.append(line)

    def take_news(self) -> bytes:
        news = b"".join(self.news)
        self.news.clear()
        return news


def read_arguments(arguments: list[str]) -> tuple[str, int, dict[str, int]]:
    """`NAME PORT [NEIGHBOUR:PORT ...]` as name, port and the neighbours' ports by name."""
    name, port, *others = arguments
    neighbours = dict(other.split(":") for other in others)
    return name, int(port), {other: int(port) for other, port in neighbours.items()}


def greeted_by(line: bytes, neighbours: dict[str, int]) -> str | None:
    """Which of the neighbours greets with this line, the first of a connection."""
    word, _, name = line.decode(errors="replace").partition(" ")
    return name if word == "NEIGHBOUR" and name in neighbours else None
