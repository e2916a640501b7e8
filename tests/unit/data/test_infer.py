"""A schema guessed from data: cautious types, formats, the key, spellings of missing values."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from assay.data.bind import bind
from assay.data.checker import Checker
from assay.data.evidence import Counts
from assay.data.infer import Guess, Inferred, guess, infer
from assay.data.tables import open_table
from tests.unit.data.fields import UTC, field, table, write

BANK = Path(__file__).parents[3] / "rules" / "bank_marketing" / "leads.csv"


def guessed(values: Sequence[object], column: str = "a") -> Guess:
    counts = Counts(column)
    for value in values:
        counts.add(value)
    return guess(counts.evidence(), len(values))


def inferred(folder: Path, content: str, name: str = "a.csv", most: int = 1000) -> Inferred:
    with open_table(write(folder, name, content)) as opened:
        return infer(opened, most)


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "22", "-3"], "integer"),
        (["1.5", "2", ".5"], "number"),
        (["007", "12"], "text"),
        (["12345678901234567"], "text"),
        (["1,5", "2"], "text"),
        (["yes", "No", "unknown", ""], "boolean"),
        (["TRUE", "false"], "boolean"),
        (["0", "1"], "integer"),
        (["2026-01-01", "2026-02-01"], "date"),
        (["2026-01-01", "2026-02-01 10:00"], "time"),
        (["2020-04-08 22:06:32.991 UTC"], "time"),
        (["high", "LOW"] * 10, "one of"),
        (["high", "low"], "text"),
        (["a;b", "b;c", "a"] * 3, "list"),
        (['["a"]', "[]"], "list"),
        ([["a"], ["b", "c"]], "list"),
        (["a, b", "c, d"] * 10, "text"),
        ([True, False], "boolean"),
        ([1, 2.0, Decimal(3)], "integer"),
        ([1, 2.5], "number"),
        ([dt.datetime(2026, 1, 1)], "date"),
        ([dt.datetime(2026, 1, 1, 5)], "time"),
        ([dt.date(2026, 1, 1)], "date"),
        ([{"a": 1}, "x"], "text"),
        (["", None, "N/A"], "text"),
        (["2026-02-30"], "text"),
    ],
)
def test_kinds(values: list[object], kind: str) -> None:
    assert guessed(values).kind == kind


@pytest.mark.parametrize(
    ("column", "values", "kind"),
    [
        ("campaign_id", ["1", "2"], "text"),
        ("leadID", ["1", "2"], "text"),
        ("Phone", ["31612345678"], "text"),
        ("zip code", ["1234"], "text"),
        ("is_customer", ["0", "1"], "boolean"),
        ("country", ["NL", "DE"] * 50, "text"),
        ("paid", ["1", "2"], "integer"),
    ],
)
def test_names_count_too(column: str, values: list[object], kind: str) -> None:
    assert guessed(values, column).kind == kind


@pytest.mark.parametrize(
    ("values", "kind", "format", "mirrored"),
    [
        (["01/02/2026", "03/04/2026"], "date", "dd/mm/yyyy", "mm/dd/yyyy"),
        (["31/02/2026", "03/04/2026"], "text", None, None),
        (["31/01/2026", "03/04/2026"], "date", "dd/mm/yyyy", None),
        (["01/31/2026", "03/04/2026"], "date", "mm/dd/yyyy", None),
        (["31.01.2026"], "date", "dd.mm.yyyy", None),
        (["1/2/26 14:05"], "time", "dd/mm/yy hh:mm", "mm/dd/yy hh:mm"),
        (["1/31/2026 2:05 PM"], "time", "mm/dd/yyyy hh:mm am/pm", None),
        (["Jan 5, 2026"], "date", "mmm d, yyyy", None),
    ],
)
def test_formats(values: list[str], kind: str, format: str | None, mirrored: str | None) -> None:
    found = guessed(values)
    assert (found.kind, found.format, found.mirrored) == (kind, format, mirrored)
    assert (found.note is not None) is (mirrored is not None)


def test_decimal_commas_are_told() -> None:
    assert "decimal comma" in str(guessed(["1,5", "2"]).note)


def test_one_of_has_its_values_as_first_written() -> None:
    assert guessed(["High", "low", "HIGH", "unknown", " low "] * 5).values == ("High", "low")


def test_shares_and_names() -> None:
    assert guessed(["x", "", "unknown", "y"]).filled == 0.5
    assert [guessed(["x"], name).backticks for name in ("title", "Lead Source", "emp.var.rate", "when", "score")] == [
        *(False, True, True, True, True)
    ]
    assert guessed([]).note == "no row has a value here"


def test_many_values_are_sampled() -> None:
    found = guessed([str(number) for number in range(5000)])
    assert (found.kind, found.filled) == ("integer", 1.0)
    assert guessed([*map(str, range(5000)), *["x"] * 51]).kind == "text"


def test_keys_references_and_moments(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n % 2},c{n},2026-01-01 10:00,2026-01-02 10:00\n" for n in range(30))
    found = inferred(tmp_path, "email,Contact ID,record id,_synced,Occurred\n" + rows)
    assert (found.key, found.reference, found.time) == ("record id", "Contact ID", "Occurred")
    assert (found.rows, found.whole) == (30, True)


def test_no_key_where_none_is_unique(tmp_path: Path) -> None:
    assert inferred(tmp_path, "id,name\n1,x\n1,y\n").key is None
    assert inferred(tmp_path, "id,name\n").key is None


def test_spellings_of_missing_values(tmp_path: Path) -> None:
    found = inferred(tmp_path, "a,b\nunknown,N/A\nUnknown,-\nx,n/a\ny,n/a\n")
    assert found.missing == ("n/a", "unknown", "-")


def test_a_long_file_is_looked_at_in_part(tmp_path: Path) -> None:
    found = inferred(tmp_path, "id\n" + "".join(f"k{n}\n" for n in range(50)), most=20)
    assert (found.rows, found.whole) == (20, False)


def test_records_with_columns_that_come_late(tmp_path: Path) -> None:
    found = inferred(tmp_path, '{"id": "a"}\n' * 120 + '{"id": "b", "late": 2}\n', "a.jsonl")
    assert [(column.column, column.kind) for column in found.columns] == [("id", "text"), ("late", "integer")]


@pytest.mark.skipif(not BANK.exists(), reason="the excerpt is not here")
def test_the_bank_file_fits_the_schema_guessed_from_it() -> None:
    with open_table(BANK) as opened:
        found = infer(opened)
    assert found.missing == ("unknown",)
    kinds = {column.column: column.kind for column in found.columns}
    assert (kinds["age"], kinds["euribor3m"], kinds["marital"], kinds["housing"]) == (
        "integer",
        "number",
        "one of",
        "boolean",
    )
    schema = table(*[field(column.column, column.kind, values=column.values) for column in found.columns])
    with open_table(BANK) as opened:
        binding = bind(schema, opened.columns)
        checker = Checker(schema, UTC, frozenset(found.missing), opened.typed)
        assert [checker.bad(row.values) for row in opened.rows(binding.label)] == [[]] * found.rows
