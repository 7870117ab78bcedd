"""Mistakes that people make, planted in programs that do the same: for each language a file, what is there, and what is put there.
None where the mistake cannot be made. Standard library only."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Change:
    """One replacement in a file below `peers`."""

    file: str
    old: str
    new: str


@dataclasses.dataclass(frozen=True)
class Mistake:
    name: str
    java: Change | None
    python: Change | None
    node: Change | None


def java(name, old, new):
    return Change(f"java-threads/src/{name}.java", old, new)


def state(old, new):
    return Change("herd_state.py", old, new)


def server(old, new):
    return Change("asyncio-protocols/server.py", old, new)


def node(old, new):
    return Change("node/server.mjs", old, new)


MISTAKES = [
    Mistake("fields of the answer in the wrong order",
            java("Records", "client, position, report.group(4)", "position, client, report.group(4)"),
            state("SECOND), client, position, time)", "SECOND), position, client, time)"),
            node("client, ' ', latitude, longitude, ' ', stamp", "latitude, longitude, ' ', client, ' ', stamp")),
    Mistake("arguments of a call in the wrong order",
            java("Server", "records.answer(line, now(),", "records.answer(now(), line,"),
            server("server.answer(line, now)", "server.answer(now, line)"),
            node("(line) => answer(line, now)", "(line) => answer(now, line)")),
    Mistake("text and bytes mixed up",
            java("Server", "answers.write(answer.getBytes(ISO_8859_1))", "answers.write(answer)"),
            state("self.name = name.encode()", "self.name = name"),
            node("socket.write(answers, 'latin1')", "socket.write(Buffer.from(answers))")),
    Mistake("no check that the client is known",
            java("Records", "      if (kept != null) {\n        return kept.line + PLACES;\n      }\n",
                 "      return kept.line + PLACES;\n"),
            state("stored is None or not 0 <= float(radius)", "not 0 <= float(radius)"),
            node("const valid = stored && radius", "const valid = radius")),
    Mistake("milliseconds where nanoseconds are meant",
            java("Server", "now.getEpochSecond() * 1_000_000_000 + now.getNano()", "now.toEpochMilli()"),
            server("time.time_ns()", "int(time.time() * 1000)"),
            node("(performance.timeOrigin + performance.now()) * 1000)", "(performance.timeOrigin + performance.now()))")),
    Mistake("a name misspelt on the way of every report",
            java("Records", "reports.merge(client,", "reports.mergee(client,"),
            state("self.news.append(line)\n        return line", "self.newz.append(line)\n        return line"),
            node("news.push(line)", "newz.push(line)")),
    Mistake("a name misspelt on a rare way",
            java("Lines", "throw new IOException(", "throw new IOExeption("),
            server("if len(self.rest) > LINE_BYTES:\n            self.transport.close()",
                   "if len(self.rest) > LINE_BYTES:\n            self.transport.clsoe()"),
            node("if (rest.length > LINE_BYTES) socket.destroy()", "if (rest.length > LINE_BYTES) socket.destory()")),
    Mistake("a result thrown away",
            java("Records", "return new BigDecimal(text).setScale(9, DOWN);",
                 "BigDecimal time = new BigDecimal(text);\n    time.setScale(9, DOWN);\n    return time;"),
            state('    nanos = int(whole or 0) * SECOND + int(decimals[:9].ljust(9, b"0"))',
                  '    decimals.ljust(9, b"0")\n    nanos = int(whole or 0) * SECOND + int(decimals[:9])'),
            node("let nanos = Number((fraction ?? bareFraction ?? '').slice(0, 9).padEnd(9, '0'));",
                 "const digits = (fraction ?? bareFraction ?? '').slice(0, 9);\n  digits.padEnd(9, '0');\n"
                 "  let nanos = Number(digits);")),
    Mistake("work that is never started, or at once",
            java("Server", "threads.execute(() -> serve(socket))", "new Thread(() -> serve(socket))"),
            server("await asyncio.sleep(REDIAL_SECONDS)", "asyncio.sleep(REDIAL_SECONDS)"),
            node("setTimeout(dial, REDIAL_MILLIS, neighbour, port)", "setTimeout(dial(neighbour, port), REDIAL_MILLIS)")),
    Mistake("a comparison turned round",
            java("Records", "other.nanos > nanos ? other", "other.nanos < nanos ? other"),
            state("if stored is None or nanos > stored[0]:", "if stored is None or nanos < stored[0]:"),
            node("if (!stored || compareTimes(time, stored) > 0)", "if (!stored || compareTimes(time, stored) < 0)")),
    Mistake("two threads between looking and storing",
            java("Records", "    if (reports.merge(client, report, rule) == report) {",
                 "    Report kept = reports.get(client);\n    Report best = kept == null ? report : rule.apply(kept, report);\n"
                 "    reports.put(client, best);\n    if (best == report) {"),
            None, None),
]
