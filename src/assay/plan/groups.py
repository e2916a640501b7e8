"""Groups and their rules, laid out in rows that refer to each other by index."""

from dataclasses import dataclass, field, replace

from assay import model
from assay.plan.context import Context, collecting
from assay.plan.nodes import Choice, Group, Rule
from assay.plan.rules import rule_of


@dataclass(slots=True)
class Layout:
    """Rules in the order of the text, choices by number, groups as declared, outer before inner."""

    rules: list[Rule] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def lay_out(context: Context, groups: tuple[model.Group, ...]) -> Layout:
    layout = Layout()
    for group in groups:
        _group(context, layout, group, None)
    return layout


def _group(context: Context, layout: Layout, group: model.Group, parent: str | None) -> None:
    place = len(layout.groups)
    plain = Group(group.name, group.label, parent, (), (), group.minimum, group.maximum, group.weight)
    layout.groups.append(plain)
    children = tuple(part.name for part in group.body if isinstance(part, model.Group))
    with collecting(context):
        own = _body(context, layout, group)
        context.reads[f"group:{group.name}"] = (*context.vars, *(f"group:{name}" for name in children))
    layout.groups[place] = replace(plain, rules=tuple(own), children=children)


def _body(context: Context, layout: Layout, group: model.Group) -> list[int]:
    own: list[int] = []
    for part in group.body:
        match part:
            case model.Group():
                _group(context, layout, part, group.name)
            case model.Choice():
                own.extend(_choice(context, layout, part, group.name))
            case _:
                own.append(len(layout.rules))
                layout.rules.append(rule_of(context, part, group.name))
    return own


def _choice(context: Context, layout: Layout, choice: model.Choice, group: str) -> tuple[int, ...]:
    first, number = len(layout.rules), len(layout.choices)
    layout.rules.extend(rule_of(context, rule, group, number) for rule in choice.rules)
    indexes = tuple(range(first, len(layout.rules)))
    layout.choices.append(Choice(choice.kind, indexes))
    return indexes
