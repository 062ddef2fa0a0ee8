"""Run the export cases of other programs: `python -m tests.measure_exports` with MSCREF_CORPORA set."""

from __future__ import annotations

import sys

from tests.formats.export_cases import DIFFERENCES, cases, outcome
from tests.measure_references import corpora


def main() -> int:
    """Print each case that differs, with its reason, and how many pass; 1 when one differs without a reason."""
    folder = corpora()
    if folder is None:
        print("MSCREF_CORPORA is not set")
        return 2
    passed = unexplained = total = 0
    for case in cases(folder):
        total += 1
        differing = outcome(case)
        if not differing:
            passed += 1
            continue
        reason = DIFFERENCES.get(case["id"], "")
        unexplained += not reason
        print(f"{case['id']} {case['area']}: {reason or 'NOT EXPLAINED'}")
        for ours, theirs in differing:
            print(f"      ours   {ours}\n      theirs {theirs}")
    print(f"{total} cases: {passed} pass, {total - passed} differ, of these {unexplained} without a reason")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
