"""Leads traced by rules written out."""

import datetime as dt
import io
from collections.abc import Mapping

from rich.console import Console, RenderableType

from assay.check import load_text
from assay.engines.record.trace import Trace, trace
from assay.plan import plan
from assay.values import microseconds_of

AS_OF = microseconds_of(dt.datetime(2026, 11, 1) - dt.datetime(1970, 1, 1))

SCHEMA = """
lead {
  id text exact key
  country text
  title text
  email text
  employees number
  band one of "Low", "Middle", "High"
  newsletter boolean
  interests list of text
  created time
  renewal date
}
activity { lead_id text exact key  action text  page text  visit text  occurred time }
"""


def traced(
    rules: str, lead: Mapping[str, object] | None = None, *activities: Mapping[str, object], previous: str | None = None
) -> Trace:
    """A lead scored by rules over the usual schema, as of 2026-11-01 UTC."""
    checked = load_text(SCHEMA + rules)
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    return trace(plan(checked.model), AS_OF, {"id": "L-1", **(lead or {})}, activities, previous)


def printed(page: RenderableType, width: int = 100, encoding: str = "utf-8") -> str:
    """A page as a file gets it."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    Console(file=file, width=width, markup=True, emoji=True, highlight=True).print(page)
    return raw.getvalue().decode(encoding)
