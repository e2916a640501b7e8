"""A made model, always the same for a seed, and leads for it.

Half the rules compare one of ten text fields for equality, a quarter compare one of five numbers or put it in a
range, fifteen in a hundred ask for one of a list, ten in a hundred are conjunctions of two or three of these. One
value in five is missing.
"""

from dataclasses import dataclass
from random import Random

CARDINALITY = (5, 8, 12, 20, 30, 50, 80, 120, 200, 300)
TEXTS = tuple(f"text_{n}" for n in range(len(CARDINALITY)))
HIGHEST = (100, 1_000, 10_000, 100_000, 1_000_000)
NUMBERS = tuple(f"number_{n}" for n in range(len(HIGHEST)))
GROUPS = ("fit", "interest", "intent", "reach")  # each looks at fields of its own
MISSING = 0.2

Lead = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Equal:
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class OneOf:
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """low <= value <= high; None: no bound."""

    field: str
    low: int | None
    high: int | None


Part = Equal | OneOf | Between


@dataclass(frozen=True, slots=True)
class Rule:
    """`parts` must all hold; points are whole."""

    name: str
    group: str
    parts: tuple[Part, ...]
    points: int


def rules(count: int, seed: int = 1) -> list[Rule]:
    random = Random(seed)
    return [_rule(random, index, count) for index in range(count)]


def _rule(random: Random, index: int, count: int) -> Rule:
    share = index / count
    if share < 0.5:
        parts: tuple[Part, ...] = (_equal(random),)
    elif share < 0.75:
        parts = (_between(random),)
    elif share < 0.9:
        parts = (_one_of(random),)
    else:
        kinds = (_equal, _between, _one_of)
        parts = tuple(random.choice(kinds)(random) for _ in range(random.randint(2, 3)))
    group = GROUPS[int(parts[0].field[-1]) % len(GROUPS)]
    return Rule(f"rule {index}", group, parts, random.choice((-20, -10, -5, 5, 10, 15, 20, 25)))


def _equal(random: Random) -> Equal:
    field = random.randrange(len(TEXTS))
    return Equal(TEXTS[field], _text(random, field))


def _one_of(random: Random) -> OneOf:
    field = random.randrange(len(TEXTS))
    values = {_text(random, field) for _ in range(random.randint(2, 8))}
    return OneOf(TEXTS[field], tuple(sorted(values)))


def _between(random: Random) -> Between:
    field = random.randrange(len(NUMBERS))
    low, high = sorted(random.randint(0, HIGHEST[field]) for _ in range(2))
    match random.randrange(3):
        case 0:
            return Between(NUMBERS[field], low, high)
        case 1:
            return Between(NUMBERS[field], high, None)
        case _:
            return Between(NUMBERS[field], None, low)


def _text(random: Random, field: int) -> str:
    return f"value {random.randrange(CARDINALITY[field])}"


def leads(count: int, seed: int = 2) -> list[Lead]:
    random = Random(seed)
    return [_lead(random, index) for index in range(count)]


def _lead(random: Random, index: int) -> Lead:
    lead: Lead = {"id": f"L-{index}"}
    for field, name in enumerate(TEXTS):
        lead[name] = None if random.random() < MISSING else _text(random, field)
    for field, name in enumerate(NUMBERS):
        lead[name] = None if random.random() < MISSING else random.randint(0, HIGHEST[field])
    return lead


# --- in the language ---------------------------------------------------------------------------------------


def source(made: list[Rule]) -> str:
    """The model as a rules file."""
    lines = ["lead {", "  id text exact key"]
    lines += [f"  {name} text" for name in TEXTS]
    lines += [f"  {name} number" for name in NUMBERS]
    lines.append("}")
    for group in GROUPS:
        lines.append(f"group {group} {{")
        lines += [f"  {_line(rule)}" for rule in made if rule.group == group]
        lines.append("}")
    return "\n".join([*lines, ""])


def _line(rule: Rule) -> str:
    condition = " and ".join(map(_condition, rule.parts))
    verb = "add" if rule.points >= 0 else "subtract"
    return f'when {condition} {verb} {abs(rule.points)} as "{rule.name}"'


def _condition(part: Part) -> str:
    match part:
        case Equal(field, value):
            return f'{field} == "{value}"'
        case OneOf(field, values):
            listed = ", ".join(f'"{value}"' for value in values)
            return f"{field} in [{listed}]"
        case Between(field, low, None):
            return f"{field} >= {low}"
        case Between(field, None, high):
            return f"{field} <= {high}"
        case Between(field, low, high):
            return f"{field} in {low} to {high}"
