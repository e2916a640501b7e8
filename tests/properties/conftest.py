"""How long the properties look for a counterexample: ASSAY_PROFILE=fast (as in `make test-fast`) or full.

The same cases every time, so that a change is judged by what it changed; `python -m tests.properties.long` looks at
new ones.
"""

import os

from hypothesis import HealthCheck, Phase, settings

# A failing case is cut down by tests.strategies.smaller; its seed cannot be.
_PHASES = (Phase.explicit, Phase.generate)
_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large)

for name, examples in {"fast": 40, "full": 1_000}.items():
    settings.register_profile(
        name,
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=_PHASES,
        suppress_health_check=_CALM,
    )
settings.load_profile(os.environ.get("ASSAY_PROFILE", "fast"))
