"""From text to engine: how long 1,000 and 10,000 rules take to parse, check and plan, and to build their tables.

python -m bench.pipeline
"""

import gc
import time
from collections.abc import Callable

from assay.check import load_text
from assay.engines.record import Scorer
from assay.formatter import format_source
from assay.plan import plan
from assay.source import Source
from assay.syntax import parse
from bench.model import rules, source


def timed(work: Callable[[], object], rounds: int = 3) -> float:
    """The quickest of some rounds, in seconds of process time."""
    taken = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    for count in (1_000, 10_000):
        text = source(rules(count))
        model = load_text(text).model
        assert model is not None
        planned = plan(model)
        steps = {
            "parse": timed(lambda text=text: parse(Source("r", text))),  # type: ignore[misc]
            "parse and check": timed(lambda text=text: load_text(text)),  # type: ignore[misc]
            "plan": timed(lambda model=model: plan(model)),  # type: ignore[misc]
            "build the engine": timed(lambda planned=planned: Scorer(planned, 0)),  # type: ignore[misc]
            "format": timed(lambda text=text: format_source(Source("r", text)), 1),  # type: ignore[misc]
        }
        print(f"{count:,} rules, {len(text) / 1e6:.2f} MB")
        for name, seconds in steps.items():
            print(f"  {name:<18}{seconds:7.2f} s")
        whole = steps["parse and check"] + steps["plan"]
        wanted = f"   at most 3: {'yes' if whole <= 3 else 'NO'}" if count == 10_000 else ""
        print(f"  {'parse, check, plan':<18}{whole:7.2f} s{wanted}")


if __name__ == "__main__":
    main()
