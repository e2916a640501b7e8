"""What a rule or a statement says, in a sentence or two, and what missing values do to it."""

from collections.abc import Iterator

from assay.ide.reading import holds_up, reads_activity, wanted_of_activity
from assay.ide.scene import Scene
from assay.ide.wording import condition, listed, value, window
from assay.syntax import ast, printer


def sentences(node: ast.Node, scene: Scene) -> tuple[str, ...]:
    """What a rule or a statement says; nothing for those that only declare."""
    match node:
        case ast.When():
            return tuple(_when(node, scene))
        case ast.Each():
            return tuple(_each(node, scene))
        case ast.Match():
            return tuple(_match(node, scene))
        case ast.Choice():
            return (_choice(node), *_validity(node.meta))
        case ast.Row():
            return (f"{_row(node, scene)}: {points(node.amount, scene)}.",)
        case _:
            return tuple(_decision(node, scene))


def points(amount: ast.Amount, scene: Scene) -> str:
    """ "adds 15 points"."""
    verb = "adds" if amount.sign == 1 else "takes away"
    told = value(amount.value, scene)
    unit = "point" if told == "1" else "points"
    per = ""
    if amount.per is not None and amount.since is not None:
        per = f" for every full {printer.duration(amount.per)} since {value(amount.since, scene)}"
    return f"{verb} {told} {unit}{per}"


def _when(rule: ast.When, scene: Scene) -> Iterator[str]:
    about_activity = reads_activity(rule.condition, scene)
    told = condition(rule.condition, scene)
    if about_activity:
        often = _often(rule.times)
        head = f"If {often} in which {told}{window(rule.within)}"
        yield f"{head}, {points(rule.amount, scene)}{_bounds(rule.maximum, rule.minimum, scene)}, once per lead."
    else:
        yield f"If {told}, {points(rule.amount, scene)}{_bounds(rule.maximum, rule.minimum, scene)}."
    yield from _fading(rule.decay)
    yield from missing_rule(rule.condition, scene, what="the rule")
    yield from _validity(rule.meta)


def _often(times: ast.Times | None) -> str:
    if times is None:
        return "there is at least one activity"
    count = printer.number(times.count.value)
    return f"there {'is' if count == '1' else 'are'} {times.kind} {count} activit{'y' if count == '1' else 'ies'}"


def _bounds(maximum: ast.Expr | None, minimum: ast.Expr | None, scene: Scene) -> str:
    bounds = [f"at most {value(maximum, scene)}"] if maximum is not None else []
    bounds += [f"at least {value(minimum, scene)}"] if minimum is not None else []
    return f", {' and '.join(bounds)}" if bounds else ""


def _each(rule: ast.Each, scene: Scene) -> Iterator[str]:
    which = f"in which {condition(rule.condition, scene)}{window(rule.within)}"
    head = f"For every activity {which}"
    if rule.quota is not None:
        per = rule.quota.per.name if isinstance(rule.quota.per, ast.Name) else rule.quota.per.unit
        head = f"For every {per} with at least {printer.number(rule.quota.count.value)} activities {which}"
    if rule.once_per is not None:
        head += f" (the latest per {rule.once_per.name})"
    if rule.limit is not None:
        head += f", at most {printer.number(rule.limit.count.value)} per {_period(rule.limit.per)}"
    most = "" if rule.maximum is None else f", never more than {value(rule.maximum, scene)} in all"
    if rule.amount is not None:
        yield f"{head}, {points(rule.amount, scene)}{most}."
    elif rule.table is not None:
        yield f"{head}, gives points by {value(rule.table.subject, scene)}: the first row that fits counts{most}."
    yield from _fading(rule.decay)
    yield from missing_rule(rule.condition, scene, what="the rule")
    yield from _validity(rule.meta)


def _period(per: ast.Period | ast.Duration) -> str:
    return per.unit if isinstance(per, ast.Period) else printer.duration(per)


def _match(rule: ast.Match, scene: Scene) -> Iterator[str]:
    subject = value(rule.table.subject, scene)
    yield f"Points by {subject}: the first row that fits counts."
    patterns = [pattern for row in rule.table.rows for pattern in row.patterns]
    if not any(isinstance(pattern, ast.MissingRow) for pattern in patterns):
        yield f"Where {subject} is missing, the rule is undecided and adds nothing: there is no `missing` row."
    if not any(isinstance(pattern, ast.Otherwise) for pattern in patterns):
        yield "A value that fits no row adds nothing."
    yield from _validity(rule.meta)


def _row(row: ast.Row, scene: Scene) -> str:
    return " or ".join(_pattern(pattern, scene) for pattern in row.patterns).capitalize()


