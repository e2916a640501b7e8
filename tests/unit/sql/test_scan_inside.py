"""What leads did, inside their records: which lists DuckDB reads itself, and that what it makes of a file is the reader's."""

import json
from pathlib import Path

import pytest

from assay.batch import Files, Input
from assay.check import load_text
from assay.data.bind import bind
from assay.data.tables import open_table
from assay.plan import plan
from assay.scans import opened
from tests.properties.test_scanning import AS_OF, check_agreement

HEAD = """model "M" timezone "Europe/Amsterdam"
missing "n/a"
lead { id text exact key  name text  size number }
"""
ACTIVITY = 'activity { who text exact key  action text  worth number  place text from "Where?"  at time  topic text from "about.topic" }\n'
SIMPLE = "when size > 2 add 5\nstage MQL at 10\n"
RULES = """each action == "demo" at most once per day within 90 days add worth max 50
when any(place == "fair" or topic == "tea") add 10
when count(action == "visit") >= 2 add 7
"""
ALL = HEAD + ACTIVITY + RULES + SIMPLE
FIRST = '{"id": "first", "name": "Ann", "size": 3, "activities": [{"action": "demo", "worth": 5, "at": "2026-10-30 10:00"}]}'
WITHOUT = '{"id": "first", "name": "Ann", "size": 3}'
DEMO = '{"action": "demo", "worth": 12, "at": "2026-10-29 10:00"}'
PLAIN = [
    "null",
    "[]",
    "[{}]",
    f"[{DEMO}]",
    f"[ {DEMO} ,{DEMO}, {{}}]",
    '[{"at": "2026-10-29 10:00", "worth": 12, "action": "DEMO "}]',
    '[{"Where?": "fair"}, {"action": null, "worth": null, "at": null}]',
    '[{"who": "first", "action": "demo", "worth": 3, "at": "2026-10-29"}]',
    r'[{"action": "de\u006do", "worth": "12", "at": "2026-10-29"}, {"Where?": "\u00a0fair\u2003"}]',
    '[{"action": "demo", "worth": "n/a", "at": "2027-01-01"}, {"action": "N/A", "worth": 12.5}]',
    '[{"action": "demo", "who": ["no rule", "reads it"], "price": "lots", "x": {"y": [{"z": 1}]}}]',
    '[{"action": "demo", "worth": 1.00005, "at": "2026-10-25 02:30"}]',
]
ODD = [
    "7",
    '"demo"',
    "{}",
    DEMO,
    "[1]",
    "[[]]",
    "[null, {}]",
    f"[1, {DEMO}]",
    f"[{DEMO}, [{DEMO}]]",
    '[{"Action": "demo"}]',
    '[{"action": "demo", "action": "visit"}]',
    '[{"action": "demo", "w orth": 3}]',
    '[{"worth": 1e400}]',
    '[{"worth": 1.00004999999999999999999}]',
    '[{"worth": "lots"}]',
    f'[{DEMO}, {{"worth": 3, "at": "soon"}}, {{"worth": "lots"}}]',
    '[{"at": 7}]',
    '[{"action": ["demo"]}]',
    '[{"about.topic": "tea"}]',
    '[{"about": {"topic": {"of": "tea"}}}]',
    r'[{"action": "\ud800"}]',
    '[{"a": {"b": {"c": {"d": {"e": 1}}}}}]',
    '[{"activities": [{"action": "demo"}]}]',
    '[{"activities": 7}]',
]


