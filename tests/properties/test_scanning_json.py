"""Whole runs over odd files of JSON lines: what DuckDB reads itself comes out as from the reader, with what is said of
bad lines."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.properties.test_scanning import ACTIVITY, LEAD, PIECES, RULES, check_agreement

# Values as they stand in the file, beside the texts of PIECES.
NUMBERS = [
    "1",
    "2.5",
    "-1",
    "0",
    "-0",
    "-0.0",
    "1.0",
    "1e1",
    "1E+2",
    "12.50",
    "9.99995",
    "1.00005",
    "0.30000000000000004",
]
NUMBERS += [
    "1.00004999999999999999999",
    "123456789012345678901234567890",
    "99999999999999",
    "1e400",
    "7.0000000000000001",
]
OTHERS = [
    "null",
    "true",
    "false",
    '""',
    '" "',
    "[]",
    "{}",
    '{"a": 1}',
    '["tea"]',
    "NaN",
    "-Infinity",
    "01",
    "'x'",
    "tru",
]
ESCAPED = [
    r'"Ann\u0061"',
    r'"\u00a0anna\t"',
    r'"\u2003anna\u00a0"',
    r'"\ud83d\ude00"',
    r'"a\u0000nna"',
    r'"\u03bf\u03b4\u03bf\u03c2"',
    r'"\/\\\""',
    r'"\u0020"',
]
RULES_INSIDE = {
    "all": RULES,
    "none": RULES[: RULES.index("let shown")] + "when size > 2 add 5\nstage MQL at 5\n",
    "its own lead": RULES.replace("stage MQL", 'when any(lead_id is known and action == "demo") add 100\nstage MQL'),
    "nested": RULES.replace("worth number", 'worth number from "did.worth"'),
}
LISTS = [
    '["tea", "coffee"]',
    '[" Tea ", "", null]',
    "[1, true, 2.50]",
    r'["t\u0065a"]',
    '[["tea"]]',
    '[{"a": 1}]',
    '["a,]", "[tea"]',
]
SURROGATES = [r'"\ud800"', r'"x\udc00y"', r'["\ud83d"]']
TAILS = ["", " ", "\t", ",", " x", "}"]
SPACES = ["", " ", "\t"]


def values_of(name: str, wild: bool) -> st.SearchStrategy[str]:
    """Mostly what stands first, which is plain."""
    texts = [json.dumps(one, ensure_ascii=at % 2 == 0) for at, one in enumerate(PIECES[name])]
    others = [*NUMBERS, *OTHERS, *ESCAPED, *LISTS, *(SURROGATES if wild else [])]
    plain = LISTS[:1] if name == "likes" else ["1", "2"] if name in ("size", "worth") else texts[:3]
    return st.one_of(st.sampled_from(plain), st.sampled_from(texts), st.sampled_from(others))


NESTED = '{"action": "demo", "did": {"worth": "2"}}'
NO_LISTS = ["null", "[]", "7", "{}", '{"action": "demo"}', '"demo"', "[1]", '[1, {"action": "demo"}]', "[{}, null]"]
NO_LISTS += [
    '[{"action": "demo"}, 1]',
    "[[]]",
    "[{}]",
    '[{"a": {"b": {"c": {"d": {"e": 1}}}}}]',
    "[",
    '[{"action": "demo"},]',
]


@st.composite
def did(draw: st.DrawFn, wild: bool) -> str:
    """What a lead did, as a list in its record: mostly of plain activities, whose lead is known."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(NO_LISTS))
    plain = st.sampled_from(
        [
            '{"action": "demo", "worth": 2, "at_time": "2026-10-30 10:00"}',
            '{"action": "visit", "at_time": "2026-10-30 11:00"}',
            '{"action": "demo", "did": {"worth": 7, "at": null}}',
            '{"action": "demo", "worth": 3.5, "at_time": "2026-10-31T09:00:00Z"}',
        ]
    )
    one = plain if draw(st.integers(0, 3)) else st.one_of(plain, lines(ACTIVITY, wild))
    return f"[{draw(st.sampled_from([',', ' , '])).join(draw(st.lists(one, max_size=4)))}]"


@st.composite
def lines(draw: st.DrawFn, names: list[str], wild: bool, inside: bool = False) -> str:
    """A record, perhaps with members that are left out, come twice or are no field's; now and then no record at all.
    `inside`: with what a lead did."""
    if draw(st.integers(0, 19)) == 0:
        return draw(
            st.sampled_from(
                ["", "   ", "\t", "[]", "5", "null", "{", "{}", '"x"', "{} {}", '{"id": }', "\u00a0", "x" * 40]
            )
        )
    kept = [name for name in names if draw(st.integers(0, 9))]
    members = [(name, draw(values_of(name, wild))) for name in kept]
    if draw(st.integers(0, 5)) == 0:
        again = draw(
            st.sampled_from([*names, "Size", "si ze", "ID", "i\\u0064", "extra", "é", "a.b", "activities", "met.at"])
        )
        value = draw(
            st.one_of(
                st.sampled_from(OTHERS), st.sampled_from(['"L-1"', "3", '[{"action": "demo"}]', '{"x": {"y": [{}]}}'])
            )
        )
        members.insert(draw(st.integers(0, len(members))), (again, value))
    if inside and draw(st.integers(0, 4)):
        members.append(("activities", draw(did(wild))))
    if draw(st.integers(0, 9)) == 0:
        members = draw(st.permutations(members))
    space = draw(st.sampled_from(SPACES))
    text = ",".join(f'{space}"{name}"{space}:{space}{value}{space}' for name, value in members)
    tail = draw(st.sampled_from(TAILS)) if draw(st.integers(0, 9)) == 0 else ""
    return f"{space}{{{text}}}{tail}"


