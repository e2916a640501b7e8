"""CSV and TSV: delimiters, encodings, quotes, rows of another width."""

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.data.delimited import Delimited
from assay.data.dialect import delimiter_of, looks_like_data
from assay.data.failures import Unreadable
from assay.data.tables import open_table
from tests.unit.data.fields import rows_of, values_of, write

ROW = [{"id": "1", "name": "é€"}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,name\n1,é€\n"),
        ("a.csv", "id;name\r\n1;é€\r\n"),
        ("a.csv", "id|name\r1|é€\r"),
        ("a.csv", "id\tname\n1\té€"),
        ("a.tsv", "id\tname\n1\té€\n"),
        ("a.tsv", "id,name\n1,é€\n"),
        ("a.csv", "sep=;\nid;name\n1;é€\n"),
        ("a.csv", '\n\n"id" , "name"\n1, "é€"\n\n'),
        ("a.txt", "id,name\n1,é€\n"),
        ("noending", "id,name\n1,é€\n"),
        ("a.csv", "id,name\n1,é€\n".encode("utf-8-sig")),
        ("a.csv", "id,name\n1,é€\n".encode("utf-16")),
        ("a.csv", "id,name\n1,é€\n".encode("utf-16-le")),
        ("a.csv", "id,name\n1,é€\n".encode("utf-16-be")),
        ("a.csv", "id,name\n1,é€\n".encode("utf-32")),
        ("a.csv", "id,name\n1,é€\n".encode("cp1252")),
        ("a.csv", "id,name,\n1,é€,\n"),
        ("a.csv", "id,name\n1,é€,,\n , \n,\n"),
    ],
)
def test_one_table_in_many_clothes(tmp_path: Path, name: str, content: str | bytes) -> None:
    rows = values_of(write(tmp_path, name, content))
    assert [{key: str(value).strip() for key, value in row.items()} for row in rows if any(row.values())][:1] == ROW


def test_bytes_that_are_not_utf8_after_the_start_are_windows_1252(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", b"id,name\n" + b"1,plain ascii\n" * 30_000 + b"2,caf\xe9\n3,caf\xc3\xa9\n4,\x81\n")
    assert [row["name"] for row in values_of(path)[-3:]] == ["café", "café", "\x81"]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'id,note\n1,"two\nlines"\n\n2,x\n')
    assert [(row.line, row.values["note"]) for row in rows_of(path)] == [(2, "two\nlines"), (5, "x")]


def test_blank_headers_have_a_number_and_trailing_ones_go(tmp_path: Path) -> None:
    with open_table(write(tmp_path, "a.csv", "id,,name,,\n1,x,y,,\n2,,y,,\n")) as table:
        assert table.columns == ("id", "column 2", "name")
        assert [row.fault for row in table.rows()] == [None, None]


def test_rows_of_another_width_are_faulty(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id,name\n1,x\n2,y,z\n3\n4,w\n5,v\n6,u\n")
    with open_table(path) as table:
        rows = list(table.rows())
        assert table.shifted == 2
    assert [row.line for row in rows if row.fault] == [3, 4]
    assert rows[1].fault == "3 cells, but the header has 2 columns"
    assert rows[1].rest == "z"
    assert rows[2].fault == "1 cell, but the header has 2 columns"
    assert rows[2].values == {"id": "3"}


def test_an_open_quote_costs_one_row(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'id,name\n1,x\n2,"y\n3,z\n4,"quoted"\n5,b\n')
    rows = rows_of(path)
    assert [(row.line, row.fault is None) for row in rows] == [(2, True), (3, False), (4, True), (5, True), (6, True)]
    assert rows[1].rest == '2,"y'


def test_an_open_quote_at_the_end_costs_one_row(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "a.csv", 'id,name\n1,x\n2,"y\n3,z\n4,w\n'))
    assert [row.values.get("id") for row in rows] == ["1", None, "3", "4"]


def test_a_quote_inside_a_cell_is_a_faulty_row_or_text(tmp_path: Path) -> None:
    rows = rows_of(write(tmp_path, "a.csv", 'id,name\n1,5" pipe\n2,"5" pipe"\n3,"5"" pipe"\n'))
    assert [row.values.get("name") for row in rows] == ['5" pipe', None, '5" pipe']


def test_endless_open_quotes_are_given_up(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id,name\n" + '1,"x\n2,"y"\n' * 300)
    with pytest.raises(Unreadable, match="quotes"):
        rows_of(path)


def test_a_long_cell_over_many_lines_is_read(tmp_path: Path) -> None:
    note = "line\n" * 50_000
    path = write(tmp_path, "a.csv", f'id,note\n1,"{note}"\n2,x\n')
    assert [row["note"] for row in values_of(path)] == [note, "x"]


def test_position_moves_to_the_size(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id,name\n" + "1,x\n" * 1000)
    with open_table(path) as table:
        assert table.size == path.stat().st_size
        list(table.rows())
        assert table.position == table.size


def test_labels_name_the_values(tmp_path: Path) -> None:
    with open_table(write(tmp_path, "a.csv", "ID,Name\n1,x\n")) as table:
        assert [row.values for row in table.rows(str.lower)] == [{"id": "1", "name": "x"}]


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        (["a;b;c\n", "1;2,5;x\n", "1;3,5;y\n"], ";"),
        (["a,b\n", "1;2,3\n"], ","),
        (["name\n", "x\n"], ","),
        (["a\tb c|d\n", "1\t2\n"], "\t"),
        (["a|b|c\n", "1|2|3\n"], "|"),
        ([], ","),
    ],
)
def test_delimiters(lines: list[str], delimiter: str) -> None:
    assert delimiter_of(lines) == delimiter


@pytest.mark.parametrize(
    "first",
    ["1,ann@example.com,NL", "L-1,2026-01-01,NL", "x,https://a.example,NL", "56,12,NL", "7,married,single"],
)
def test_no_header(tmp_path: Path, first: str) -> None:
    path = write(tmp_path, "a.csv", f"{first}\n{first.replace('1', '2')}\n{first.replace('1', '3')}\n")
    with pytest.raises(Unreadable, match="has no header"):
        Delimited(path)


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (["id", "2024", "2025"], [["1", "5", "6"]]),
        (["id", "1", "2", "3"], [["x", "1", "2", "3"]]),
        (["id", "name"], [["id", "name"], ["1", "name"]]),  # a header that stands twice
        (["id", "e-mail"], [["1", "a@b.nl"]]),
        (["yes", "no"], [["yes", "no"]]),
        (["id"], [["1"]]),
        (["id", "plan b", "covid19"], []),
    ],
)
def test_headers_without_false_alarm(header: list[str], rows: list[list[str]]) -> None:
    assert not looks_like_data(header, rows)


def test_shifted_files_are_refused_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "name,country\n" + "1,ann,NL\n" * 5)
    with pytest.raises(Unreadable, match="its header has 2 columns, but most rows have 3"):
        Delimited(path)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8), st.sampled_from(",;\t|"))
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "second column", "third"), *[(f"k{i}", *row[1:]) for i, row in enumerate(rows)]])
    path = write(tmp_path_factory.mktemp("round"), "a.csv", text.getvalue())
    assert [tuple(row.values()) for row in values_of(path)] == [(f"k{i}", *row[1:]) for i, row in enumerate(rows)]


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "id,name,note\n" + "".join(f"{n},name {n},some text\n" for n in range(60_000)))
    tracemalloc.start()
    with open_table(path) as table:
        read = sum(1 for _ in table.rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert read == 60_000
    assert peak < 4 << 20
