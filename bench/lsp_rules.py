"""Rule files of any length, for the bench of the language server: schema, `let`s, groups, decisions and examples in the
proportions of the rule packs."""

from random import Random

HEAD = """model "Bench" timezone "Europe/Amsterdam"

lead {
  id         text exact key
  title      text
  country    text
  employees  number
  budget     one of "none", "small", "large"
  created    time
}

activity {
  lead_id   text exact key
  action    one of "page_view", "email_click", "webinar", "demo_request", "unsubscribe"
  page      text
  occurred  time
}

"""


def written(lines: int, seed: int = 1) -> str:
    """A file of about that many lines without a mistake."""
    random = Random(seed)
    parts, length, number = [HEAD], HEAD.count("\n"), 0
    while length < lines - 12:
        part = _section(random, number)
        parts.append(part)
        length += part.count("\n")
        number += 1
    parts.append("stage MQL at 50\nstage SQL when score >= 90 and employees > 10\n")
    parts.append('route to "EMEA" within 4 hours when stage >= MQL and country in ["DE", "NL"]\n')
    parts.append('never stage >= MQL and budget == "none"\n')
    return "".join(parts)


def _section(random: Random, number: int) -> str:
    """A few `let`s, a group of some thirty lines that uses them, and a grade."""
    threshold, points = random.randrange(5, 500), random.randrange(1, 30)
    rules = "".join(_rule(random, number, n) for n in range(random.randrange(6, 14)))
    return f"""# Section {number}
let points_{number} = {points}
let countries_{number} = ["DE", "FR", "C{number}"]
let fits_{number} = title mentions ["VP", "T{number}"] and employees >= {threshold}

group g{number} "Group {number}" max {100 + number % 50} {{
{rules}  match employees {{
    under {threshold}  add 0
    under {threshold * 4}  add {points}
    otherwise  add {points + 1}
    missing  add 0
  }}
}}
grade g{number} {{ "A" from 40, "B" from 20, "C" otherwise }}
disqualify if budget == "none" and title contains "X{number}" because "no budget {number}"

"""


def _rule(random: Random, number: int, n: int) -> str:
    days = random.randrange(3, 90)
    return random.choice(
        (
            f'  when fits_{number} add points_{number} as "Fits {number} {n}"\n',
            f"  when country in countries_{number} and employees > {n * 10} add {n}\n",
            f'  each action == "page_view" and page starts with "/p{n}" within {days} days\n'
            f"    at most once per day add {n} max {n * 5}\n",
            f'  when action == "webinar" at least 2 times within {days} days add {n} fading 25% every 30 days\n',
            f"  when since(created) > {days} days subtract {n}  # older\n",
        )
    )
