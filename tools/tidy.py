#!/usr/bin/env python3
"""Runs clang-tidy over the tracked sources that a build folder compiles.

A source that passed is not looked at again until it, a project header it includes, its compile
flags or the checks change: passes are remembered in the XDG cache. Run it after the build, whose
dependencies it reads. Sources that include LibTorch take minutes each and are left to --all.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "chestlens" / "tidy"
GCC_PRECOMPILED_HEADER = re.compile(r"-Winvalid-pch -include \S+")
TORCH_INCLUDE = re.compile(r"^#include <(torch|ATen|c10|caffe2)/", re.MULTILINE)


def run(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def newest(tool):
    """The versioned tool of setup.sh where it is there, else the one on PATH."""
    found = shutil.which(f"{tool}-19") or shutil.which(tool)
    if not found:
        sys.exit(f"error: no {tool} on this machine; run tools/setup.sh")
    return found


def project_headers(build):
    """For each object of the build, the project files that it was compiled from, by ninja's records."""
    headers, current = {}, []
    for line in run("ninja", "-C", str(build), "-t", "deps").splitlines():
        if line.startswith("    "):
            path = (build / line.strip()).resolve()
            if path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / "build"):
                current.append(path)
        elif ": #deps" in line:
            current = headers.setdefault(line.split(":")[0], [])
    return headers


def object_of(entry):
    words = shlex.split(entry["command"])
    return words[words.index("-o") + 1]


def for_clang(entry):
    """A compile command of GCC's, put so that clang-tidy reads it."""
    command = GCC_PRECOMPILED_HEADER.sub("", entry["command"]).replace(" -Werror", "")
    return {**entry, "command": command.replace(" -o ", " -Wno-unknown-warning-option -o ", 1)}


def uses_torch(files):
    return any(TORCH_INCLUDE.search(path.read_text()) for path in files)


def key_of(entry, files, tidy_version):
    """Changes when anything that clang-tidy's verdict on `entry` depends on does."""
    digest = hashlib.sha256((tidy_version + entry["command"]).encode())
    for path in [ROOT / ".clang-tidy", *sorted(set(files))]:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("build", type=pathlib.Path, help="build folder with compile_commands.json")
    arguments.add_argument("--all", action="store_true", help="also the sources that include LibTorch")
    options = arguments.parse_args()
    build = options.build.resolve()

    start = time.monotonic()
    tidy = newest("clang-tidy")
    version = run(tidy, "--version")
    tracked = {ROOT / line for line in run("git", "-c", f"safe.directory={ROOT}", "ls-files", "*.cpp").splitlines()}
    headers = project_headers(build)
    CACHE.mkdir(parents=True, exist_ok=True)

    stale, passed, left_out = [], 0, 0
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"])
        if source not in tracked:
            continue
        files = [source, *headers.get(object_of(entry), [])]
        stamp = CACHE / key_of(entry, files, version)
        if not options.all and uses_torch(files):
            left_out += 1
        elif stamp.exists():
            passed += 1
        else:
            stale.append((entry, stamp))
    print(f"{len(stale)} sources to check; {passed} unchanged since they passed; {left_out} with LibTorch left to --all",
          flush=True)
    if not stale:
        return 0

    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps([for_clang(entry) for entry, _ in stale], indent=1))

    def check(job):
        entry, stamp = job
        result = subprocess.run([tidy, "--quiet", "-p", str(folder), entry["file"]], cwd=ROOT, capture_output=True, text=True)
        if result.returncode == 0:
            stamp.touch()
        return entry["file"], result

    failures = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for done, (file, result) in enumerate(pool.map(check, stale), 1):
            seconds = time.monotonic() - start
            left = seconds / done * (len(stale) - done)
            verdict = "ok" if result.returncode == 0 else "FAILED"
            print(f"[{done}/{len(stale)}, {left:.0f} s left] {verdict} {os.path.relpath(file, ROOT)}", flush=True)
            if result.returncode != 0:
                failures += 1
                print(result.stdout + result.stderr, flush=True)
    print(f"clang-tidy: {failures} of {len(stale)} sources failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
