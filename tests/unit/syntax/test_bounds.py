"""`min` after a number begins a bound; the minutes people write short are told apart by what follows."""

import pytest

from assay.source import Source
from assay.syntax import ast, parse


@pytest.mark.parametrize("bounds", ["max 50 min 0", "max 50 min -20", "max 50 min (1 - 2)", "max 50 min low"])
def test_min_after_a_number_is_a_bound(bounds: str) -> None:
    parsed = parse(Source("rules.assay", f"total {bounds}"))
    assert not parsed.diagnostics
    (total,) = parsed.file.statements
    assert isinstance(total, ast.Total)
    assert total.minimum is not None


def test_min_before_a_clause_is_short_for_minutes() -> None:
    parsed = parse(Source("rules.assay", 'when action == "a" within 30 min add 5'))
    assert [diagnostic.message for diagnostic in parsed.diagnostics] == ["`30 min` is written out"]
