"""Near names: helpful, never far-fetched, never slow."""

import pytest

from assay.check.suggest import Suggester, distance, nearest

NEAR = {
    ("contry", "country"): True,
    ("Country", "country"): True,
    ("lead source", "lead_source"): True,
    ("LeadSource", "lead_source"): True,
    ("cuontry", "country"): True,
    ("MLQ", "MQL"): True,
    ("SQL", "MQL"): True,
    ("a", "b"): False,
    ("ab", "cd"): False,
    ("fit", "page"): False,
    ("title", "page"): False,
    ("employes", "employees"): True,
    ("employee_count", "employees"): False,
    ("turnover", "country"): False,
}


@pytest.mark.parametrize("pair", NEAR)
def test_the_cut_off(pair: tuple[str, str]) -> None:
    wanted, known = pair
    assert nearest(wanted, [known]) == (known if NEAR[pair] else None)


def test_the_nearest_wins_and_of_equals_the_first() -> None:
    assert nearest("pages", ["stages", "page", "paged"]) == "page"
    assert nearest("x1", ["x2", "x3"]) == "x2"


def test_a_name_is_not_its_own_suggestion() -> None:
    assert nearest("page", ["page"]) is None


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "xbc", 1), ("", "ab", 2), ("abcd", "badc", 2)],
)
def test_distance(a: str, b: str, edits: int) -> None:
    assert distance(a, b, 9) == edits
    assert distance(b, a, 9) == edits
    assert distance(a, b, 1) == min(edits, 1)


def test_a_run_searches_only_so_often() -> None:
    suggester = Suggester()
    known = ["country"]
    found = [suggester.near(f"countr{n}", known) for n in range(500)]
    assert found[0] == "country"
    assert found[-1] is None
    assert suggester.near("countr0", known) == "country"
