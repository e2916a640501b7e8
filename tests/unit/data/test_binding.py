"""Columns to fields, rows checked, keys, activities."""

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.data.activities import Activities
from assay.data.bind import bind
from assay.data.checker import Checker
from assay.data.coerce import BadValue
from assay.data.failures import Unreadable
from assay.data.keys import Keys, LeadKeys
from assay.data.packing import pack, unpack
from assay.data.tables import open_table
from assay.plan.nodes import Field
from tests.unit.data.fields import UTC, field, table, write

SCHEMA = table(
    field("id", key=True, exact=True),
    field("source", column="Lead Source"),
    field("employees", "number"),
    field("band", "one of", values=("low", "high")),
    field("since", "date"),
    field("tags", "list"),
    key="id",
)
HEADER = ("ID", "lead source", "Employees ", "BAND", "since", "tags")


def checker(*fields: Field, typed: bool = True) -> Checker:
    return Checker(table(*fields), UTC, frozenset({"n/a"}), typed)


def test_headers_match_ignoring_case_and_blanks() -> None:
    binding = bind(SCHEMA, HEADER)
    assert (binding.missing, binding.extra) == ((), ())
    assert [binding.label(column) for column in HEADER] == ["id", "source", "employees", "band", "since", "tags"]
    assert binding.column("source") == "lead source"


def test_missing_and_extra_columns_with_what_was_meant() -> None:
    binding = bind(SCHEMA, ("id", "lead_source", "employes", "phone"))
    assert {absent.field.name: absent.similar for absent in binding.missing} == {
        "source": "lead_source",
        "employees": "employes",
        "band": None,
        "since": None,
        "tags": None,
    }
    assert binding.extra == ("lead_source", "employes", "phone")


def test_an_extra_column_never_passes_for_a_field() -> None:
    binding = bind(SCHEMA, ("id", "source", "Lead Source"))
    values = {binding.label(column): column for column in ("id", "source", "Lead Source")}
    assert values["source"] == "Lead Source"
    assert binding.original(values) == {"id": "id", "source": "source", "Lead Source": "Lead Source"}


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (("id", "LeadSource", "lead source"), "both match the field `source`"),
        (("lead source",), "has no column `id`, the key"),
    ],
)
def test_what_cannot_be_bound(columns: tuple[str, ...], says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        bind(SCHEMA, columns)


def test_two_fields_of_one_column() -> None:
    twice = table(field("a", column="X"), field("b", column="x"))
    with pytest.raises(Unreadable, match="`a` and `b` would both read"):
        bind(twice, ("x",))


def test_later_columns_of_records_are_bound_too(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", '{"id": "1"}\n' * 150 + '{"ID": "2", "LEAD SOURCE": "web", "More": 1}\n')
    with open_table(path) as opened:
        binding = bind(SCHEMA, opened.columns)
        last = list(opened.rows(binding.label))[-1]
    assert last.values == {"id": "2", "source": "web", "\0More": 1}


def test_good_rows_have_nothing_bad() -> None:
    rows = checker(*SCHEMA.fields, typed=False)
    good = {"id": "1", "employees": "12", "band": "HIGH", "since": "2026-01-01", "tags": "a"}
    for _ in range(2):
        assert rows.bad(good) == []
        assert rows.bad({}) == []
        assert rows.bad({"employees": " n/a ", "band": "", "since": None}) == []


def test_every_declared_field_is_checked() -> None:
    rows = checker(*SCHEMA.fields)
    found = rows.bad({"id": ["x"], "employees": "1,5", "band": "middle", "since": "01/02/2026", "tags": {"a": 1}})
    assert [name for name, _ in found] == ["id", "employees", "band", "since", "tags"]
    assert rows.bad({"id": 17.0, "employees": 5, "band": None, "tags": ["x"]}) == []


def test_bad_values_stay_bad() -> None:
    rows = checker(field("n", "number"))
    assert [len(rows.bad({"n": "x"})) for _ in range(3)] == [1, 1, 1]
    assert [len(rows.bad({"n": value})) for value in (True, 1, 1.0, "1", "true")] == [1, 0, 0, 0, 1]


@given(
    st.sampled_from(["text", "number", "integer", "boolean", "date", "time", "one of", "list"]),
    st.lists(st.text() | st.none() | st.integers() | st.booleans()),
)
def test_the_checker_agrees_with_the_reader(kind: str, values: list[object]) -> None:
    rows = checker(field("f", kind, values=("a", "b")))
    for value in [*values, *values]:
        bad = rows.bad({"f": value})
        if bad:
            with pytest.raises(BadValue):
                rows.value("f", {"f": value})
        else:
            rows.value("f", {"f": value})


@pytest.mark.parametrize("in_memory", [0, 40, 1 << 20])
def test_keys_are_remembered_exactly(in_memory: int) -> None:
    keys, seen = Keys(in_memory), set[str]()
    dice = random.Random(1)
    for _ in range(3000):
        key = f"{dice.choice('aàß€')}{dice.randrange(900)}"
        assert keys.add(key) is (key not in seen)
        seen.add(key)
    assert [keys.add(key) for key in ("a", "A", "\ud800", "\ud800")] == [True, True, True, False]
    keys.close()


def test_keys_of_leads() -> None:
    keys = LeadKeys("id", frozenset({"n/a"}))
    assert [keys.take({"id": value}) for value in (" 1 ", "01", 17.0, "a", "A")] == ["1", "01", "17", "a", "A"]
    for value in (None, "", "N/A"):
        with pytest.raises(BadValue, match="the key is empty"):
            keys.take({"id": value})
    with pytest.raises(BadValue, match="`17` is repeated"):
        keys.take({"id": "17"})
    keys.close()


def test_activities_come_to_their_lead() -> None:
    activities = Activities("lead_id", ["action", "n"])
    for lead, action in (("1", "demo"), (2.0, "visit"), (" 1", "call"), ("", "lost"), ("9", "orphan"), (None, "lost")):
        activities.add({"lead_id": lead, "action": action, "other": "x"})
    assert activities.peek("2") == [{"action": "visit", "n": ""}]
    assert activities.take("1") == [{"action": "demo", "n": ""}, {"action": "call", "n": ""}]
    assert activities.take("2") == [{"action": "visit", "n": ""}]
    assert (activities.take("1"), activities.take("3")) == ([], [])
    assert (activities.count, activities.without_key, activities.left()) == (6, 2, 3)


def test_activities_that_only_name_their_lead() -> None:
    activities = Activities("lead_id", [])
    activities.add({"lead_id": "1"})
    activities.add({"lead_id": "1"})
    assert (len(activities.take("1")), activities.left()) == (2, 0)


PLAIN = (
    st.text()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.decimals(allow_nan=False)
    | st.datetimes(timezones=st.none() | st.just(dt.UTC))
    | st.dates()
)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(PLAIN, min_size=width, max_size=width), min_size=1)))
def test_what_was_packed_is_unpacked(rows: list[list[object]]) -> None:
    packed = b"".join(map(pack, rows))
    expected = [[cell.replace("\0", "") if isinstance(cell, str) else cell for cell in row] for row in rows]
    found = list(unpack(packed, len(rows[0])))
    assert found == expected
    assert [list(map(type, row)) for row in found] == [list(map(type, row)) for row in expected]


def test_lists_are_packed_as_lists() -> None:
    assert list(unpack(pack([["a", 1], None, "\x01x"]), 3)) == [[["a", 1], "", "\x01x"]]
