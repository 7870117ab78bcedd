#!/usr/bin/env python3
"""Measures the transports side by side and prints a table in Markdown.

Every transport, plain and by TLS, with 0 and 1 I/O threads, at each pipeline depth: LoadServer on the first core,
PipelinedLoad on the second, in turns within each round. Answers a second, and nanoseconds of the server's CPU an answer;
medians over the rounds. Linux only.

    mvn -q -DskipTests -pl herd-benchmarks,herd-examples -am package
    herd-benchmarks/scripts/transports.py [rounds [seconds]]
"""

import glob
import itertools
import os
import re
import statistics
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEPTHS = [1, 16, 64, 256]
CONNECTIONS, CLIENTS = 50, 100_000
KINDS = list(itertools.product(["nio", "netty"], ["plain", "tls"], [0, 1]))
TICKS = os.sysconf("SC_CLK_TCK")


def class_path():
    jars = [f"{ROOT}/herd-benchmarks/target/classes", f"{ROOT}/herd-examples/target/herd.jar",
            f"{ROOT}/herd-testkit/target/classes"]
    for name in ["bcpkix", "bcprov", "bcutil"]:
        jars += glob.glob(os.path.expanduser(f"~/.m2/repository/org/bouncycastle/{name}-jdk18on/1.84/*.jar"))
    return ":".join(jars)


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def measure(kind, depth, seconds):
    transport, security, threads = kind
    java = ["java", "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", class_path()]
    server = subprocess.Popen(
        ["taskset", "-c", "0", *java, "io.herd.benchmarks.LoadServer", "0", transport, security, str(threads)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        port = re.search(r":(\d+)$", server.stdout.readline().strip()).group(1)

        def load(duration):
            start, cpu = time.monotonic(), cpu_seconds(server.pid)
            out = subprocess.run(
                ["taskset", "-c", "1", *java, "io.herd.benchmarks.PipelinedLoad", "127.0.0.1", port,
                 str(CONNECTIONS), str(depth), str(CLIENTS), str(duration), security],
                check=True, capture_output=True, text=True).stdout
            rate = float(re.search(r"all\s+([\d,]+)", out).group(1).replace(",", ""))
            return rate, (cpu_seconds(server.pid) - cpu) / (rate * duration) * 1e9

        load(3)
        return load(seconds)
    finally:
        server.stdin.close()
        server.wait(30)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    results = {}
    for turn in range(rounds):
        for depth in DEPTHS:
            for kind in KINDS if turn % 2 == 0 else reversed(KINDS):
                rate, nanos = measure(kind, depth, seconds)
                results.setdefault((kind, depth), []).append((rate, nanos))
                print(f"round {turn + 1} {kind} depth {depth}: {rate:,.0f}/s, {nanos:,.0f} ns", file=sys.stderr)
    print("| | " + " | ".join(f"depth {d}" for d in DEPTHS) + " |")
    print("| --- |" + " --- |" * len(DEPTHS))
    for kind in KINDS:
        cells = []
        for depth in DEPTHS:
            rates, nanos = zip(*results[kind, depth])
            cells.append(f"{statistics.median(rates):,.0f} ({statistics.median(nanos):,.0f} ns)")
        print(f"| {kind[0]}, {kind[1]}, {kind[2]} I/O threads | " + " | ".join(cells) + " |")
    for depth in DEPTHS:
        plain = [statistics.median(r for r, _ in results[(t, "plain", 0), depth]) for t in ["nio", "netty"]]
        print(f"\nslower of the two plain ones at depth {depth}: {min(plain) / max(plain):.2f} of the faster")


main()
