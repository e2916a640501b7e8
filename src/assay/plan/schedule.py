"""The order in which everything is computed, and the strata of aggregates, from what reads what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assay.plan.nodes import Aggregate, Step

# The step after which a result can be read.
_GIVEN_BY = {
    "score": "total",
    "disqualified": "disqualify",
    "stage_before": "stage",
    "stage": "promote",
    "route": "route",
}
_GIVEN = frozenset({"as_of", "subject"})
_AFTER_GROUPS = ("total", "grade", "disqualify", "stage", "promote", "route", "guarantee")


@dataclass(frozen=True, slots=True)
class Schedule:
    """`strata`: of each aggregate, by the key of its Var. `keys`: all that is computed, in order."""

    steps: tuple[Step, ...]
    keys: tuple[str, ...]
    strata: Mapping[str, int]


def schedule(reads: Mapping[str, tuple[str, ...]], groups: Iterable[str]) -> Schedule:
    """Each thing as late as it can be and no later: right before the first step that reads it.

    `reads` holds for each Var and each step the Vars it is computed from; `groups` are the top-level ones. What
    only the step "expect" reads (the expectations of examples) comes after everything else.
    """
    needs = {key: tuple(_step_of(var) for var in found if var not in _GIVEN) for key, found in reads.items()}
    needs["total"] = tuple(f"group:{name}" for name in groups)
    needs["grade"] = ("total",)
    keys = _in_order(needs, ("ignore", "exclude", *needs["total"], *_AFTER_GROUPS, "expect"))
    steps = tuple(_step(key) for key in keys if key != "expect")
    return Schedule(steps, keys, _strata(needs, keys))


def _step_of(var: str) -> str:
    if var.startswith("grade:"):
        return "grade"
    return _GIVEN_BY.get(var, var)


def _in_order(needs: Mapping[str, tuple[str, ...]], roots: Iterable[str]) -> tuple[str, ...]:
    done: dict[str, None] = {}
    for root in roots:
        stack, opened = [root], set[str]()
        while stack:
            key = stack[-1]
            waiting = [need for need in needs.get(key, ()) if need not in done]
            if key in done or not waiting:
                done.setdefault(stack.pop())
            elif key in opened:
                raise AssertionError(f"circular: {key}")
            else:
                opened.add(key)
                stack.extend(reversed(waiting))
    return tuple(done)


def _step(key: str) -> Step:
    kind, of, name = key.partition(":")
    match kind:
        case "aggregate":
            return Step("aggregate", name)
        case "group":
            return Step("group", name)
    return Step("value", key) if of else Step(key)  # type: ignore[arg-type]


def _strata(needs: Mapping[str, tuple[str, ...]], keys: Iterable[str]) -> dict[str, int]:
    """Of aggregates; a group lifts those that read it as an aggregate does."""
    strata: dict[str, int] = {}
    heights: dict[str, int] = {}
    for key in keys:
        height = max((heights[need] for need in needs.get(key, ())), default=0)
        if key.startswith("aggregate:"):
            strata[key] = height
        heights[key] = height + key.startswith(("aggregate:", "group:"))
    return strata


def stratified(aggregates: Iterable[Aggregate], strata: Mapping[str, int]) -> tuple[Aggregate, ...]:
    return tuple(replace(a, stratum=strata[f"aggregate:{a.id}"]) for a in aggregates)
