"""Lints and proofs: all lints over 1,000 rules, the exact reach of their groups and score, three guarantees of 200.

python -m bench.lint
"""

import time
from collections.abc import Callable

from assay.analysis.proof import prove
from assay.analysis.solver import Prover, Witness, reach
from assay.check import load_text
from assay.diagnostics import Diagnostic, with_evidence
from assay.linter.lint import Context, Lint
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.model import Model
from assay.plan import plan
from bench.model import rules, source

TODAY = 20_500  # days since 1970
AS_OF = TODAY * 86_400_000_000
GUARANTEES = """stage MQL at 150
stage SQL at 250
never stage >= MQL and text_0 is missing and text_1 is missing and number_4 < 10
never score > 900
always stage == SQL implies fit > 0
"""


def timed(work: Callable[[], object], rounds: int = 3) -> tuple[float, float]:
    """The quickest of some rounds, in seconds of processor time and elapsed."""
    taken = []
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        work()
        taken.append((time.process_time() - used, time.perf_counter() - start))
    return min(taken)


def told(name: str, seconds: tuple[float, float], limit: float) -> None:
    verdict = "yes" if seconds[0] <= limit else "NO"
    print(
        f"  {name:<44}{seconds[0]:6.2f} s of processor   within {limit:g} s: {verdict}   ({seconds[1]:.2f} s elapsed)"
    )


def shown(model: Model, chosen: list[Lint]) -> tuple[Diagnostic, ...]:
    """The findings with the leads that show them."""
    return with_evidence(lint(Context(model, TODAY), chosen))


def model_of(text: str) -> Model:
    model = load_text(text).model
    assert model is not None
    return model


def main() -> None:
    text = source(rules(1_000))
    model = model_of(text)
    chosen = [one for one in LINTS.values() if not one.opt_in]
    found = lint(Context(model, TODAY), chosen)
    told(f"lint 1,000 rules ({len(found)} findings)", timed(lambda: lint(Context(model, TODAY), chosen)), 2)
    rests = sum(bool(one.evidence.shown) for one in with_evidence(found))
    told(f"read, check, lint and show them ({rests} leads)", timed(lambda: shown(model_of(text), chosen)), 2)
    planned = plan(model)
    far = reach(Prover([planned], AS_OF))
    exact = all(one.exact for one in (*far.groups.values(), far.score))
    told(f"exact reach of 4 groups and score ({exact})", timed(lambda: reach(Prover([planned], AS_OF))), 1)
    small = plan(model_of(source(rules(200)) + GUARANTEES))
    judged = prove(small, AS_OF, 5).judged
    broken = sum(isinstance(one.answer, Witness) for one in judged)
    told(f"prove 3 guarantees of 200 rules ({broken} broken)", timed(lambda: prove(small, AS_OF, 5), 1), 5)


if __name__ == "__main__":
    main()
