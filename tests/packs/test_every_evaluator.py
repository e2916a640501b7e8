"""The leads of the packs through every evaluator: compiled, from a saved plan, traced, and the naive one.

Generated rules are odd and short; these are the rules people write, with all of their clauses at once.
"""

import csv
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from assay.check import load
from assay.plan import plan
from assay.plan.nodes import Plan, Table
from assay.plan.store import from_json, to_json
from tests.packs.packs import PACKS, Pack, Row
from tests.properties.agreement import Ready, engine_facts, naive_facts, scorers, whole
from tests.strategies.records import Lead

MOST = 400  # leads a pack, evenly picked


def ready(pack: Pack) -> Ready:
    """The pack's main file, which bears its name, in every form."""
    main = pack.folder / f"{pack.name}.assay"
    checked = load(main)
    assert checked.model is not None
    planned = plan(checked.model)
    files = {
        str(path.relative_to(pack.folder)): path.read_text(encoding="utf-8") for path in pack.folder.rglob("*.txt")
    }
    moment = dt.datetime(2026, 11, 1, tzinfo=ZoneInfo(planned.zone.name))
    return Ready(whole(main.read_text(encoding="utf-8"), files), planned, from_json(to_json(planned)), moment)


def by_field(record: Row, table: Table) -> Row:
    return {field.name: record.get(field.column) for field in table.fields}


def records(pack: Pack) -> list[Row]:
    """The leads as written, each with its activities."""
    text = (pack.folder / pack.leads).read_text(encoding="utf-8")
    if pack.leads.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    did = defaultdict(list)
    for row in csv.DictReader((pack.folder / pack.activities).open(encoding="utf-8")) if pack.activities else ():
        did[row["lead_id"]].append(row)
    rows = csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.split("\n", 1)[0] else ",")
    return [{**row, "activities": did[row.get("id", "")]} for row in rows]


def leads(pack: Pack, rules: Plan) -> Iterator[Lead]:
    found = records(pack)
    for record in found[:: max(1, len(found) // MOST)]:
        activities = record["activities"]
        assert isinstance(activities, list)
        yield Lead(by_field(record, rules.lead), tuple(by_field(row, rules.activity) for row in activities), None)


@pytest.mark.parametrize("pack", PACKS[:3], ids=lambda pack: pack.name)
def test_they_agree(pack: Pack) -> None:
    rules = ready(pack)
    by = scorers(rules)
    scored = 0
    for lead in leads(pack, rules.plan):
        expected = naive_facts(rules, lead)
        assert expected.get("unreadable") is None
        for score in by.values():
            assert engine_facts(lambda: score(lead)) == expected  # noqa: B023
        scored += 1
    assert scored >= 80
