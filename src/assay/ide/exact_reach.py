"""How far points really reach, by the solver: seconds of work, for another process."""

from assay.ide.exact import Reach
from assay.ide.texts import Texts, rules_of


def exact_reach(texts: Texts, as_of: int, within: float) -> Reach | None:
    """The ranges of the groups and the score over all leads, as of a moment (microseconds); bounds, where the seconds do
    not do. None without a solver, or where the rules have a mistake."""
    # Only the process that looks for them needs the solver.
    from assay.analysis.solver import MissingSolver, Prover, reach  # noqa: PLC0415
    from assay.plan import plan  # noqa: PLC0415

    model = rules_of(texts).model
    if model is None:
        return None
    try:
        found = reach(Prover([plan(model)], as_of), within)
    except MissingSolver:
        return None
    return Reach({name: one.kept for name, one in found.groups.items()}, found.score.kept)
