"""Holds the records of clients as herd_state.py does, and times collections of everything. Called with a number of clients."""

import gc
import sys
import time


def resident_bytes():
    with open("/proc/self/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmRSS:"))


count = int(sys.argv[1])
before = resident_bytes()
records = {}
for number in range(count):
    client = b"client%08d.example" % number
    line = b"AT Clark +0.%09d %b +34.068930-118.445127 1621464827.%09d\n" % (number, client, number)
    records[client] = 1621464827_000000000 + number, line
print("heapBytes", resident_bytes() - before)
for _ in range(5):
    start = time.perf_counter()
    gc.collect()
    print("millis", (time.perf_counter() - start) * 1e3)
assert len(records) == count
