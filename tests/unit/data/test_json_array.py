"""An array of JSON that is read item by item is what it is as a whole, broken or not."""

import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assay.data.failures import Unreadable
from assay.data.json_array import items_in
from assay.data.json_lines import DECODER, NOT_JSON
from assay.data.tables import open_table
from tests.unit.data.fields import values_of, write

BLANKS = st.sampled_from(["", "", " ", "\n", "\r\n", "\t \n"])
VALUES = st.recursive(
    st.sampled_from([None, True, False, 0, -1, 2.5, 1e30, 12345678901234567890, float("nan"), float("-inf")])
    | st.text(st.sampled_from('a,]}"\\\u00e9\U0001f600\n\x01'), max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "é", '"', ""]), inner),
    max_leaves=6,
)
MISTAKES = ["", ",", "]", "[", "{", "}", '"', "\\", ":", "x", "1e", "-", "\n", " ", "tru", "\\u12", "é", "\x00"]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """An array, mostly with one mistake in it."""
    items = [json.dumps(one, ensure_ascii=draw(st.booleans())) for one in draw(st.lists(VALUES, max_size=5))]
    blanks = [draw(BLANKS) for _ in range(4)]
    text = f"{blanks[0]}[{blanks[1]}" + f"{blanks[2]},{blanks[3]}".join(items) + f"{blanks[3]}]{blanks[0]}"
    at = draw(st.integers(len(blanks[0]) + 1, len(text)))
    until = draw(st.integers(at, min(at + 3, len(text))) | st.just(len(text)))
    return text[:at] + draw(st.sampled_from(MISTAKES)) + text[until:]


def told(error: Exception) -> object:
    return (error.msg, error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else type(error)


def whole(text: str) -> object:
    try:
        return repr(DECODER.decode(text))
    except NOT_JSON as error:
        return told(error)


def one_by_one(text: str, chunk: int) -> object:
    try:
        return repr(list(items_in(io.StringIO(text, newline=""), chunk)))
    except NOT_JSON as error:
        return told(error)


@given(texts(), st.sampled_from([1, 2, 3, 7, 20, 1 << 20]))
@example("[1, 2, 3", 1)
@example("[1, 2,\n]", 2)
@example("[]\n\n x", 1)
@example('[{"a": 1e9999999999999999999}]', 3)
@example('[{"a": ' + "9" * 5000 + "}]", 7)
@example('["\\ud83d\\ude00", "\\ud83d\\u', 1)
@example("[-Infinity, -Infinit", 1)
def test_items(text: str, chunk: int) -> None:
    assert one_by_one(text, chunk) == whole(text)


def test_nesting_without_end_is_told() -> None:
    assert one_by_one("[1, " + "[" * 100_000, 20) is whole("[1, " + "[" * 100_000) is RecursionError


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("\n]\n", None),
        ("", "is not valid JSON: expecting ',' delimiter in line 20001, column 14"),
        (",\n {]", "is not valid JSON: expecting property name enclosed in double quotes in line 20002, column 3"),
        ("]\n]", "is not valid JSON: extra data in line 20002, column 1"),
        (", 5]", "item 20001 in"),
        (", 5, {]", "is not valid JSON: expecting property name enclosed in double quotes in line 20001, column 20"),
        ("] é", "is not valid JSON: extra data in line 20001, column 16"),
    ],
)
def test_an_array_is_looked_through_before_a_row_is_given(tmp_path: Path, end: str, said: str | None) -> None:
    """Whatever is wrong, and wherever it is; in memory there is little at a time."""
    path = tmp_path / "leads.json"
    path.write_bytes(("[\n" + ",\n".join(f'{{"id": {at:05}}}' for at in range(10_000, 30_000)) + end).encode("cp1252"))
    tracemalloc.start()
    try:
        if said is None:
            with open_table(path) as table:
                assert (table.size, table.columns) == (20_000, ("id",))
                assert sum(1 for _ in table.rows()) == table.position == 20_000
        else:
            with pytest.raises(Unreadable, match=said):
                open_table(path)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_columns_of_late_records_are_known(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", "[" + '{"id": 1},' * 200 + '{"id": 2, "Late": 3}]')
    with open_table(path) as table:
        assert (table.columns, table.open_ended) == (("id", "Late"), False)
    assert values_of(path)[-1] == {"id": 2, "Late": 3}
