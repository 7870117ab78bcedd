"""Starts the servers of one peer and stops them again: what the `start` scripts have in common. Linux only.

    start [--servers 1|5] [--ports P1,P2,...] [--cores LIST]

prints `ready NAME PORT PID` on stdout for each server when it listens and has reached its neighbours. SIGTERM, SIGINT and the
end of stdin stop all servers. Exit codes: 0 stopped, 1 a server failed, 2 wrong use, 3 something is not installed.

A server is a program called with `NAME PORT [NEIGHBOUR:PORT ...]` that prints the line `ready`.
"""

import argparse
import os
import select
import shutil
import signal
import socket
import subprocess
import sys

# the default herd
NAMES = ["Bailey", "Bona", "Campbell", "Clark", "Jaquez"]
RELATIONS = [
    ("Clark", "Jaquez"),
    ("Clark", "Bona"),
    ("Campbell", "Bailey"),
    ("Campbell", "Bona"),
    ("Campbell", "Jaquez"),
    ("Bona", "Bailey"),
]
READY_SECONDS = 20
STOP_SECONDS = 5


def not_installed(what):
    print(f"not installed: {what}", file=sys.stderr)
    sys.exit(3)


def installed(*programs):
    """The path of the first of these programs that is there."""
    for program in programs:
        path = shutil.which(program)
        if path:
            return path
    return not_installed(" or ".join(programs))


def python_with(module=None):
    """A Python that has this module. Debian's comes first: it has Debian's packages, and is built with optimization."""
    probe = f"import {module}" if module else ""
    for python in ["/usr/bin/python3", sys.executable]:
        if os.access(python, os.X_OK) and subprocess.run([python, "-c", probe], stderr=subprocess.DEVNULL).returncode == 0:
            return python
    return None


def options(description, add=None):
    parser = argparse.ArgumentParser(prog="start", description=description)
    parser.add_argument("--servers", type=int, choices=[1, 5], default=1)
    parser.add_argument("--ports", type=lambda ports: [int(port) for port in ports.split(",")])
    parser.add_argument("--cores", help="the cores for the servers, as taskset takes them")
    if add:
        add(parser)
    return parser.parse_args()


def free_ports(count):
    """Ports that nobody uses; all bound at once, so that they differ."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def ports_for(chosen, count):
    if chosen and len(chosen) != count:
        print(f"start: {count} ports are needed, not {len(chosen)}", file=sys.stderr)
        sys.exit(2)
    return chosen or free_ports(count)


def start_herd(command, chosen, environment=None):
    """Runs `command NAME PORT [NEIGHBOUR:PORT ...]` for each server until told to stop."""
    names = NAMES if chosen.servers == 5 else ["Clark"]
    ports = dict(zip(names, ports_for(chosen.ports, chosen.servers)))

    def arguments(name):
        neighbours = [b if a == name else a for a, b in RELATIONS if name in (a, b)]
        return [name, str(ports[name]), *(f"{other}:{ports[other]}" for other in neighbours if other in ports)]

    with Processes(chosen.cores, environment) as processes:
        for name in ports:
            processes.start(name, ports[name], [*command, *arguments(name)])
        for name in ports:
            processes.await_ready(name)
        processes.run()


class Processes:
    """The servers' processes. They die with this one, however it ends."""

    def __init__(self, cores=None, environment=None):
        self.cores = cores
        self.environment = {**os.environ, **(environment or {})}
        self.servers = {}

    def __enter__(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(0))
        return self

    def __exit__(self, *_):
        for _, process in self.servers.values():
            process.terminate()
        for _, process in self.servers.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, name, port, command, cores=None):
        pinned = ["taskset", "-c", cores or self.cores] if cores or self.cores else []
        self.servers[name] = port, subprocess.Popen(
            [*pinned, "setpriv", "--pdeathsig", "TERM", *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=self.environment)

    def await_ready(self, name):
        """Waits for the line `ready` and passes it on."""
        _, process = self.servers[name]
        readable, _, _ = select.select([process.stdout], [], [], READY_SECONDS)
        line = process.stdout.readline().strip() if readable else b"nothing"
        if line != b"ready":
            self.fail(f"{name} is not ready but says {line.decode(errors='replace')!r}")
        self.ready(name)

    def ready(self, name):
        port, process = self.servers[name]
        print("ready", name, port, process.pid, flush=True)

    def run(self):
        """Waits for the end of stdin, or of a server."""
        ends = {os.pidfd_open(process.pid): name for name, (_, process) in self.servers.items()}
        while True:
            readable, _, _ = select.select([0, *ends], [], [])
            for each in readable:
                if each in ends:
                    self.fail(f"{ends[each]} has ended")
                if not os.read(0, 4096):
                    return

    def fail(self, message):
        print(f"start: {message}", file=sys.stderr)
        sys.exit(1)
