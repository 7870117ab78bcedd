"""The measurements of servers under load. Each is a function of the context. Standard library only."""

import json
import os
import subprocess
import tempfile
import time

import gclog
from servers import BENCHMARKS, ROOT, Failed, Servers, peer
from subjects import C_REFERENCE, HERD, HERDS, LONE, REDIS_SET

CLASS_PATH = (f"{BENCHMARKS}/target/classes:{ROOT}/herd-testkit/target/classes:"
              f"{BENCHMARKS}/target/libraries/*:{ROOT}/herd-examples/target/herd.jar")

# all of a herd on one core: its compilers share it, and what is left to be flooded when the load ends counts too
HERD_WARM_UP = 40
HERD_SECONDS = 20


def java(*arguments):
    return ["java", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", *arguments]


def limit(context):
    """What the generator itself can do: against a program that only answers."""
    for number in context.rounds_of("limit"):
        for depth in [16] if context.short else [1, 16, 64, 256]:
            command = ["taskset", "-c", context.server_core, "java", "-jar", f"{BENCHMARKS}/load/target/load.jar", "respond"]

            def measure():
                with Servers(command, 1) as servers:
                    context.load(servers, "limit", "responder", number, depth=depth, agreement=0,
                                 skip_first_reports=True)

            context.attempt("limit", "responder", measure)


def gaps(context):
    """What the machine itself keeps from running, beside which no longest time can be shorter."""
    for number, core in context.turns("gaps", [context.server_core, context.load_core]):
        command = ["python3", f"{BENCHMARKS}/harness/gaps.py", core, "1" if context.short else "10"]

        def measure():
            for line in context.lines_of(command):
                context.keep(line, command, number)

        context.attempt("gaps", f"core {core}", measure)


def server(context):
    """One server on one core at each depth."""
    for depth in [16] if context.short else [1, 16, 64, 256]:
        for number, subject in context.turns("server", LONE):

            def measure():
                with peer(subject.peer, context.server_core, *subject.options) as servers:
                    context.load(servers, "server", subject.name, number, protocol=subject.protocol, depth=depth,
                                 clients=10_000 if context.short else 100_000)

            context.attempt("server", subject.name, measure)


def herd(context):
    """Five servers, loaded alike: updates a second that all of them know."""
    for number, subject in context.turns("herd", HERDS):

        def measure():
            with peer(subject.peer, context.server_core, *subject.options, servers=5) as servers:
                context.load(servers, "herd", subject.name, number, protocol=subject.protocol, depth=64,
                             clients=5_000 if context.short else 100_000,
                             warm_up=context.warm_up if context.short else HERD_WARM_UP,
                             seconds=context.seconds if context.short else HERD_SECONDS, agreement=120)

        context.attempt("herd", subject.name, measure)


def clients(context):
    """Throughput with ever more clients."""
    for count in [10_000] if context.short else [10_000, 100_000, 1_000_000, 10_000_000]:
        for number, subject in context.turns("clients", [HERD] if context.short else [HERD, C_REFERENCE, REDIS_SET]):

            def measure():
                with peer(subject.peer, context.server_core, *subject.options) as servers:
                    context.load(servers, "clients", subject.name, number, protocol=subject.protocol, depth=64,
                                 clients=count)

            context.attempt("clients", subject.name, measure)


def connections(context):
    """Throughput over ever more connections, one request outstanding on each."""
    for count in [100] if context.short else [1, 10, 100, 1_000, 10_000]:
        for number, subject in context.turns("connections", [HERD] if context.short else [HERD, C_REFERENCE, REDIS_SET]):

            def measure():
                with peer(subject.peer, context.server_core, *subject.options) as servers:
                    context.load(servers, "connections", subject.name, number, protocol=subject.protocol, depth=1,
                                 connections=count)

            context.attempt("connections", subject.name, measure)


def servers(context):
    """Throughput of ever more servers in one process on one core, all of them loaded."""
    shapes = {2: "line:2", 3: "ring:3", **{count: f"circulant:{count}:1,2" for count in (5, 10, 15, 20, 25)}}
    for count, topology in shapes.items():
        if context.short and count != 5:
            continue
        for number in context.rounds_of("servers"):

            def measure():
                with peer("herd", context.server_core, "--one-process", topology, servers=count) as running:
                    context.load(running, "servers", "herd", number, depth=64,
                                 clients=5_000 if context.short else 100_000,
                                 warm_up=context.warm_up if context.short else HERD_WARM_UP,
                                 seconds=context.seconds if context.short else HERD_SECONDS, agreement=120)

            context.attempt("servers", "herd", measure)


def allocation(context):
    """Bytes that the loop allocates for a report that is new, newer, a duplicate or stale."""
    command = ["taskset", "-c", f"{context.server_core},{context.load_core}",
               *java("-cp", CLASS_PATH, "io.herd.benchmarks.Allocation", "10000" if context.short else "100000")]

    def measure():
        for line in context.lines_of(command):
            context.keep(line, command)

    context.attempt("allocation", "herd", measure)


def memory(context):
    """Heap for each of ten million clients."""
    for reports in [4] if context.short else [1, 4]:
        command = java("-Xmx8g", "-cp", CLASS_PATH, "io.herd.benchmarks.BytesPerClient",
                       "100000" if context.short else "10000000", str(reports))

        def measure():
            for line in context.lines_of(command):
                context.keep(line, command)

        context.attempt("memory", "herd", measure)


def pauses(context):
    """Pauses of the JVM at half of the greatest rate, with the settings of the example jar."""
    with tempfile.TemporaryDirectory(prefix="herd-gc-") as directory:
        log = f"{directory}/gc.log"
        options = [f"--jvm=-Xlog:gc,safepoint:file={log}:uptime"]

        def measure():
            with peer("herd", context.server_core, *options) as running:
                most = context.load(running, "pauses-rate", "herd", depth=16)["figures"]["answersPerSecond"]
                rate = round(most / 2)
                with open(log, encoding="utf-8") as file:
                    start = gclog.last_second(file.read())
                line = context.load(running, "pauses-load", "herd", depth=16, rate=rate, skip_first_reports=True,
                                    seconds=2 if context.short else 20)
                time.sleep(0.2)
            with open(log, encoding="utf-8") as file:
                found = gclog.pauses(file.read(), start)
            command = [word.replace(directory + "/", "") for word in running.command]
            context.keep(pauses_line(found, rate, line), command)

        context.attempt("pauses", "herd", measure)


def pauses_line(found, rate, load):
    collections = [millis for kind, millis in found if kind.startswith("Pause")]
    figures = {
        "maxPauseMillis": max((millis for _, millis in found), default=0.0),
        "collections": len(collections),
        "maxCollectionMillis": max(collections, default=0.0),
        "collectionsSumMillis": sum(collections),
        "rate": rate,
        **{name: load["figures"][name] for name in ("p50Micros", "p99Micros", "p999Micros", "maxMicros")},
    }
    for kind in sorted({kind for kind, _ in found}):
        figures[f"{kind}: count"] = sum(1 for each, _ in found if each == kind)
        figures[f"{kind}: maxMillis"] = max(millis for each, millis in found if each == kind)
    return {"benchmark": "pauses", "subject": "herd", "parameters": {"clients": 100_000, "load": "half"},
            "figures": figures, "errors": 0}


def idle(context):
    """What many connections cost a server that have nothing, or little, to say."""
    for count, rate in [(200, 100)] if context.short else [(10_000, 0), (10_000, 1_000)]:
        for number, transport in context.turns("idle", ["nio", "netty"]):

            def measure():
                with peer("herd", context.server_core, "--transport", transport) as running:
                    context.load(running, "idle", transport, number, connections=count, rate=rate, clients=count)

            context.attempt("idle", transport, measure)


def transports(context):
    """Each transport, plain and by TLS, without and with a thread for input and output."""
    kinds = [(kind, security, threads) for kind in ("nio", "netty") for security in ("plain", "tls") for threads in (0, 1)]
    if context.short:
        kinds = [("netty", "tls", 1)]
    for depth in [16] if context.short else [1, 16, 64, 256]:
        for number, (kind, security, threads) in context.turns("transports", kinds):
            subject = f"{kind}, {security}, {threads} I/O threads"
            command = ["taskset", "-c", context.server_core,
                       *java("-Xmx1g", "-cp", CLASS_PATH, "io.herd.benchmarks.LoadServer", "0", kind, security, str(threads))]

            def measure():
                with Servers(command, 1) as running:
                    context.load(running, "transports", subject, number, depth=depth, tls=security == "tls",
                                 clients=10_000 if context.short else 100_000)

            context.attempt("transports", subject, measure)


def signatures(context):
    """The default herd in one process, with and without signatures of the origins."""
    for number, subject in context.turns("signatures", ["signed"] if context.short else ["plain", "signed"]):
        options = ["--one-process", "default", *(["--signed"] if subject == "signed" else [])]

        def measure():
            with peer("herd", context.server_core, *options, servers=5) as running:
                context.load(running, "signatures", subject, number, clients=500, depth=8)

        context.attempt("signatures", subject, measure)


def micro(context):
    """JMH: parser, encoder, store, pump, places."""
    result = f"{BENCHMARKS}/target/jmh.json"
    few = ["-f", "0", "-wi", "1", "-i", "1", "-w", "10ms", "-r", "10ms"] if context.short else ["-f", "2"]
    command = ["taskset", "-c", context.server_core,
               *java("-cp", CLASS_PATH, "org.openjdk.jmh.Main", *few, "-foe", "true", "-rf", "json", "-rff", result)]

    def measure():
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=3_000, check=False)
        if done.returncode != 0:
            raise Failed(done.stdout[-1_500:] + done.stderr[-500:])
        with open(result, encoding="utf-8") as file:
            for each in json.load(file):
                context.keep(jmh_line(each), command)
        os.remove(result)

    context.attempt("micro", "herd", measure)


NANOS = {"ns/op": 1, "us/op": 1e3, "ms/op": 1e6, "s/op": 1e9}


def jmh_line(each):
    metric = each["primaryMetric"]
    scale = NANOS[metric["scoreUnit"]]
    return {"benchmark": "micro", "subject": ".".join(each["benchmark"].split(".")[-2:]),
            "parameters": each.get("params", {}),
            "figures": {"nanosPerOperation": metric["score"] * scale}, "errors": 0}
