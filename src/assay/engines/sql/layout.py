"""What a query returns, encoded: hundredths, places in the plan, and masks."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.build import Sql, cast, column
from assay.engines.sql.context import Context
from assay.engines.sql.folds import Folds
from assay.engines.sql.masks import BITS, masks
from assay.engines.sql.query import Layout
from assay.engines.sql.rule_columns import Rules, column_name, rules_of
from assay.engines.sql.rules import Judged

_ALONE = 200  # columns of rules that need no lists


@dataclass(frozen=True, slots=True)
class Made:
    """What the steps have made, beside the results of the context: whether each decision is true, each rule (those that fold
    with their partition), each
    grade's place by its group, the place of the route, and whether each guarantee is broken."""

    excluded: list[Sql]
    rules: Mapping[int, Judged]
    folded: Folds
    grades: tuple[tuple[str, Sql], ...]
    disqualified: list[Sql]
    route: Sql
    broken: list[Sql]


def layout_of(context: Context, made: Made, *, lists: bool, previous: bool) -> Layout:
    rules = rules_of(context, made.rules, made.folded) if lists else Rules()
    results = context.results
    return Layout(
        key="key",
        score=column_name(context, results["points:score"], "score"),
        groups=tuple(_group(context, one.name) for one in context.plan.groups),
        grades=tuple((name, column_name(context, place, f"grade_{name}")) for name, place in made.grades),
        stage=column_name(context, results["stage"], "stage"),
        stage_by=column_name(context, results["stage_by"], "stage_by"),
        route=column_name(context, made.route, "route"),
        excluded=tuple(masks(context, made.excluded, "excluded")),
        disqualified=tuple(masks(context, made.disqualified, "disqualified")),
        broken=tuple(masks(context, made.broken, "broken")),
        future=context.registry.names.new("future_activities"),
        previous="previous_stage" if previous else None,
        rules=rules.rules,
        fired=rules.fired,
        undecided=rules.undecided,
        inputs=rules.inputs,
        missing=rules.missing,
        packed=_packed(context, rules),
    )


def _packed(context: Context, rules: Rules) -> dict[str, tuple[str, int]]:
    """Where a step holds only so many columns, those of many rules go into lists, some at a time."""
    names = list(
        dict.fromkeys(name for one in rules.rules for name in (one.points, one.reason) if isinstance(name, str))
    )
    if context.spelling.most_columns is None or len(names) <= _ALONE:
        return {}
    found: dict[str, tuple[str, int]] = {}
    for start in range(0, len(names), BITS):
        part = names[start : start + BITS]
        listed = context.registry.put(
            cast(exp.Array(expressions=[column(name) for name in part]), "BIGINT[]"), "listed"
        )
        found |= {name: (listed.name, at) for at, name in enumerate(part)}
    return found


def _group(context: Context, name: str) -> tuple[str, str, str]:
    earned, kept = context.results[f"earned:{name}"], context.results[f"points:group:{name}"]
    return name, column_name(context, earned, name), column_name(context, kept, name)


def columns_of(layout: Layout) -> list[str]:
    """The columns of the result, each once."""
    names = ["n", layout.key, layout.score]
    names += [name for _, earned, kept in layout.groups for name in (earned, kept)]
    names += [name for _, name in layout.grades]
    names += [layout.stage, layout.stage_by, layout.route, *layout.excluded, *layout.disqualified, *layout.broken]
    names += [*layout.fired, *layout.undecided, *layout.missing]
    of_rules = [one.points for one in layout.rules if isinstance(one.points, str)]
    of_rules += [one.reason for one in layout.rules if one.reason is not None]
    names += [layout.packed[name][0] if name in layout.packed else name for name in of_rules]
    names += [] if layout.previous is None else [layout.previous]
    return list(dict.fromkeys(names))
