"""What all measurements share: how long, how often, which cores, where results go. Standard library only."""

import datetime
import json
import os
import re
import subprocess
import sys
import tempfile

from servers import BENCHMARKS, ROOT, Failed, NotInstalled

LOAD = ["java", "-Xms256m", "-Xmx1g", "-XX:+UseSerialGC", "-jar", f"{BENCHMARKS}/load/target/load.jar"]


class Context:
    """One run of the harness."""

    def __init__(self, results, short, chosen, rounds):
        self.results = results
        self.short = short
        self.chosen = chosen
        self.rounds = rounds
        self.seconds = 0.5 if short else 5
        self.warm_up = 0.5 if short else 5
        cores = sorted(os.sched_getaffinity(0))
        self.server_core = str(cores[0])
        self.load_core = str(cores[-1])

    def say(self, text):
        print(text, file=sys.stderr, flush=True)

    def rounds_of(self, page):
        """The numbers of a page's rounds."""
        return range(1, 2 if self.short else self.rounds[page] + 1)

    def turns(self, page, subjects):
        """(round, subject): each round has all of them, every other round backwards, so that a drift hits all alike."""
        taken = [each for each in subjects if self.chosen is None or getattr(each, "name", each) in self.chosen]
        for number in self.rounds_of(page):
            for subject in taken if number % 2 else reversed(taken):
                yield number, subject

    def keep(self, line, command, number=1):
        """Adds a result, with what the program does not know."""
        shown = re.sub(f"{tempfile.gettempdir()}/[^/ ]+/", "", " ".join(command).replace(ROOT + "/", ""))
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M")
        self.results.add({**line, "command": shown, "round": number, "time": now})
        figures = line.get("figures", {})
        first = next(((name, value) for name, value in figures.items() if name != "firstReportsPerSecond"), ("", 0))
        errors = f", {line['errors']} ERRORS {line.get('problems')}" if line.get("errors") else ""
        self.say(f"  {line['benchmark']} {line['subject']} {line.get('parameters')} round {number}: "
                 f"{first[0]} {first[1]:,.1f}{errors}")

    def attempt(self, benchmark, subject, measure):
        """Measures; what is not installed is skipped, what fails is noted and fails the run at its end."""
        try:
            measure()
            return True
        except NotInstalled as missing:
            if subject not in self.results.skipped(benchmark):
                self.results.add({"benchmark": benchmark, "subject": subject, "skipped": f"not installed: {missing}"})
                self.say(f"  {benchmark} {subject}: skipped, not installed: {missing}")
        except (Failed, subprocess.TimeoutExpired) as failed:
            self.results.add({"benchmark": benchmark, "subject": subject, "failed": str(failed).replace(ROOT + "/", "")})
            self.say(f"  {benchmark} {subject}: FAILED, {failed}")
        return False

    def lines_of(self, command, seconds=600):
        """Runs a program that prints result lines."""
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False)
        if done.returncode == 3:
            raise NotInstalled(done.stderr.strip().splitlines()[-1].removeprefix("not installed: "))
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        if done.returncode != 0 or not lines:
            raise Failed(f"exit code {done.returncode}: {' '.join(command)}\n{done.stderr[-2000:]}")
        return lines

    def load(self, servers, benchmark, subject, number=1, parameters=None, **options):
        """Loads servers that run; options are those of the generator, with _ for -."""
        given = {"warm_up": self.warm_up, "seconds": self.seconds, **options}
        arguments = [text for name, value in given.items() if value is not False
                     for text in ([f"--{name.replace('_', '-')}"] + ([] if value is True else [str(value)]))]
        command = ["taskset", "-c", self.load_core, *LOAD, "run", "--port", ",".join(servers.ports),
                   "--server-pid", ",".join(servers.pids), "--benchmark", benchmark, "--subject", subject, *arguments]
        line = self.lines_of(command)[0]
        line["parameters"].update(parameters or {})
        varying = {",".join(servers.ports): "PORTS", ",".join(servers.pids): "PIDS"}
        shown = [*servers.command, "&", *(varying.get(word, word) for word in command)]
        self.keep(line, shown, number)
        return line
