"""Starts the servers that are measured, and stops them again. Standard library only."""

import os
import select
import subprocess
import tempfile
import time

HARNESS = os.path.dirname(os.path.realpath(__file__))
BENCHMARKS = os.path.dirname(HARNESS)
ROOT = os.path.dirname(BENCHMARKS)
READY_SECONDS = 90
STOP_SECONDS = 20


class NotInstalled(Exception):
    """What is needed is not there; the reason is the message."""


class Failed(Exception):
    """A program did not do what it had to."""


class Servers:
    """Servers that were started by one command, for a `with` block: their ports and processes."""

    def __init__(self, command, count):
        self.command = command
        self.count = count
        self.ports = []
        self.pids = []

    def __enter__(self):
        if not os.path.exists(self.command[0]) and "/" in self.command[0]:
            raise NotInstalled(f"there is no {os.path.relpath(self.command[0], ROOT)}")
        # a file, since a pipe that nobody reads would stop a server that logs
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors)
        try:
            self._await_ready()
        except BaseException:
            self._stop()
            raise
        return self

    def _await_ready(self):
        deadline = time.monotonic() + READY_SECONDS
        text = b""
        while text.count(b"ready ") < self.count or not text.endswith(b"\n"):
            left = deadline - time.monotonic()
            readable, _, _ = select.select([self.process.stdout], [], [], max(0, left))
            chunk = os.read(self.process.stdout.fileno(), 4096) if readable else b""
            if not chunk:
                self._fail(left <= 0)
            text += chunk
        for line in text.decode().splitlines():
            if line.startswith("ready ") and len(self.ports) < self.count:
                _, _, port, pid = line.split()
                self.ports.append(port)
                if pid not in self.pids:
                    self.pids.append(pid)

    def _fail(self, late):
        if late:
            raise Failed(f"not ready after {READY_SECONDS} seconds: {' '.join(self.command)}")
        code = self.process.wait(STOP_SECONDS)
        self.errors.seek(0)
        said = self.errors.read().decode(errors="replace").strip()
        if code == 3:
            raise NotInstalled(said.splitlines()[-1].removeprefix("not installed: ") if said else "unknown")
        raise Failed(f"exit code {code}: {said or ' '.join(self.command)}")

    def __exit__(self, *_):
        self._stop()

    def _stop(self):
        self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            self.process.wait(STOP_SECONDS)
        self.process.stdout.close()
        self.errors.close()


def peer(name, core, *options, servers=1):
    """The servers of a peer, or of Herd."""
    start = f"{BENCHMARKS}/peers/{name}/start"
    command = [start, "--servers", str(servers), "--cores", core, *options]
    if "--one-process" in options:
        command = [start, "--cores", core, *options]
    return Servers(command, servers)
