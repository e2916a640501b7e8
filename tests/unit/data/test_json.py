"""JSON and JSONL: records, nested objects, activities inside."""

import io
import json
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.data.json_document import JsonDocument
from assay.data.json_lines import JsonLines
from assay.data.tables import open_table
from tests.unit.data.fields import rows_of, values_of, write

TWO = [{"id": "1", "size": 5}, {"id": "2"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"id": "1", "size": 5}\n\n{"id": "2"}\n'),
        ("a.ndjson", '\ufeff{"id": "1", "size": 5}\r\n{"id": "2"}'),
        ("a.json", '{"id": "1", "size": 5}\n{"id": "2"}\n'),
        ("a.json", '[{"id": "1", "size": 5},\n {"id": "2"}]'),
        ("a.jsonl", '[\n{"id": "1", "size": 5},\n{"id": "2"}\n]'),
        ("a.json", '{"leads": [{"id": "1", "size": 5}, {"id": "2"}], "total": 2}'),
        ("noending", '[{"id": "1", "size": 5}, {"id": "2"}]'),
        ("noending", '{"id": "1", "size": 5}\n{"id": "2"}\n'),
    ],
)
def test_records(tmp_path: Path, name: str, content: str) -> None:
    path = write(tmp_path, name, content)
    assert values_of(path) == TWO
    with open_table(path) as table:
        assert table.columns == ("id", "size")


def test_columns_and_a_single_record(tmp_path: Path) -> None:
    assert values_of(write(tmp_path, "a.json", '{"id": ["1", "2"], "n": [5, 6]}')) == [
        {"id": "1", "n": 5},
        {"id": "2", "n": 6},
    ]
    assert values_of(write(tmp_path, "b.json", '{"id": "1", "tags": ["x"]}')) == [{"id": "1", "tags": ["x"]}]
    assert values_of(write(tmp_path, "c.json", '{\n  "id": "1"\n}')) == [{"id": "1"}]


def test_a_record_alone_brings_its_activities(tmp_path: Path) -> None:
    (row,) = rows_of(write(tmp_path, "a.json", '{"id": "1", "activities": [{"action": "demo"}]}'))
    assert (row.values, list(row.activities)) == ({"id": "1"}, [{"action": "demo"}])


def test_numbers_are_exact_and_long_ids_stay(tmp_path: Path) -> None:
    (row,) = values_of(write(tmp_path, "a.jsonl", '{"n": 0.1, "long": 12345678901234567890, "e": 1e3}'))
    assert row == {"n": Decimal("0.1"), "long": 12345678901234567890, "e": Decimal("1e3")}


def test_nested_objects_are_flattened(tmp_path: Path) -> None:
    line = '{"id": 1, "properties": {"email": "a", "geo": {"country": "NL"}}, "tags": ["x"]}'
    with open_table(write(tmp_path, "a.jsonl", line)) as table:
        assert table.columns == ("id", "properties.email", "properties.geo.country", "tags")
        (row,) = table.rows()
    assert row.values == {"id": 1, "properties.email": "a", "properties.geo.country": "NL", "tags": ["x"]}


def test_activities_inside_a_lead(tmp_path: Path) -> None:
    lines = [
        {"id": 1, "activities": [{"action": "demo", "page": {"path": "/x"}}, {}]},
        {"id": 2, "activities": []},
        {"id": 3, "activities": 7},
        {"id": 4, "activities": [{"action": "demo"}, 5]},
        {"id": 5},
    ]
    rows = rows_of(write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines))))
    assert list(rows[0].activities) == [{"action": "demo", "page.path": "/x"}, {}]
    assert rows[1].values == {"id": 2}
    assert rows[2].values == {"id": 3, "activities": 7}
    assert rows[3].fault == "`activities` holds something that is no record"
    assert list(rows[4].activities) == []


def test_lines_that_are_no_records_are_faulty(tmp_path: Path) -> None:
    lines = [
        '{"id": 1}',
        "nope",
        "5",
        '{"a":' * 30 + "1" + "}" * 30,
        "[" * 100_000,
        '{"n": ' + "9" * 5000 + "}",
        '{"n": 1e' + "9" * 30 + "}",
        '{"id": 2}',
        '{"id": "cut o',
    ]
    rows = rows_of(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [row.line for row in rows if row.fault is None] == [1, 8]
    assert rows[1].fault == "this line is not JSON: expecting value at column 1"
    assert rows[2].fault == "this line is not a JSON object"
    assert rows[8].fault == "this line is not JSON: unterminated string at column 8"
    assert "nested too deeply" in str(rows[3].fault)
    assert "nested too deeply" in str(rows[4].fault)
    for row in rows[5:7]:
        assert row.fault == "this line is not JSON: it holds a number that is too long"


def test_a_damaged_first_line_is_one_faulty_row(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "a.jsonl", '{"id": 1\n{"id": 2}\n{"id": 3}\n'))
    assert [row.fault is None for row in rows] == [False, True, True]


def test_later_records_may_bring_columns(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"id": 1}\n' * 200 + '{"id": 2, "Late": 3}\n')
    with open_table(path) as table:
        assert (table.columns, table.open_ended) == (("id",), True)
        assert list(table.rows(str.lower))[-1].values == {"id": 2, "late": 3}


def test_a_record_with_one_field_twice_is_faulty(tmp_path: Path) -> None:
    with open_table(write(tmp_path, "a.jsonl", '{"id": 1}\n{"id": 2, "ID": 3}\n')) as table:
        rows = list(table.rows(str.lower))
    assert [row.fault for row in rows] == [None, "two of its columns are the same field: `id` and `ID`"]


def test_stdin_is_jsonl(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(b'{"id": 1}\n{"id": 2}\n')))
    monkeypatch.setattr(sys, "stdin", stdin)
    with open_table("-") as table:
        assert isinstance(table, JsonLines)
        assert (table.name, table.size, table.position) == ("stdin", None, 0) or table.position > 0
        assert [row.values for row in table.rows()] == [{"id": 1}, {"id": 2}]


def test_a_document_counts_records(tmp_path: Path) -> None:
    with open_table(write(tmp_path, "a.json", '[{"id": 1}, {"id": 2}]')) as table:
        assert isinstance(table, JsonDocument)
        assert [row.line for row in table.rows()] == [1, 2]
        assert (table.position, table.size, table.counted) == (2, 2, "record")


SCALARS = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(st.characters(exclude_categories=["Cs"]))
RECORDS = st.lists(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])).filter(lambda k: k != "activities"), SCALARS),
    min_size=1,
)


@given(RECORDS, st.sampled_from(["a.json", "a.jsonl"]))
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, object]], name: str
) -> None:
    lines = [json.dumps(record) for record in records]
    text = f"[{','.join(lines)}]" if name == "a.json" else "\n".join(lines)
    assert values_of(write(tmp_path_factory.getbasetemp(), name, text)) == records
