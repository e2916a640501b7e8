"""Coverage as an LCOV tracefile, which genhtml, Codecov and editors read.

A line is hit by each example in which what stands on it acts: a rule is true, a row is taken, a letter is given, a
promise is kept. Each goal is a branch of its line, taken by the examples that show it; what no lead can show is left
out.
"""

from collections.abc import Iterator
from itertools import groupby

from assay.testing.coverage import Coverage, Measured


def report_lcov(coverage: Coverage) -> str:
    """One record for each file."""
    by_file = sorted(coverage.points, key=_file)
    return "".join(f"{row}\n" for name, found in groupby(by_file, key=_file) for row in _record(name, list(found)))


def _file(one: Measured) -> str:
    return one.point.span.source.name.replace("\\", "/")


def _record(name: str, points: list[Measured]) -> Iterator[str]:
    yield "TN:assay"
    yield f"SF:{name}"
    branches = list(_branches(points))
    yield from (f"BRDA:{line},{block},{branch},{taken}" for line, block, branch, taken in branches)
    yield f"BRF:{len(branches)}"
    yield f"BRH:{sum(taken not in ('-', '0') for *_, taken in branches)}"
    hits = _hits(points)
    yield from (f"DA:{line},{count}" for line, count in sorted(hits.items()))
    yield f"LF:{len(hits)}"
    yield f"LH:{sum(count > 0 for count in hits.values())}"
    yield "end_of_record"


def _branches(points: list[Measured]) -> Iterator[tuple[int, int, int, str]]:
    """Line, number of the point, number of the goal, and by how many it was shown; "-" where it was not come to."""
    for block, one in enumerate(sorted(points, key=_line)):
        come_to = any(goal.by for goal in one.goals)
        possible = [goal for goal in one.goals if goal.possible]
        for branch, goal in enumerate(possible):
            yield _line(one), block, branch, str(len(goal.by)) if come_to else "-"


def _line(one: Measured) -> int:
    return one.point.span.line


def _hits(points: list[Measured]) -> dict[int, int]:
    """By line; of several rules on one line the one that acted least, of a grade all letters together."""
    grades: dict[tuple[int, int], int] = {}
    hits: dict[int, int] = {}
    for one in points:
        if one.point.kind == "grade":
            grades[_line(one), one.point.index] = grades.get((_line(one), one.point.index), 0) + one.acted
        else:
            hits[_line(one)] = min(one.acted, hits.get(_line(one), one.acted))
    for (line, _), acted in grades.items():
        hits[line] = min(acted, hits.get(line, acted))
    return hits
