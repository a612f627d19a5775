"""`demarche check`: the promises of a dataset, verified; the problems as a list."""

import sys

SHOWN = 50


def check(root: str) -> int:
    """Print what is broken in the dataset at `root`. Returns 0 where nothing is, else 1."""
    from transforms.lake.check import check as find_problems

    problems = find_problems(root)
    for problem in problems[:SHOWN]:
        promise = f"promise {problem.promise}: " if problem.promise else ""
        print(f"{promise}{problem.path}: {problem.message}")
    if problems:
        more = f" (the first {SHOWN} shown)" if len(problems) > SHOWN else ""
        print(f"demarche check: {root}: {len(problems)} problem{'s' * (len(problems) > 1)}{more}", file=sys.stderr)
        return 1
    print(f"{root}: every promise holds")
    return 0
