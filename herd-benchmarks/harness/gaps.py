"""How long a core is away from a program that only looks at the clock. Standard library only.

    gaps.py CORE SECONDS
"""

import json
import os
import sys
import time

MILLI = 1_000_000


def main():
    core, seconds = int(sys.argv[1]), float(sys.argv[2])
    os.sched_setaffinity(0, {core})
    gaps = []
    last = time.perf_counter_ns()
    end = last + int(seconds * 1e9)
    while last < end:
        now = time.perf_counter_ns()
        if now - last > MILLI:
            gaps.append((now - last) / MILLI)
        last = now
    print(json.dumps({
        "benchmark": "gaps", "subject": f"core {core}", "parameters": {"seconds": seconds},
        "figures": {"maxGapMillis": max(gaps, default=0.0), "gapsAboveOneMilli": len(gaps)}, "errors": 0}))


main()
