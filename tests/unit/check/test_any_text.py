"""The checker never raises, whatever the text; and it stays quick, whatever is wrong with it."""

import random
import re
import time

import pytest

from assay.check import Columns, load_text
from tests.unit.check import test_models, test_names, test_places, test_structure, test_types, test_without_schema
from tests.unit.check.marked import SCHEMA, told

_TOKEN = re.compile(r'"[^"\n]*"|`[^`\n]*`|\d{4}-\d\d-\d\d|[\w.]+|[<>=!]=|\S')
_COLUMNS = (None, Columns(("id", "country", "a"), ("lead_id", "action", "at"), "at"), Columns((), ()))


def programs() -> list[str]:
    """Every program of these tests."""
    marked = [*test_names.MARKED.values(), *test_types.MARKED.values()]
    marked += [*test_places.MARKED.values(), *test_structure.MARKED.values()]
    last = f"{test_models.BEFORE}\nstage Last at 1000\npromote to Last when "
    good = [last + condition for condition in test_models.EXPRESSIONS]
    return [
        test_models.LANGUAGE,
        *(SCHEMA + program for program in (*marked, *good)),
        *test_without_schema.MORE_TYPES,
        *test_without_schema.CONFLICTS.values(),
    ]


def mutated(program: str, pool: list[str], dice: random.Random) -> str:
    """A program with a token or two replaced, dropped or doubled."""
    for _ in range(dice.randint(1, 3)):
        tokens = list(_TOKEN.finditer(program))
        if not tokens:
            break
        token = dice.choice(tokens)
        new = dice.choice([dice.choice(pool), dice.choice(pool), "", f"{token.group()} {dice.choice(pool)}"])
        program = program[: token.start()] + new + program[token.end() :]
    return program


@pytest.mark.parametrize("seed", range(6))
def test_any_text_gives_a_model_or_diagnostics(seed: int) -> None:
    dice = random.Random(seed)
    known = programs()
    pool = sorted({token for program in known for token in _TOKEN.findall(program)})
    for _ in range(150):
        text = mutated(dice.choice(known), pool, dice)
        checked = load_text(text, columns=dice.choice(_COLUMNS))
        assert (checked.model is None) == bool(checked.diagnostics), text
        places = [problem.span.start for problem in checked.diagnostics]
        assert places == sorted(places), text
        assert all(0 <= p.span.start <= p.span.end <= len(text) for p in checked.diagnostics), text


def rules(count: int) -> str:
    return "\n".join(f'when f{n % 10} == "v{n}" and n{n % 7} > {n} add {n % 50}' for n in range(count))


MANY = {
    "rules": rules(10_000),
    "unknown names": "lead { country text }\n" + rules(10_000),
    "near names": "lead {\n"
    + "\n".join(f"  field_{n} text" for n in range(3000))
    + "\n}\n"
    + "\n".join(f'when feld_{n} == "x" add 5' for n in range(3000)),
    "lets": "\n".join(f"let a{n} = a{n + 1}" for n in range(5000)) + "\nlet a5000 = 5",
    "circular lets": "\n".join(f"let a{n} = a{n + 1}" for n in range(5000)) + "\nlet a5000 = a0",
    "circular groups": "\n".join(f"group g{n} {{ when g{(n + 1) % 3000} > 5 add 5 }}" for n in range(3000)),
    "duplicates": "\n".join("let a = 5" for _ in range(5000)),
    "values": "lead { tier one of "
    + ", ".join(f'"v{n}"' for n in range(2000))
    + " }\n"
    + "\n".join(f'when tier == "w{n}" add 5' for n in range(2000)),
    "equal ids": "\n".join("when active add 5" for _ in range(10_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MANY)
def test_large_files_are_quick(name: str) -> None:
    start = time.process_time()
    checked = load_text(MANY[name])
    assert time.process_time() - start < 30, told(checked)[:500]  # at most 2 on an idle machine
