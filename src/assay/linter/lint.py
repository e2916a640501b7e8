"""What a lint is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from assay.analysis.exact import exactly
from assay.analysis.logic import Logic, logic
from assay.diagnostics import Code, Diagnostic
from assay.linter.profile import Profile
from assay.model import Model
from assay.values import DAY

if TYPE_CHECKING:
    from assay.analysis.leads import Leads

Family = Literal["logic", "missing", "reading", "data"]


@dataclass(frozen=True)
class Context:
    """What a lint may look at: checked rules, and with `--data` a profile of the leads. `today` (days since 1970)
    decides what is past."""

    model: Model
    today: int
    profile: Profile | None = None

    @cached_property
    def logic(self) -> Logic:
        """The plan of the rules and what follows from it, worked out once for all lints."""
        return logic(self.model)

    @cached_property
    def reach(self) -> Logic:
        """The same with the exact ranges of points, where a solver is installed and quick."""
        return exactly(self.logic, self.today * DAY)

    @cached_property
    def leads(self) -> "Leads":
        """Where leads are looked for that show a finding, today."""
        module = import_module("assay.analysis.leads")  # scoring takes longer to load than most rules to lint
        found: Leads = module.Leads(self.logic.plan, self.logic.known, self.today * DAY)
        return found


@dataclass(frozen=True, slots=True)
class Lint:
    """A kind of finding and how it is found. `code.bad` and `code.good` are its tests. A lint that cannot be sure
    stays silent or says "may". `opt_in`: only when it is selected by name. `sample`: for a lint about data, the
    leads (CSV) of its examples."""

    code: Code
    family: Family
    check: Callable[[Context], Iterable[Diagnostic]]
    opt_in: bool = False
    sample: str | None = None
