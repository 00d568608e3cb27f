#!/usr/bin/env python3
"""Breaks one rule of the core after the other and says whether the tests notice.

    tools/mutation/run.py [--list FILE] [--only NAME] SCRATCH

SCRATCH is a folder: a second work tree of this repository is made there unless it exists, and left
for a look. There Maven builds once and runs the tests as they are; then each mutation compiles the
one file that it breaks and runs the tests that have to notice. mutations.txt lists both. Exit
status 1 if a mutation survived or did not compile. Needs Maven and JAVA_HOME of a JDK 25.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = "core/src/main/java/dev/cresset"
PACKAGE = "dev.cresset.testkit."


def mutations(path):
    text = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("#"))
    for block in re.split(r"\n\s*\n", text.strip()):
        name, file, old, new, tests = block.splitlines()
        yield name, file, old.removeprefix("- "), new.removeprefix("+ "), tests.split(",")


def flat(source):
    """A pattern that finds a line however it is wrapped."""
    return re.compile(r"\s*".join(re.escape(part) for part in re.split(r"\s+", source)))


def built(scratch, tests):
    """Builds, runs the tests unbroken, and returns the class path that they ran with."""
    done = subprocess.run(
        ["mvn", "-q", "-B", "-o", "-Dquick", "-pl", "cresset-testkit", "-am", "test",
         "-Dtest=" + ",".join(tests), "-Dsurefire.failIfNoSpecifiedTests=false"], cwd=scratch)
    if done.returncode != 0:
        sys.exit("the tests fail without a mutation")
    report = next((scratch / "cresset-testkit/target/quick/surefire-reports").glob("TEST-*.xml"))
    properties = dict(re.findall(r'<property name="([^"]*)" value="([^"]*)"', report.read_text()))
    return os.pathsep.join([properties["jdk.module.path"], properties["surefire.real.class.path"]])


def java(tool):
    return str(pathlib.Path(os.environ["JAVA_HOME"], "bin", tool))


def run(path, overlay, classpath, tests):
    """Compiles a file and tests with it; returns the number of failures, or what went wrong."""
    shutil.rmtree(overlay, ignore_errors=True)
    compiled = subprocess.run(
        [java("javac"), "-proc:none", "-nowarn", "-d", overlay, "-cp", classpath, path],
        capture_output=True, text=True)
    if compiled.returncode != 0:
        return compiled.stderr
    done = subprocess.run(
        [java("java"), "-XX:+UseSerialGC", "-cp", os.pathsep.join([str(overlay), classpath]),
         str(HERE / "RunTests.java"), *[PACKAGE + t for t in tests]],
        capture_output=True, text=True)
    counts = re.search(r"tests (\d+) failures (\d+)", done.stdout)
    if not counts or counts[1] == "0":
        return "no test ran: " + (done.stdout + done.stderr)[-1000:]
    return int(counts[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scratch", type=pathlib.Path)
    parser.add_argument("--list", type=pathlib.Path, default=HERE / "mutations.txt")
    parser.add_argument("--only", default="", help="only mutations whose name contains this")
    args = parser.parse_args()
    scratch = args.scratch.absolute()
    chosen = [m for m in mutations(args.list) if args.only in m[0]]
    if not scratch.exists():
        subprocess.run(["git", "-C", HERE, "worktree", "add", "--detach", scratch], check=True)
    classpath = built(scratch, sorted({t for m in chosen for t in m[4]}))
    bad = 0
    for name, file, old, new, tests in chosen:
        path = scratch / SOURCES / file
        source = path.read_text()
        places = flat(old).findall(source)
        if len(places) != 1:
            found = f"{len(places)} such places in {file}"
        else:
            path.write_text(source.replace(places[0], new))
            try:
                found = run(path, scratch / "target/mutation", classpath, tests)
            finally:
                path.write_text(source)
        caught = isinstance(found, int) and found > 0
        bad += not caught
        print(f"{'caught' if caught else 'SURVIVED' if found == 0 else 'BROKEN'}  {name}: "
              + (f"{found} failures" if isinstance(found, int) else found), flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
