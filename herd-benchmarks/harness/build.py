"""Builds what the measurements need, if sources are newer. Standard library only."""

import glob
import os
import shutil
import subprocess
import sys

from servers import BENCHMARKS, ROOT

MODULES = "herd-examples,herd-benchmarks,herd-benchmarks/load"
PRODUCTS = [f"{ROOT}/herd-examples/target/herd.jar", f"{BENCHMARKS}/load/target/load.jar", f"{BENCHMARKS}/target/classes",
            f"{BENCHMARKS}/target/libraries"]


def newest_source():
    """When a source was changed last."""
    files = glob.glob(f"{ROOT}/*/src/main/**/*", recursive=True) + glob.glob(f"{ROOT}/*/*/src/main/**/*", recursive=True)
    return max(os.path.getmtime(file) for file in files + glob.glob(f"{ROOT}/**/pom.xml", recursive=True))


def is_built():
    """The directory of libraries is touched after each build, so it tells when that was."""
    return all(os.path.exists(each) for each in PRODUCTS) and newest_source() <= os.path.getmtime(PRODUCTS[-1])


def build():
    if is_built():
        return
    if not shutil.which("mvn"):
        sys.exit("run: mvn is missing, which builds what is measured")
    print("building ...", file=sys.stderr, flush=True)
    command = ["mvn", "-q", "-B", "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "-Djacoco.skip=true",
               "-pl", MODULES, "-am", "package"]
    # offline first: what was built once needs no network
    if subprocess.run([*command, "-o"], cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=True)
    os.utime(PRODUCTS[-1])
