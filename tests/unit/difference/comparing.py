"""Two texts of rules held against each other."""

from assay.analysis.difference.changes import Change
from assay.analysis.difference.compare import Written, compare, written
from assay.analysis.difference.comparison import Comparison
from assay.analysis.difference.versions import Version
from assay.check.build import check_merged
from assay.check.merge import merge_text
from assay.plan import plan

AS_OF = 1_793_491_200_000_000  # 2026-11-01
SCHEMA = """lead { id text exact key  title text  country text  employees number  budget one of "none", "low", "high" }
activity { lead_id text exact key  action text  page text  occurred time }
"""


def version(text: str, name: str = "rules.assay") -> Version:
    merged = merge_text(text, name, None)
    checked = check_merged(merged, None)
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    return Version(name, merged, checked.model, plan(checked.model))


def compared(old: str, new: str, schema: str = SCHEMA) -> Comparison:
    return compare(version(schema + old), version(schema + new), AS_OF)[0]


def wrote(old: str, new: str, schema: str = SCHEMA) -> Written:
    return written(version(schema + old), version(schema + new))


def said(change: Change) -> str:
    """ "changed rule Demo: +20 was +15; max 5 added"."""
    edits = "; ".join(change.edits)
    return f"{change.what} {change.kind} {change.name}" + (f": {edits}" if edits else "")
