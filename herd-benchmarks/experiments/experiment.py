"""What the experiments of docs/report.md share: they use the harness, and keep their results in a file of their own. Standard
library only."""

import argparse
import contextlib
import fcntl
import pathlib
import resource
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "harness"))

from context import Context  # noqa: E402
from results import Results  # noqa: E402
from servers import BENCHMARKS, ROOT, NotInstalled, Servers  # noqa: E402, F401

RESULTS = f"{ROOT}/docs/report"


def options(description, *benchmarks):
    """The chosen options, with the results open and without what is measured again."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    own = f"{RESULTS}/{pathlib.Path(sys.argv[0]).name}.jsonl"
    parser.add_argument("--results", default=own, help="where result lines are kept")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lock", help="a file that is locked during each measurement, on machines that are shared")
    parser.add_argument("--only", type=lambda names: names.split(","), help="some subjects; the others' results stay")
    chosen = parser.parse_args()
    chosen.context = context(chosen, benchmarks)
    return chosen


def context(chosen, benchmarks):
    results = Results(chosen.results)
    results.forget(benchmarks, chosen.only)
    return Context(results, False, chosen.rounds, chosen.only)


@contextlib.contextmanager
def locked(path):
    if not path:
        yield
        return
    with open(path, "w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def started(peer, core, *arguments, environment=()):
    """One server of a peer. What is set in its environment is part of the command."""
    start = f"{BENCHMARKS}/peers/{peer}/start"
    command = [start, "--cores", core, *arguments]
    return Servers(["env", *environment, *command] if environment else command, 1)


def descriptors():
    """As many connections as the system lets us have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
