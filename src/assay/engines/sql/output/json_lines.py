"""Lines of JSON as `data.result_json` writes them."""

import json
from collections.abc import Iterable, Sequence

from assay.data.flat import as_text, spoken
from assay.engines.sql.build import Sql, case, coalesce, column, is_known, number, text, when
from assay.engines.sql.decode import points
from assay.engines.sql.output.changes import Changes, Compared, changes_of
from assay.engines.sql.output.facts import Chosen, Facts, Rule, Words, names_missing, placed
from assay.engines.sql.output.spelled import called, joined, listed, points_text
from assay.engines.sql.query import Query
from assay.plan.nodes import Plan
from assay.values import utc_datetime

_ENCODER = json.JSONEncoder(ensure_ascii=False)
_ESCAPED = r'[\x00-\x1f"\\]'
Parts = list[Sql | str]


def json_line(plan: Plan, query: Query, compared: Compared | None = None) -> Sql:
    """A lead's line with its end."""
    facts = Facts(plan, query)
    head: Parts = ['{"key": ', _quoted(column(facts.key.column))]
    tail: Parts = [
        f', "as_of": {_fixed(spoken(utc_datetime(query.as_of)))}, "rules_version": {_fixed(plan.rules_version)}',
        *([] if compared is None else _changes(changes_of(facts, compared))),
        "}\n",
    ]
    scored = joined([*head, *_scored(plan, facts), *tail])
    excluded = facts.is_excluded()
    if excluded is None:
        return scored
    return when(excluded, joined([*head, *_excluded(facts), *tail]), scored)


def _scored(plan: Plan, facts: Facts) -> Parts:
    return [
        *(', "score": ', points_text(facts.score.column), ', "groups": {', *_groups(facts), '}, "grades": {'),
        *(*_grades(facts), '}, "grade": ', *_grade(facts)),
        *(', "stage": ', _name(facts.stage), ', "stage_by": ', _name(facts.stage_by), *_previous(facts)),
        *(', "disqualified": ', *_words(facts.disqualified), ', "excluded": [], "route": ', _route(facts)),
        *(', "rules": [', _listed((rule, _fired(plan, rule)) for rule in facts.fired)),
        *('], "undecided": [', _listed((rule, _undecided(facts, rule)) for rule in facts.undecided)),
        *('], "broken": ', *_words(facts.broken)),
    ]


def _excluded(facts: Facts) -> Parts:
    return [
        ', "score": null, "groups": {}, "grades": {}, "grade": null, "stage": null, "stage_by": null',
        *(*_previous(facts), ', "disqualified": [], "excluded": ', *_words(facts.excluded)),
        ', "route": null, "rules": [], "undecided": [], "broken": []',
    ]


def _groups(facts: Facts) -> Parts:
    parts: Parts = []
    for at, (name, earned, kept) in enumerate(facts.groups):
        parts += [", " * (at > 0) + f'{_fixed(name)}: {{"earned": ', points_text(earned.column)]
        parts += [', "kept": ', points_text(kept.column), "}"]
    return parts


def _grades(facts: Facts) -> Parts:
    parts: Parts = []
    for at, (name, grade) in enumerate(facts.grades):
        parts += [", " * (at > 0) + f"{_fixed(name)}: ", _name(grade)]
    return parts


def _grade(facts: Facts) -> Parts:
    if not facts.grades:
        return ["null"]
    bare = [placed(grade, [text(_fixed(str(cell))[1:-1]) for cell in grade.cells]) for _, grade in facts.grades]
    return ['"', *bare, '"']


def _name(chosen: Chosen) -> Sql:
    return _or_null(
        placed(chosen, [None if cell is None else text(_fixed(cell)) for cell in map(as_text, chosen.cells)])
    )


def _route(facts: Facts) -> Sql:
    pairs = zip(facts.route.cells, map(as_text, facts.respond_by.cells), strict=True)
    told = [text(_ENCODER.encode({"to": to, "respond_by": until})) for to, until in pairs]
    return _or_null(placed(facts.route, told))


def _or_null(value: Sql) -> Sql:
    return coalesce(value, text("null"))


def _previous(facts: Facts) -> Parts:
    if (name := facts.layout.previous) is None:
        return []
    return [when(is_known(column(name)), joined([', "previous_stage": ', _quoted(column(name))]))]


def _changes(changes: Changes) -> Parts:
    score = _or_null(points_text(changes.compared.score))
    phrases = [(there, _fixed(told) if isinstance(told, str) else _quoted(told)) for there, told in changes.phrases()]
    cause = column(changes.compared.cause)
    why = _or_null(when(is_known(cause), joined(['"', cause.copy(), '"'])))
    return [', "previous_score": ', score, ', "changes": [', listed(phrases, ", "), '], "cause": ', why]


def _words(words: Words) -> Parts:
    return ["[", listed([(word.is_there(), _fixed(word.text)) for word in words.words], ", "), "]"]


def _listed(rules: Iterable[tuple[Rule, Sql | str]]) -> Sql:
    return listed([(rule.word.is_there(), told) for rule, told in rules], ", ")


def _fired(plan: Plan, rule: Rule) -> Sql | str:
    head = f'{{"id": {_fixed(rule.word.text)}, "group": {_fixed(plan.rules[rule.columns.index].group)}, "points": '
    given = rule.columns.points
    if isinstance(given, int):
        return f"{head}{_ENCODER.encode(points(given))}}}"
    return joined([head, points_text(given), "}"])


def _undecided(facts: Facts, rule: Rule) -> Sql | str:
    head = f'{{"id": {_fixed(rule.word.text)}, "missing": ['
    if rule.columns.plain:
        return f"{head}{_fixed(rule.columns.reasons[0][0].name)}]}}"
    reasons = list(names_missing(facts.layout, rule.columns))
    told = [(which, listed([(there, _fixed(name)) for there, name in names], ", ")) for which, names in reasons]
    return joined([head, _chosen(told), "]}"])


def _chosen(told: Sequence[tuple[Sql | None, Sql]]) -> Sql | str:
    """A rule without a reason has the first."""
    if not told:
        return ""
    (_, first), *others = told
    return case([(which, names) for which, names in others if which is not None], first)


def _fixed(value: str | float) -> str:
    return _ENCODER.encode(value)


def _quoted(value: Sql) -> Sql:
    """Text as JSON has it."""
    odd = called("REGEXP_MATCHES", value, text(_ESCAPED))
    return joined(['"', when(odd, _escaped(value), value.copy()), '"'])


def _escaped(value: Sql) -> Sql:
    found = called("REPLACE", value.copy(), text("\\"), text("\\\\"))
    for code in (*range(32), ord('"')):
        found = called("REPLACE", found, called("CHR", number(code)), text(_fixed(chr(code))[1:-1]))
    return found
