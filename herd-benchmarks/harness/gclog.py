"""The pauses in a garbage collection log of the JVM (-Xlog:gc,safepoint). Standard library only."""

import re

# [12.345s][info][gc] GC(7) Pause Young (Normal) (G1 Evacuation Pause) 25M->3M(128M) 1.234ms
PAUSE = re.compile(r"\[(\d+\.\d+)s\].*GC\(\d+\) (Pause [A-Z][A-Za-z]*(?: [A-Z][a-z]+)*)[^\n]*? (\d+\.\d+)ms$")
# [12.345s][info][safepoint] Safepoint "G1CollectForAllocation", ..., Total: 1234567 ns
SAFEPOINT = re.compile(r"\[(\d+\.\d+)s\].*Safepoint \"(\w+)\".*Total: +(\d+) ns")


def pauses(text, from_seconds=0.0):
    """(kind, milliseconds) of each pause since a second of the JVM's life; safepoints include what led to them."""
    found = []
    for line in text.splitlines():
        pause = PAUSE.search(line)
        if pause and float(pause[1]) >= from_seconds:
            found.append((pause[2], float(pause[3])))
        safepoint = SAFEPOINT.search(line)
        if safepoint and float(safepoint[1]) >= from_seconds:
            found.append((f"safepoint {safepoint[2]}", int(safepoint[3]) / 1e6))
    return found


def last_second(text):
    """The second of the JVM's life of the last line, 0 if there is none."""
    stamps = re.findall(r"^\[(\d+\.\d+)s\]", text, re.MULTILINE)
    return float(stamps[-1]) if stamps else 0.0
