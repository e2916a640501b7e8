"""Orders and circles."""

import pytest

from assay.check.circles import components, is_circle

GRAPHS = {
    "nothing": ({}, []),
    "a chain": ({"a": ["b"], "b": ["c"], "c": []}, [("c",), ("b",), ("a",)]),
    "a diamond": ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, [("d",), ("b",), ("c",), ("a",)]),
    "a circle": ({"a": ["b"], "b": ["c"], "c": ["b"]}, [("b", "c"), ("a",)]),
    "in order of declaration": ({"b": ["a"], "a": ["b"]}, [("b", "a")]),
    "unknown names": ({"a": ["x"]}, [("a",)]),
    "two circles that touch": ({"a": ["b", "c"], "b": ["a"], "c": ["a"]}, [("a", "b", "c")]),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_components(name: str) -> None:
    edges, expected = GRAPHS[name]
    assert components(edges) == expected


def test_circles() -> None:
    edges = {"a": ["a"], "b": [], "c": ["d"], "d": ["c"]}
    assert [is_circle(component, edges) for component in components(edges)] == [True, False, True]


def test_long_chains_do_not_overflow() -> None:
    edges = {str(n): [str(n + 1)] for n in range(50_000)}
    assert len(components(edges)) == 50_000
