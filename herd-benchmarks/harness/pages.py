"""Pages of results: tables in Markdown and plots. Standard library only."""

import dataclasses
import os

import svg
import targets


@dataclasses.dataclass(frozen=True)
class Page:
    """How a benchmark is shown. `x` is the parameter that goes across the plot; none makes bars of `figure`."""

    name: str
    title: str
    text: str
    figure: str
    y_label: str
    x: str | None = None
    x_label: str = ""
    columns: tuple = ()


CPU = ("serverCpuNanosPerAnswer", "generatorCpuShare")
LATE = ("p50Micros", "p99Micros", "p999Micros")

PAGES = [
    Page("server", "One server on one core", "A closed loop over 50 connections, uniform clients. A connection sends as many "
         "requests at once as the depth says, and waits for all answers. Every answer is checked.",
         "answersPerSecond", "answers per second", "depth", "requests sent at once on a connection", CPU + LATE),
    Page("herd", "Five servers", "The default herd, all five servers on one core, loaded alike over 50 connections. "
         "`agreedPerSecond` counts the time until every server has the last report of a thousand clients.",
         "agreedPerSecond", "updates per second that all servers know", None, "", ("answersPerSecond", "agreedMillis", *CPU)),
    Page("propagation", "How long news take", "From a report at one server until each of the other four has it.",
         "p50Millis", "median, milliseconds", None, "", ("p99Millis", "p999Millis", "maxMillis", "stolenMillis")),
    Page("burst", "A burst", "Updates as fast as they are taken, until all five servers have the same.",
         "updatesPerSecond", "updates per second until all agree", None, "", ()),
    Page("new-node", "A new node", "From its start until it has everything.", "completeMillis",
         "milliseconds until complete", None, "", ("sentBytes",)),
    Page("catch-up", "A node that was away", "From the link being up until it has what it missed.", "completeMillis",
         "milliseconds until complete", None, "", ("sentBytes", "recordBytes")),
    Page("clients", "More clients", "One server at depth 64.", "answersPerSecond", "answers per second", "clients",
         "clients", ("firstReportsPerSecond", "serverResidentBytes", *CPU)),
    Page("connections", "More connections", "One server, one request outstanding on each connection.",
         "answersPerSecond", "answers per second", "connections", "connections", CPU + LATE),
    Page("servers", "More servers", "A herd in one process on one core; from five servers on, each has four neighbours. All "
         "are loaded alike, at depth 64.", "agreedPerSecond", "updates per second that all servers know", "servers",
         "servers", ("answersPerSecond", "agreedMillis", *CPU)),
    Page("allocation", "Allocation", "Bytes that the server's loop allocates for a report, by what the report is, "
         "without what it allocates by the second when there is nothing to do.",
         "allocatedBytes", "bytes for each report", None, "", ("idleBytesPerSecond",)),
    Page("pauses", "Pauses", "The JVM's pauses at half of the greatest rate at depth 16, by its own log, with the settings of "
         "the example jar. A safepoint's time includes that of the collection in it.",
         "maxPauseMillis", "longest pause, milliseconds", None, "", ("rate", "collections", "maxCollectionMillis",
                                                                    "p50Micros", "p99Micros", "p999Micros", "maxMicros")),
    Page("memory", "Memory for a client", "Heap after full collections, with and without the clients, divided by their "
         "number. Ids have 22 bytes, AT lines 94.", "heapBytesPerClient", "bytes for each client", None, "",
         ("storeBytesPerClient",)),
    Page("idle", "Many connections", "Connections that say nothing, or little.", "serverCpuShare", "share of a core", None,
         "", ("serverResidentBytesBefore", "serverResidentBytes", "answersPerSecond")),
    Page("transports", "Transports", "Each transport on one core, plain and by TLS 1.3 with a key on P-256; an I/O thread "
         "shares that core.", "answersPerSecond", "answers per second", "depth", "requests sent at once on a connection", CPU),
    Page("signatures", "Signatures", "The default herd in one process on one core, with and without a signature of the "
         "origin on each record, checked at four servers.", "agreedPerSecond", "updates per second that all servers know",
         None, "", ("answersPerSecond", *CPU)),
    Page("micro", "Parts", "With JMH, on one core.", "nanosPerOperation", "nanoseconds for each operation", None, "", ()),
    Page("gaps", "What the machine keeps from running", "A program on each core that only looks at the clock, while nothing else is "
         "measured. No longest time on other pages can be expected to be shorter than these.",
         "maxGapMillis", "longest gap, milliseconds", None, "", ("gapsAboveOneMilli",)),
    Page("limit", "What the generator can do", "Against a program that only sends back what the answer has to be. Where a "
         "server's figure comes near to this one, the generator is what was measured.",
         "answersPerSecond", "answers per second", "depth", "requests sent at once on a connection",
         ("generatorCpuNanosPerAnswer", "generatorCpuShare")),
]


