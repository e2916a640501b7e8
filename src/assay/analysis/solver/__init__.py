"""Leads found by a solver, or shown not to exist (extra `prove`).

One or several plans are written down as one circuit over all leads there can be (`Prover`, `Space`, `Encoded`), and
a `Goal` is looked for in it:

    prover = Prover([plan], as_of)
    answer = prover.find(broken(0), within=5.0)    # see `goals`, and below for your own

* `Witness`: a concrete lead with its activities, executed, with one trace for each plan.
* `Proof`: there is none, for all leads at this moment of scoring (`as_of`).
* `Unknown`: neither, and why.

A goal of your own is a literal over the encoded plans, and the same said of traces:

    def literal(space):
        old, new = space.plans
        return space.circuit.any_of((
            space.circuit.all_of((old.stage[at], ~new.stage[at])) for at in old.stage
        ))
    Goal(literal, lambda traces: traces[0].stage != traces[1].stage)

`Encoded` has `rules[index].fired` and `.points`, `groups[name].kept`, `score`, `stage`, `stage_before`, `route`,
`grades[group][letter]`, `disqualified`, `reasons`, `excluded`, `broken`, and `truth(condition)`, a pair of literals
(true, false; unknown is neither) for any condition over the results. `space.circuit` joins literals (`all_of`, `any_of`,
`~`) and compares sums (`reaches(sum, bound)`, `added`, `times`); sums are hundredths of a point.

`reach(prover)` gives the exact lowest and highest points of every group and of the score.

How leads are taken: each field is in one of a few cells (missing, each constant, what lies between), activities are how
many there are of each kind (up to `MANY` of one kind), the previous stage is any. What cannot be said exactly is `free`
to be anything, so that a proof holds and a lead that was found is only a candidate; hence it is executed, and if it does
not confirm, others are tried in a second space in which cells stand for one sample each.
"""

from assay.analysis.solver.circuit import Circuit, MissingSolver, Sum, is_installed
from assay.analysis.solver.encoded import Encoded
from assay.analysis.solver.find import Answer, Goal, Proof, Prover, Unknown, Witness
from assay.analysis.solver.goals import broken, fires, in_stage
from assay.analysis.solver.kinds import MANY
from assay.analysis.solver.reach import End, Reach, Reached, reach
from assay.analysis.solver.space import Incomparable, Space

__all__ = [
    "MANY",
    "Answer",
    "Circuit",
    "Encoded",
    "End",
    "Goal",
    "Incomparable",
    "MissingSolver",
    "Proof",
    "Prover",
    "Reach",
    "Reached",
    "Space",
    "Sum",
    "Unknown",
    "Witness",
    "broken",
    "fires",
    "in_stage",
    "is_installed",
    "reach",
]
