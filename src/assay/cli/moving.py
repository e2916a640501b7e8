"""Scoring the same leads by both versions of rules, row by row, in one pass."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.console import Console

from assay.analysis.difference.compare import compare, with_leads
from assay.analysis.difference.comparison import Comparison
from assay.analysis.difference.movements import Movements
from assay.analysis.difference.versions import Version
from assay.batch import Batch, Input, Rejected, Scored, load_activities, name_columns, name_of
from assay.cli.failure import Failure
from assay.cli.inputs import bound, opened, unreadable_ends
from assay.cli.moments import moment
from assay.cli.plans import columns_for
from assay.cli.progress import progress
from assay.cli.terminal import messages
from assay.cli.versions import read_version
from assay.data.activities import Activities
from assay.data.bind import bind
from assay.data.rows import Table
from assay.engines.record import Scorer
from assay.plan.nodes import Plan


@dataclass(frozen=True, slots=True)
class _Data:
    """The leads and what they did, each opened once for each version."""

    leads: tuple[Table, Table]
    activities: tuple[Table, Table] | None


def compared_on(old: str, new: str, data: str, activities: str | None, as_of: str | None, within: float) -> Comparison:
    """The comparison with what it does to these leads; `within`: seconds for proofs. Ends the command where they cannot be read."""
    if "-" in (data, activities):
        raise Failure("with `diff` the data are read twice, and what is piped in can be read once")
    with _opened(data, activities) as opened_data:
        columns = columns_for(opened_data.leads[0], opened_data.activities[0] if opened_data.activities else None)
        before, after = read_version(old, new, columns), read_version(new, old, columns)
        found, ladder = compare(before, after, moment(as_of, after.model.zone), within)
        movements = Movements(ladder)
        rejected = _count(opened_data, (before, after), found.as_of, movements)
    if rejected:
        rows = "1 row" if rejected == 1 else f"{rejected:,} rows"
        messages().print(f"note: {rows} of {data} cannot be scored; `assay score` says why", soft_wrap=True)
    return replace(found, movements=movements, verdict=with_leads(found.verdict, movements))


@contextlib.contextmanager
def _opened(data: str, activities: str | None) -> Iterator[_Data]:
    with opened(data) as first, opened(data) as second, opened(activities) as did, opened(activities) as also_did:
        assert first is not None
        assert second is not None
        both = None if did is None or also_did is None else (did, also_did)
        yield _Data((first, second), both)


def _count(data: _Data, versions: tuple[Version, Version], as_of: int, movements: Movements) -> int:
    """Counts every lead; how many rows neither or only one version could score."""
    plans = (versions[0].plan, versions[1].plan)
    rejected = 0
    with unreadable_ends(), progress(data.leads[1], messages()) as rows:
        batches = _batches(data, plans, as_of, messages())
        labels = name_columns(data.leads[1].columns, batches[1].leads.binding)
        missing = frozenset(plans[1].missing)
        for before, after in zip(batches[0], rows(batches[1]), strict=True):
            if isinstance(before, Rejected) or isinstance(after, Rejected):
                rejected += 1
            else:
                _add(movements, before, after, labels, missing)
    return rejected


def _add(movements: Movements, before: Scored, after: Scored, labels: tuple[str, ...], missing: frozenset[str]) -> None:
    movements.add(before.result, after.result, lambda: name_of(after.row, labels, missing))


def _batches(data: _Data, plans: tuple[Plan, Plan], as_of: int, console: Console) -> tuple[Batch, Batch]:
    """Only of the new version is it told what does not fit."""
    if data.activities is not None and any(plan.lead.key is None for plan in plans):
        raise Failure("the leads have no key, so no activity can be theirs", "mark a field of `lead` with `key`")
    old, new = plans
    leads = (
        Input(data.leads[0], bind(old.lead, data.leads[0].columns, data.leads[0].name)),
        bound(data.leads[1], new.lead, console),
    )
    did = _activities(data, plans, console)
    return Batch(old, Scorer(old, as_of), leads[0], did[0]), Batch(new, Scorer(new, as_of), leads[1], did[1])


def _activities(data: _Data, plans: tuple[Plan, Plan], console: Console) -> tuple[Activities | None, Activities | None]:
    if data.activities is None:
        return None, None
    first, second = data.activities
    before = Input(first, bind(plans[0].activity, first.columns, first.name))
    after = bound(second, plans[1].activity, console)
    loaded = [load_activities(plan, given, 0) for plan, given in zip(plans, (before, after), strict=True)]
    if bad := loaded[1].bad_count:
        rows = "1 row" if bad == 1 else f"{bad:,} rows"
        console.print(f"note: {rows} of {second.name} cannot be read; `assay score` says why", soft_wrap=True)
    return loaded[0].kept, loaded[1].kept
