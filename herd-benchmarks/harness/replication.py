"""How news spread: calls the programs of herd-benchmarks/replication. Standard library only."""

import os

from servers import BENCHMARKS, NotInstalled

SUBJECTS = ["herd", "jgroups", "infinispan", "hazelcast", "pekko"]
PROGRAM = f"{BENCHMARKS}/replication/run"
SECONDS = 300


def replication(context):
    """Propagation, bursts, a node that was away, a new node: Herd and replicated maps."""
    cases = [
        ("propagation", ["--rate", "1000", "--seconds", "10"]),
        ("burst", ["--clients", "10000"]),
        ("burst", ["--clients", "500000"]),
        ("new-node", ["--clients", "100000"]),
        ("new-node", ["--clients", "1000000"]),
        ("catch-up", ["--clients", "1000000"]),
    ]
    if context.short:
        cases = [("propagation", ["--rate", "1000", "--seconds", "1"]), ("burst", ["--clients", "10000"])]
    for benchmark, arguments in cases:
        for number, subject in context.turns(benchmark, SUBJECTS[:1] if context.short else SUBJECTS):
            command = [PROGRAM, subject, benchmark, *arguments]

            def measure():
                if not os.path.exists(PROGRAM):
                    raise NotInstalled("there is no herd-benchmarks/replication/run")
                for line in context.lines_of(command, SECONDS):
                    context.keep(line, command, number)

            context.attempt(benchmark, subject, measure)
