"""Texts as people wrote them, found again by what the plan holds of them."""

import re

from assay.plan.nodes import Plan
from assay.values import fold

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


class Spelling:
    """The plan holds folded texts; what people wrote is found again in its declarations and in the texts of rules."""

    def __init__(self, plan: Plan) -> None:
        written = [*plan.spellings, *(route.to for route in plan.routes)]
        written += [letter for grade in plan.grades for letter, _ in grade.bands]
        written += [value for field in (*plan.lead.fields, *plan.activity.fields) for value in field.values]
        for text in _texts(plan):
            written += [quoted.replace('\\"', '"').replace("\\\\", "\\") for quoted in _QUOTED.findall(text)]
        self.by_fold = {fold(text): text for text in reversed(written)}

    def __call__(self, folded: str) -> str:
        return self.by_fold.get(folded, folded)


def _texts(plan: Plan) -> list[str]:
    texts = [rule.text for rule in plan.rules] + [row.text for rule in plan.rules for row in rule.rows]
    texts += [stage.text for stage in plan.stages] + [aggregate.text for aggregate in plan.aggregates]
    return texts + [guarantee.text for guarantee in plan.guarantees]