def number(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def with_spread(cell, figure):
    least, greatest = cell.spread(figure)
    shown = number(cell.median(figure))
    return shown if len(cell.values(figure)) == 1 else f"{shown} ({number(least)} to {number(greatest)})"


def varied(cells):
    """The parameters that are not the same in all cells."""
    names = list(dict.fromkeys(name for cell in cells for name in cell.parameters))
    return [name for name in names if len({str(cell.parameters.get(name)) for cell in cells}) > 1]


def table(page, cells):
    names = varied(cells)
    columns = [page.figure, *(each for each in page.columns if any(cell.values(each) for cell in cells))]
    rows = ["| | " + " | ".join([*names, *columns]) + " |", "| --- |" + " --- |" * len([*names, *columns])]
    for cell in cells:
        shown = [str(cell.parameters.get(name, "")) for name in names]
        shown += [with_spread(cell, each) if cell.values(each) else "" for each in columns]
        rows.append(f"| {cell.subject} | " + " | ".join(shown) + " |")
    return "\n".join(rows)


def kinds(cells):
    """What figures named `KIND: count` and `KIND: maxMillis` tell, one row for each kind."""
    names = {name.removesuffix(": count") for cell in cells for line in cell.lines for name in line["figures"]
             if name.endswith(": count")}
    if not names:
        return ""
    rows = ["| by kind | count | longest, milliseconds |", "| --- | --- | --- |"]
    for cell in cells:
        rows += [f"| {name} | {with_spread(cell, name + ': count')} | {with_spread(cell, name + ': maxMillis')} |"
                 for name in sorted(names) if cell.values(name + ": count")]
    return "\n".join(rows)


def plot(page, cells):
    cells = [cell for cell in cells if cell.values(page.figure)]
    if page.x is None:
        names = varied(cells)
        rows = []
        for cell in cells:
            named = ", ".join(svg.short(value) if isinstance(value, (int, float)) else str(value)
                              for value in (cell.parameters.get(name, "") for name in names) if value != "")
            rows.append((f"{cell.subject} {named}".strip(), cell.median(page.figure), *cell.spread(page.figure)))
        return svg.bars(page.title, page.y_label, rows)
    series = {}
    for cell in cells:
        least, greatest = cell.spread(page.figure)
        if least > 0:
            series.setdefault(cell.subject, []).append(
                (cell.parameters[page.x], cell.median(page.figure), least, greatest))
    return svg.lines(page.title, page.x_label, page.y_label, series)


def commands(cells):
    """One for each subject."""
    by_subject = {cell.subject: cell.command for cell in cells}
    return "\n".join(f"# {subject}\n{command}" for subject, command in by_subject.items())


def note(path):
    """What a person has to say of a page, which is kept beside it: where a line bends, and why."""
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read().strip()


def write_page(page, results, directory):
    cells = results.of(page.name)
    skipped = results.skipped(page.name)
    parts = [f"# {page.title}", page.text, f"![{page.title}]({page.name}.svg)", table(page, cells),
             kinds(cells)]
    parts.append("Medians of the rounds, in brackets the least and the greatest.")
    parts += [note(f"{directory}/notes/{page.name}.md")]
    parts += [f"Not measured: {subject} ({reason})." for subject, reason in skipped.items()]
    times = sorted({line["time"] for cell in cells for line in cell.lines})
    parts.append(f"Measured from {times[0]} to {times[-1]} UTC by `herd-benchmarks/run --only {page.name}`, which runs:")
    parts.append(f"```\n{commands(cells)}\n```")
    with open(f"{directory}/{page.name}.md", "w", encoding="utf-8") as file:
        file.write("\n\n".join(part for part in parts if part) + "\n")
    with open(f"{directory}/{page.name}.svg", "w", encoding="utf-8") as file:
        file.write(plot(page, cells))


def write(results, directory):
    """All pages for which there are results, and the first page."""
    os.makedirs(directory, exist_ok=True)
    measured = [page for page in PAGES if results.of(page.name)]
    for page in measured:
        write_page(page, results, directory)
    machine = results.machine()
    parts = ["# Results", "How it is measured: [benchmarks](../benchmarks.md).", "## Targets", targets.table(results),
             "## Pages", "\n".join(f"- [{page.title}]({page.name}.md)" for page in measured), "## Machine"]
    parts.append("\n".join(["| | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in
                                                      machine.get("machine", {}).items())]))
    with open(f"{directory}/README.md", "w", encoding="utf-8") as file:
        file.write("\n\n".join(parts) + "\n")
