"""What must hold of any rule set and any lead, whatever the rules say."""

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assay.engines.record import Scorer
from tests.properties.agreement import Facts, Ready, engine_facts, ready
from tests.strategies.cases import Case, cases
from tests.strategies.records import Lead


def scored(rules: Ready, lead: Lead) -> Facts:
    scorer = Scorer(rules.plan, rules.moment)
    return engine_facts(lambda: scorer.score(lead.values, lead.activities, lead.previous).result())


@given(cases(leads=4), st.integers(0, 2**32))
def test_the_order_of_activities_does_not_matter(case: Case, seed: int) -> None:
    rules = ready(case.rules)
    for lead in case.leads:
        turned = Random(seed).sample(lead.activities, len(lead.activities))
        assert scored(rules, replace(lead, activities=tuple(turned))) == scored(rules, lead)


@given(cases(leads=4))
def test_activities_to_come_do_not_count(case: Case) -> None:
    rules = ready(case.rules)
    name = rules.plan.activity.time
    if name is None:
        return
    for lead in case.leads:
        later = {"lead_id": "L-1", name: case.rules.as_of + timedelta(microseconds=1)}
        before = scored(rules, lead)
        after = scored(rules, replace(lead, activities=(*lead.activities, later)))
        assert after == (before if "unreadable" in before else {**before, "future": before["future"] + 1})


@given(cases(leads=4))
def test_a_rule_that_is_off_changes_nothing(case: Case) -> None:
    rules = ready(case.rules)
    more = ready(replace(case.rules, parts=(*case.rules.parts, "group switched_off { when true add 1000 off }")))
    for lead in case.leads:
        after = scored(more, lead)
        after.get("groups", {}).pop("switched_off", None)
        assert after == scored(rules, lead)


@given(cases(leads=4))
def test_blank_lines_and_comments_change_nothing_but_where_things_stand(case: Case) -> None:
    rules = ready(case.rules)
    spaced = ready(replace(case.rules, parts=(re.sub(r"(?m)$", "  # a remark\n", case.rules.text),)))
    assert spaced.plan.rules_version == rules.plan.rules_version
    for lead in case.leads:
        assert scored(spaced, lead) == scored(rules, lead)


@given(cases())
def test_ids_are_unique_and_repeats_are_numbered(case: Case) -> None:
    rules = ready(case.rules).plan.rules
    ids = [rule.id for rule in rules]
    assert len(set(ids)) == len(ids)
    assert all(id and "\n" not in id for id in ids)


@given(cases(leads=2))
def test_fired_and_undecided_rules_are_rules_and_never_both(case: Case) -> None:
    rules = ready(case.rules)
    groups = {rule.id: rule.group for rule in rules.plan.rules}
    for lead in case.leads:
        found = scored(rules, lead)
        fired = {id: group for id, group, _ in found.get("fired", [])}
        undecided = {id for id, _ in found.get("undecided", [])}
        assert fired.items() <= groups.items()
        assert undecided <= groups.keys() - fired.keys()


def is_exact(found: Facts) -> bool:
    """Whether every figure is small enough for the double that shows it to hold each hundredth."""
    points = [points for _, _, points in found.get("fired", [])]
    kept = [figure for figures in found.get("groups", {}).values() for figure in figures]
    return all(abs(figure) < 10**13 for figure in [*points, *kept])


def unbounded(text: str) -> str:
    """Rules without `total`, and groups without clauses."""
    text = re.sub(r"(?m)^total .*$", "", text)
    return re.sub(r"(?m)^( *group \w+(?: \"(?:[^\"\\]|\\.)*\")?) .*\{$", r"\1 {", text)


@given(cases(leads=4))
def test_a_score_is_what_its_rules_gave(case: Case) -> None:
    """Where nothing bounds or weighs, the score is the sum of the points of the rules that fired."""
    files = {name: unbounded(text) for name, text in case.rules.files.items()}
    rules = ready(replace(case.rules, parts=(unbounded(case.rules.text),), files=files))
    for lead in case.leads:
        found = scored(rules, lead)
        if found.get("score") is not None and is_exact(found):
            assert found["score"] == sum(points for _, _, points in found["fired"])


@given(cases(leads=4))
def test_points_by_group_add_up(case: Case) -> None:
    rules = ready(case.rules)
    for lead in case.leads:
        found = scored(rules, lead)
        given: Counter[str] = Counter()
        for _, group, points in found.get("fired", []):
            given[group] += points
        for group in rules.plan.groups:
            if group.weight is None and found.get("groups") and is_exact(found):
                inner = sum(found["groups"][child][1] for child in group.children)
                assert found["groups"][group.name][0] == given[group.name] + inner
