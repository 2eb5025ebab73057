#!/usr/bin/env python3
"""needed.py PROGRAM: the shared libraries that PROGRAM uses, by itself or through each other.

A line each: name, file, and the libraries that it asks for without using a symbol of theirs, with
commas. Debian's LibTorch asks for OpenCV's and FFmpeg's that way, 250 libraries with all that those
load. The C and C++ runtimes, which every system has, are left out.
"""

import re
import subprocess
import sys

RUNTIMES = re.compile(r"(lib(c|m|dl|pthread|rt|resolv|util|anl|nsl|stdc\+\+|gcc_s)|ld-linux.*)\.so\b.*")


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def loaded(program):
    """File by name of all that the loader gives the program, less the runtimes."""
    text = output("ldd", program)
    missing = re.findall(r"^\t(.*) => not found", text, re.MULTILINE)
    if missing:
        sys.exit(f"error: {program}: this machine has no {', '.join(missing)}")
    files = re.findall(r"^\t(\S+) => (/.*) \(0x[0-9a-f]+\)$", text, re.MULTILINE)
    return {name: file for name, file in files if not RUNTIMES.fullmatch(name)}


def asked_for(file):
    return re.findall(r"\(NEEDED\).*\[(.*)\]", output("readelf", "-dW", file))


def symbols(file):
    """Names of the dynamic symbols that the file takes from others, and of those that it gives."""
    taken, given = set(), set()
    for line in output("readelf", "--dyn-syms", "-W", file).splitlines():
        fields = line.split()
        if len(fields) >= 8 and fields[0][:-1].isdigit() and fields[4] != "LOCAL":
            (taken if fields[6] == "UND" else given).add(fields[7].split("@")[0])
    return taken, given


def main(program):
    files = loaded(program)
    given = {name: symbols(file)[1] for name, file in files.items()}

    def asked_and_used(file):
        asked = [name for name in asked_for(file) if name in files]
        taken = symbols(file)[0]
        return asked, [name for name in asked if taken & given[name]]

    unused, waiting = {}, asked_and_used(program)[1]
    while waiting:
        name = waiting.pop()
        if name not in unused:
            asked, used = asked_and_used(files[name])
            unused[name] = [other for other in asked if other not in used]
            waiting += used
    for name in sorted(unused):
        print(name, files[name], ",".join(unused[name]))


if __name__ == "__main__":
    main(sys.argv[1])
