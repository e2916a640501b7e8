"""Plans from rules as text, over one schema with a field of every kind."""

from assay.check import load_text
from assay.model import Model
from assay.plan import plan
from assay.plan.nodes import Plan, Rule

SCHEMA = """
model "m" timezone "Europe/Amsterdam"
missing "N/A", " - ", "n/a "
lead {
  id text key
  country text
  code text exact
  title text
  email text
  phone text
  employees number
  seats integer
  subscribed boolean
  band one of "minimum", "Middle", "high"
  interests list of text
  tags list of text exact
  born date
  created time
}
activity {
  lead_id text key
  action one of "view", "demo"
  page text
  token text exact
  amount number
  flag boolean
  day date
  occurred time
}
let emea = ["DE", "fr ", "NL", "nl"]
let days = [2026-01-01, 2026-05-05]
let moments = [2026-01-01, 2026-05-05 10:00]
let sizes = [1, 2.5]
let titles = ["VP of Sales", "c.o", "CTO"]
let limit = 200
let big = employees >= limit
let seg = country
let view = action == "view"
let padded = amount + employees
let mixed = action == "view" and country == "NL" or employees > 5
"""


def model_of(text: str, schema: str = SCHEMA) -> Model:
    checked = load_text(f"{schema}\n{text}\n")
    assert checked.model is not None, [f"{d.code.code} {d.message} {d.span.text}" for d in checked.diagnostics]
    return checked.model


def plan_of(text: str, schema: str = SCHEMA) -> Plan:
    return plan(model_of(text, schema))


def rule_of(text: str, schema: str = SCHEMA) -> Rule:
    """The last rule of a text."""
    return plan_of(text, schema).rules[-1]
