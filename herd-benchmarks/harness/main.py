"""Runs the measurements and writes the pages. Standard library only.

    herd-benchmarks/run [--short] [--only NAME,...] [--subjects NAME,...] [--rounds N[,NAME:N...]]
                        [--results FILE] [--pages DIR] [--no-build] [--no-measuring]

Results go to docs/benchmarks/results.jsonl and the pages beside it; with --short to herd-benchmarks/target/short, since what is
measured in a second is worth nothing. What is measured again replaces what was there; the rest stays. Exit code 1: a measurement failed,
or an answer was wrong.
"""

import argparse
import os
import resource
import sys
import time

import build
import machine
import measurements
import pages
import replication
import targets
from context import Context
from results import Results
from servers import BENCHMARKS, ROOT

# what each measurement writes
MEASUREMENTS = {
    "gaps": (measurements.gaps, ["gaps"]),
    "limit": (measurements.limit, ["limit"]),
    "server": (measurements.server, ["server"]),
    "herd": (measurements.herd, ["herd"]),
    "replication": (replication.replication, ["propagation", "burst", "new-node", "catch-up"]),
    "clients": (measurements.clients, ["clients"]),
    "connections": (measurements.connections, ["connections"]),
    "servers": (measurements.servers, ["servers"]),
    "allocation": (measurements.allocation, ["allocation"]),
    "pauses": (measurements.pauses, ["pauses", "pauses-rate", "pauses-load"]),
    "memory": (measurements.memory, ["memory"]),
    "idle": (measurements.idle, ["idle"]),
    "transports": (measurements.transports, ["transports"]),
    "signatures": (measurements.signatures, ["signatures"]),
    "micro": (measurements.micro, ["micro"]),
}


def rounds(text):
    """How often each page's measurement is made: a number for all, and others for some, as in `1,server:3,propagation:3`."""
    first, *others = text.split(",")
    each = {page: int(first) for _, pages_of in MEASUREMENTS.values() for page in pages_of}
    for other in others:
        name, number = other.split(":")
        if name not in each and name not in MEASUREMENTS:
            raise argparse.ArgumentTypeError(f"there is no measurement {name}")
        for page in MEASUREMENTS[name][1] if name in MEASUREMENTS else [name]:
            each[page] = int(number)
    return each


def options():
    parser = argparse.ArgumentParser(prog="run", description="Measures Herd and its peers.")
    parser.add_argument("--short", action="store_true", help="a second of everything, to see that it works")
    parser.add_argument("--only", type=lambda names: names.split(","), default=list(MEASUREMENTS),
                        help=", ".join(MEASUREMENTS))
    parser.add_argument("--subjects", type=lambda names: names.split(","),
                        help="measures these, where there are several: herd,redis-set")
    parser.add_argument("--rounds", type=rounds, default=rounds("3"), metavar="N[,NAME:N...]",
                        help="how often everything is measured, by turns; and how often some: 1,server:3")
    parser.add_argument("--results", help="where result lines are kept")
    parser.add_argument("--pages", help="the directory of the pages")
    parser.add_argument("--no-build", action="store_true", help="takes what is built")
    parser.add_argument("--no-measuring", action="store_true", help="only writes the pages again")
    chosen = parser.parse_args()
    own = {name: each for each, (_, names) in MEASUREMENTS.items() for name in names}
    chosen.only = list(dict.fromkeys(own.get(name, name) for name in chosen.only))
    for name in chosen.only:
        if name not in MEASUREMENTS:
            parser.error(f"there is no measurement {name}, only {', '.join(MEASUREMENTS)}")
    directory = f"{BENCHMARKS}/target/short" if chosen.short else f"{ROOT}/docs/benchmarks"
    chosen.pages = chosen.pages or directory
    chosen.results = chosen.results or f"{directory}/results.jsonl"
    return chosen


def measure(chosen, results):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if not chosen.no_build:
        build.build()
        if "replication" in chosen.only and not chosen.short:
            build.build_maps()
    results.forget([name for each in chosen.only for name in MEASUREMENTS[each][1]], chosen.subjects)
    results.add({"benchmark": "machine", "machine": machine.describe()})
    context = Context(results, chosen.short, chosen.subjects, chosen.rounds)
    for name in chosen.only:
        context.say(name)
        start = time.monotonic()
        MEASUREMENTS[name][0](context)
        context.say(f"  {time.monotonic() - start:.0f} s")


def main():
    chosen = options()
    results = Results(chosen.results)
    if not chosen.no_measuring:
        measure(chosen, results)
    pages.write(results, chosen.pages)
    if not chosen.short:
        print(targets.table(results))
    print(f"\npages: {os.path.relpath(chosen.pages)}")
    faults = [line for line in results.faults() if line["benchmark"] in
              {name for each in chosen.only for name in MEASUREMENTS[each][1]}]
    for line in faults:
        print(f"run: {line['benchmark']} of {line['subject']}: {line.get('failed') or line.get('problems')}", file=sys.stderr)
    sys.exit(1 if faults else 0)


main()