@pytest.fixture(autouse=True)
def one_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are known by the first record alone."""
    monkeypatch.setattr("assay.data.json_lines._AHEAD", 1)


def a_lead(at: int, did: str) -> str:
    return f'{{"id": "L-{at}", "name": "Ben", "size": {at}, "activities": {did}}}'


def odd_among(folder: Path, records: list[str], rules: str = ALL) -> int:
    """How many leads DuckDB leaves to the reader."""
    path = folder / "counted.jsonl"
    path.write_text("\n".join(records), encoding="utf-8")
    model = load_text(rules).model
    assert model is not None
    plan_ = plan(model)
    with open_table(path) as table:
        store = opened(Files(plan_, AS_OF, Input(table, bind(plan_.lead, table.columns)), None, ("name",), 100))
        assert store is not None
        with store:
            store.without_activities()
            counted = store.score()
            assert counted is not None
            return counted.odd


def check_records(folder: Path, records: list[str], *did: str, rules: str = ALL, cut: bool = True) -> None:
    """`did`: lines of a file of activities, where there is one; `cut`: DuckDB reads the files itself."""
    leads, activities = folder / "leads.jsonl", folder / "activities.jsonl"
    leads.write_text("\n".join(records), encoding="utf-8")
    activities.write_text("\n".join(did), encoding="utf-8")
    check_agreement(rules, leads, activities if did else None, cut=cut)


@pytest.mark.parametrize("first", [FIRST, WITHOUT])
def test_plain_lists_are_not_left_to_the_reader(tmp_path: Path, first: str) -> None:
    """Whether or not the first records have any; fields of two names are known by these alone."""
    records = [first, *(a_lead(at, did) for at, did in enumerate(PLAIN))]
    assert odd_among(tmp_path, records) == 0
    check_records(tmp_path, records)


@pytest.mark.parametrize("did", ODD)
def test_a_list_that_is_not_plain_is_odd_with_its_lead(tmp_path: Path, did: str) -> None:
    assert odd_among(tmp_path, [FIRST, a_lead(1, did), a_lead(2, f"[{DEMO}]")]) == 1


def test_odd_lists_come_out_as_from_the_reader(tmp_path: Path) -> None:
    """Half a character needs the record engine, and what no rule reads of later activities alone may be anything."""
    records = [a_lead(at, did) for at, did in enumerate(PLAIN + ODD) if "ud800" not in did]
    check_records(tmp_path, [FIRST, *records])
    check_records(tmp_path, [FIRST, a_lead(1, ODD[-4])], cut=False)
    check_records(tmp_path, [FIRST, a_lead(1, '[{"worth": "lots", "at": "2027-01-01"}]')], cut=False)


def test_nested_fields(tmp_path: Path) -> None:
    first = FIRST.replace("}]", ', "about": {"topic": "Tea", "x": 1}}]')
    dids = [
        '[{"about": {"topic": "tea"}}]',
        '[{"about": {}}, {"about": null}, {"about": 3}]',
        '[{"about": {"x": 2, "topic": " TEA"}}]',
    ]
    records = [first, *(a_lead(at, did) for at, did in enumerate(dids))]
    assert odd_among(tmp_path, records) == 0
    odd = ['[{"about": {"Topic": "tea"}}]', '[{"about": {"topic": "tea", "topic": 1}}]', '[{"about.topic": "tea"}]']
    records += [a_lead(at, did) for at, did in enumerate(odd, 10)]
    assert odd_among(tmp_path, records) == len(odd)
    check_records(tmp_path, records)


BAD = '{"action": "demo", "worth": "lots"}'
FILES = {
    "both count": ([a_lead(1, f"[{DEMO}]"), a_lead(2, "[]"), '{"id": "L-3", "size": 3}'], ["L-1", "L-2", "L-3", "L-9"]),
    "a lead that is refused for what it did had those of the file": ([a_lead(1, f"[{DEMO}, {BAD}]")], ["L-1", "L-2"]),
    "a lead that is refused for itself had not": ([a_lead(1, f"[{DEMO}]").replace('"Ben"', '["Ben"]')], ["L-1"]),
    "a lead whose list is none had not": ([a_lead(1, f"[1, {DEMO}]")], ["L-1", "L-1"]),
    "an odd lead brings its own": ([a_lead(1, f"[{DEMO}]").replace("Ben", "B\\u0065n"), a_lead(2, ODD[9])], ["L-1"]),
    "a key that comes twice": ([a_lead(1, f"[{DEMO}]"), a_lead(1, f"[{DEMO}, {DEMO}]")], ["L-1"]),
    "the first of them is odd": ([a_lead(1, ODD[9]), a_lead(1, f"[{DEMO}]")], ["L-1"]),
    "the second of them is odd": ([a_lead(1, f"[{DEMO}]"), a_lead(1, ODD[9])], ["L-1"]),
    "the first of them is bad": ([a_lead(1, f"[{BAD}]"), a_lead(1, f"[{DEMO}]")], ["L-1"]),
    "a key that one of what it did names": ([a_lead(1, '[{"who": "L-2", "action": "demo", "worth": 9}]')], ["L-2"]),
    "no key": ([a_lead(1, f"[{DEMO}]").replace('"L-1"', "null"), a_lead(2, f"[{DEMO}]")], ["L-2"]),
}


@pytest.mark.parametrize("which", FILES)
def test_beside_a_file_of_activities(tmp_path: Path, which: str) -> None:
    records, names = FILES[which]
    did = [json.dumps({"who": name, "action": "demo", "worth": 4, "at": "2026-10-31 10:00"}) for name in names]
    check_records(tmp_path, [FIRST, *records], *did, '{"who": "L-1", "action": "demo", "worth": "lots"}')


@pytest.mark.parametrize("activity", [ACTIVITY, ACTIVITY.replace("  at time", ""), ""])
def test_rules_that_look_at_none(tmp_path: Path, activity: str) -> None:
    """Activities to come are counted all the same, where they have a time."""
    records = [a_lead(at, did) for at, did in enumerate([*PLAIN, *ODD[:15]])]
    check_records(tmp_path, [FIRST, *records], rules=HEAD + activity + SIMPLE, cut=bool(activity))
    check_records(tmp_path, [WITHOUT, *records[:3]], rules=HEAD + activity + SIMPLE, cut=False)


def test_leads_without_a_key(tmp_path: Path) -> None:
    records = [a_lead(at, did) for at, did in enumerate(PLAIN)]
    check_records(tmp_path, [FIRST, *records], rules=ALL.replace(" key", ""), cut=False)


@pytest.mark.parametrize("column", ["activities", "Activities", "activities.count"])
def test_a_field_of_leads_may_read_what_stands_there(tmp_path: Path, column: str) -> None:
    rules = ALL.replace("size number", f'size number  did list of text from "{column}"')
    rules = rules.replace("stage", 'when did contains "demo" add 3\nstage')
    records = [a_lead(at, did) for at, did in enumerate(['["demo"]', '"demo"', '{"count": "demo"}', f"[{DEMO}]"])]
    check_records(tmp_path, [FIRST, *records], rules=rules, cut=False)
    check_records(tmp_path, [records[2], FIRST, records[1], records[3]], rules=rules, cut=False)


def test_lists_come_after_what_is_none(tmp_path: Path) -> None:
    first = a_lead(1, '{"count": 3}')
    check_records(tmp_path, [first, FIRST, a_lead(2, f"[{DEMO}]")])
    check_records(tmp_path, [first, FIRST, a_lead(2, f"[{DEMO}]")], rules=HEAD + SIMPLE, cut=False)


def test_later_activities_may_have_fields_that_the_first_have_not(tmp_path: Path) -> None:
    """Inside and in a file, where they are odd."""
    did = ['{"who": "first", "action": "visit"}', '{"who": "L-1", "action": "demo", "worth": 3, "at": "2026-10-29"}']
    check_records(tmp_path, [WITHOUT, a_lead(1, '[{"about": {"topic": "tea"}}]'), a_lead(2, f"[{DEMO}]")], *did)


def test_a_field_in_two_places_is_left_to_the_reader(tmp_path: Path) -> None:
    first = FIRST.replace("}]", ', "ACTION": "visit"}]')
    assert odd_among(tmp_path, [first, a_lead(1, f"[{DEMO}]"), WITHOUT.replace("first", "second")]) == 2
    check_records(tmp_path, [first, a_lead(1, f"[{DEMO}]"), WITHOUT.replace("first", "second")], cut=False)