def written(path: Path, records: list[str], end: str, mark: bool, ended: bool) -> None:
    text = end.join(records) + end * ended
    path.write_bytes(("\ufeff" * mark + text).encode("utf-8"))


def first(names: list[str]) -> str:
    """Without it the file might not be taken for one of JSON lines, and might have no key."""
    return json.dumps({name: PIECES[name][0] for name in names})


def beginning(activity: str) -> str:
    return f'{first(LEAD)[:-1]}, "activities": [{activity}]}}'


@settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.data(), st.sampled_from(["text exact", "number"]), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans()
)
def test_json_lines(tmp_path: Path, data: st.DataObject, key: str, end: str, mark: bool, wild: bool) -> None:
    """The columns are those of the first record alone, so that all others may bring more."""
    paths = tmp_path / "leads.jsonl", tmp_path / "activities.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assay.data.json_lines._AHEAD", 1)
        _check(paths, data, key, end, mark, wild)


def _check(paths: tuple[Path, Path], data: st.DataObject, key: str, end: str, mark: bool, wild: bool) -> None:
    inside = data.draw(st.booleans())
    for path, names in zip(paths, (LEAD, ACTIVITY), strict=True):
        records = data.draw(st.lists(lines(names, wild, inside and names is LEAD), max_size=12))
        written(path, [first(names), *records], end, mark, data.draw(st.booleans()))
    check_agreement(RULES.replace("KEY", key), *paths, cut=False)


@settings(max_examples=12, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(["text exact", "number"]), st.booleans(), st.sampled_from(list(RULES_INSIDE)))
def test_what_leads_did_inside(tmp_path: Path, data: st.DataObject, key: str, wild: bool, rules: str) -> None:
    """Without a file of activities; the first record tells of some, or of none."""
    leads = tmp_path / "leads.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assay.data.json_lines._AHEAD", 1)
        begins = data.draw(st.sampled_from([first(LEAD), *(beginning(one) for one in (first(ACTIVITY), NESTED))]))
        records = data.draw(st.lists(lines(LEAD, wild, inside=True), max_size=12))
        written(leads, [begins, *records], "\n", False, True)
        check_agreement(RULES_INSIDE[rules].replace("KEY", key), leads, None, cut=False)


def test_odd_lines_leave_the_others_to_duckdb(tmp_path: Path) -> None:
    """One of each kind, of values and of lines, and keys that come again in another spelling of JSON."""
    leads, activities = tmp_path / "leads.jsonl", tmp_path / "activities.jsonl"
    odd = [f'{{"id": "V-{at}", "{name}": {value}}}' for name in LEAD[1:] for at, value in enumerate(_ALL)]
    odd += [f'{{"id": {value}, "size": 3}}' for value in _ALL]
    odd += [
        '{"id": "D", "id": "E"}',
        '{"id": "F", "Size": 3, "size": 4}',
        '{"id": "G", "x": {"y": [{"z": 1}]}}',
        "",
        "nope",
        "[]",
    ]
    odd += [
        r'{"\u0069d": "H"}',
        r'{"id": "\u004c-1"}',
        '{"id": "L-1", "NAME": "Anna"}',
        '{"id": "I", "s ize": 3}',
        '{"id": 7, "id ": 8}',
    ]
    written(leads, [first(LEAD), *odd, first(LEAD)], "\n", True, True)
    did = [f'{{"lead_id": {value}, "action": "demo", "worth": 2, "at_time": "2026-10-30 10:00"}}' for value in _ALL]
    did += [f'{{"lead_id": "L-1", "action": "demo", "worth": {value}}}' for value in _ALL]
    written(activities, [first(ACTIVITY), *did], "\r\n", False, False)
    for key in ("text exact", "number"):
        check_agreement(RULES.replace("KEY", key), leads, activities, cut=True, fed=True)


def test_what_leads_did_may_stand_in_their_records(tmp_path: Path) -> None:
    """Beside a file of activities; one that does not fit takes its lead along."""
    leads, activities = tmp_path / "leads.jsonl", tmp_path / "activities.jsonl"
    did = [
        "[]",
        '[{"action": "demo", "worth": 5, "at_time": "2026-10-30 10:00"}]',
        '[{"action": "visit", "at_time": "2026-10-30"}, {}]',
    ]
    did += [
        '[{"action": "demo", "at_time": "soon"}]',
        "[1, {}]",
        "7",
        '[{"lead_id": "L-1", "action": "DEMO", "worth": "5"}]',
    ]
    lines_ = [f'{{"id": "L-{at}", "name": "Ben", "size": 3, "activities": {one}}}' for at, one in enumerate(did, 2)]
    written(leads, [first(LEAD), *lines_], "\n", False, True)
    own = [f'{{"lead_id": "L-{at}", "action": "demo", "worth": 2, "at_time": "2026-10-30 12:00"}}' for at in range(12)]
    written(activities, [first(ACTIVITY), *own], "\n", False, True)
    check_agreement(RULES.replace("KEY", "text exact"), leads, activities, cut=False, fed=True)


_ALL = [*NUMBERS, *OTHERS, *ESCAPED, *LISTS]
