#!/usr/bin/env python3
"""count_cases.py JUNIT: "passed failed skipped" test cases of a `ctest --output-junit` file.

A GoogleTest binary counts by the cases it printed, any other test as one. A binary that failed
without a failed case (a crash, a timeout) counts as one failure more.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

CASE = re.compile(r"^\[ +(OK|FAILED|SKIPPED) +\] \S+.*\(\d+ ms\)$", re.MULTILINE)


def count(test):
    cases = CASE.findall(test.findtext("system-out") or "")
    passed, failed, skipped = (cases.count(name) for name in ("OK", "FAILED", "SKIPPED"))
    status = test.get("status")
    if status == "run":
        return (passed, failed, skipped) if cases else (1, 0, 0)
    if status == "fail":
        return passed, max(failed, 1), skipped
    return 0, 0, 1


def main(path):
    tests = ElementTree.parse(path).getroot().iter("testcase")
    totals = [sum(column) for column in zip(*map(count, tests))]
    print(*(totals or (0, 0, 0)))


if __name__ == "__main__":
    main(sys.argv[1])