def _pattern(pattern: ast.Pattern, scene: Scene) -> str:
    match pattern:
        case ast.MissingRow():
            return "if there is no value"
        case ast.Otherwise():
            return "any other value that is not missing"
        case ast.Compare():
            words = {"<": "under {}", ">": "over {}", ">=": "{} or more", "<=": "{} or less"}[pattern.op]
            return words.format(value(pattern.bound, scene))
        case ast.InList():
            return f"in {value(pattern.items, scene)}"
        case ast.Between():
            return f"from {value(pattern.low, scene)} to {value(pattern.high, scene)}, both included"
        case _:
            return value(pattern, scene)


def _choice(choice: ast.Choice) -> str:
    if choice.kind == "first":
        return "Only the first of these rules that is true counts; undecided ones are passed over."
    return "Only the one of these rules that gives most counts; among equals, the first."


def _fading(decay: ast.Decay | None) -> Iterator[str]:
    if decay is not None:
        yield fading(decay)


def fading(decay: ast.Decay) -> str:
    """How points age."""
    every = printer.duration(decay.every).removeprefix("1 ")
    amount = "" if decay.amount is None else printer.number(decay.amount.value)
    match decay.kind:
        case "fading" if decay.compounding:
            return f"Every {every}, {amount}% of what is left is lost, in whole steps."
        case "fading":
            return f"Every {every}, {amount}% of the original points are lost, in whole steps, never below 0."
        case "losing":
            return f"Every {every}, {amount} points are lost, in whole steps, never past 0."
        case "halving":
            return f"The points halve every {every}, continuously."
        case "expiring":
            return f"The points count for {printer.duration(decay.every)} and then no more."


def missing_rule(expr: ast.Expr, scene: Scene, *, what: str) -> Iterator[str]:
    """What missing values do to a condition, of the lead and of an activity."""
    lead, activity = holds_up(expr, scene), wanted_of_activity(expr, scene)
    if activity:
        yield f"An activity without {listed([f'`{name}`' for name in activity])} does not match unless the rest decides."
    if lead:
        names = [f"`{name}`" for name in lead]
        joined = isinstance(expr, ast.Binary) and expr.op in ("and", "or", "implies")
        rest = " and the rest does not decide" if joined else ""
        yield f"Where {listed(names)} is missing{rest}, {what} is undecided and does nothing."


def _validity(meta: ast.Meta) -> Iterator[str]:
    if meta.off:
        yield "It is `off`: checked and listed, not run."
    if meta.starting is not None or meta.until is not None:
        since = f" from {meta.starting.value}" if meta.starting is not None else ""
        until = f" until {meta.until.value}" if meta.until is not None else ""
        yield f"It counts{since}{until}, both days included."


# --- statements that decide ------------------------------------------------------------------------------


def _decision(node: ast.Node, scene: Scene) -> Iterator[str]:
    match node:
        case ast.Exclude():
            yield f"Leads are not scored at all if {condition(node.condition, scene)}."
            yield from missing_rule(node.condition, scene, what="the exclusion")
        case ast.Disqualify():
            yield f"Leads get no stage, whatever their points, if {condition(node.condition, scene)}."
            yield from missing_rule(node.condition, scene, what="the disqualification")
        case ast.Ignore():
            yield f"Activities are dropped before anything else is computed if {condition(node.condition, scene)}."
        case ast.Stage():
            yield from _stage(node, scene)
        case ast.Promote():
            told = condition(node.condition, scene)
            yield f"Leads are at least {node.stage.name}, whatever their points, if {told}{window(node.within)}."
            yield "Never past a disqualification."
        case ast.Route():
            yield from _route(node, scene)
        case ast.Guarantee():
            yield _guarantee(node, scene)
        case _:
            return


def _stage(stage: ast.Stage, scene: Scene) -> Iterator[str]:
    told = "" if stage.condition is None else condition(stage.condition, scene)
    if stage.at is not None:
        told = f"score is {value(stage.at, scene)} or more"
    yield f"A lead is {stage.name.name} if {told}, and no later stage is true."
    if stage.sticky:
        yield "Sticky: a lead that was here, or higher, before does not fall below it."
    if stage.condition is not None:
        yield from missing_rule(stage.condition, scene, what="the stage")


def _route(route: ast.Route, scene: Scene) -> Iterator[str]:
    reply = "" if route.within is None else f", to be answered within {printer.duration(route.within)}"
    if route.condition is None:
        yield f'Leads that no route above takes go to "{route.to.value}"{reply}.'
    else:
        yield f'Leads go to "{route.to.value}"{reply} if {condition(route.condition, scene)}. The first that matches wins.'


def _guarantee(node: ast.Guarantee, scene: Scene) -> str:
    wrong = node.kind == "never"
    told = condition(node.condition, scene, negated=not wrong)
    return f"Broken where {told}. `assay prove` looks for such a lead among all possible ones."
