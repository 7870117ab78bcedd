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


def is_built(*products):
    """The last of them, a directory of libraries, is touched after each build, so it tells when that was."""
    return all(os.path.exists(each) for each in products) and newest_source() <= os.path.getmtime(products[-1])


def build():
    if is_built(*PRODUCTS):
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


def build_maps():
    """Builds the replicated maps of other make. Without them, and without a network to get them from, they are skipped."""
    maps = f"{BENCHMARKS}/replication"
    libraries = f"{maps}/target/libraries"
    if is_built(libraries):
        return
    print("building the replicated maps ...", file=sys.stderr, flush=True)
    if subprocess.run([f"{maps}/run", "--build"], cwd=ROOT, stdout=sys.stderr, check=False).returncode == 0:
        os.utime(libraries)
    else:
        print("run: the replicated maps of other make could not be built", file=sys.stderr)
