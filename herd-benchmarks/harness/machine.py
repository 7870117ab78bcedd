"""What the machine is, and which versions it has. Standard library only."""

import os
import platform
import re
import shutil
import subprocess


def first_line(*command):
    """The first line that a program says of its version; nothing if it is not there."""
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0].strip() if lines else ""


def field(path, name):
    try:
        with open(path, encoding="utf-8") as file:
            return next((line.split(":", 1)[1].strip() for line in file if line.startswith(name)), "")
    except OSError:
        return ""


def python():
    """Debian's Python, and what it has of the packages that peers run on."""
    python3 = "/usr/bin/python3"
    packages = [first_line("/usr/bin/dpkg-query", "-W", "-f", "${Version}", f"python3-{name}") for name in ["uvloop", "twisted"]]
    names = [f"{name} {version}" for name, version in zip(["uvloop", "Twisted"], packages) if re.match(r"\d", version)]
    return ", ".join([first_line(python3, "--version"), *names])


def describe():
    """Names and values, for people."""
    memory = re.sub(r"\D", "", field("/proc/meminfo", "MemTotal"))
    versions = {
        "Java": first_line("java", "-version"),
        "Redis": first_line("redis-server", "--version"),
        "Node.js": first_line("node", "--version"),
        "Python": python(),
        "C": first_line("gcc", "--version"),
    }
    return {
        "processor": f"{os.cpu_count()} cores of {field('/proc/cpuinfo', 'model name') or platform.machine()}",
        "memory": f"{int(memory) / 2**20:.0f} GiB" if memory else "unknown",
        "system": f"{platform.system()} {platform.release()}",
        **{name: version for name, version in versions.items() if version},
    }
