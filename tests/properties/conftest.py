"""How long the properties look for a counterexample: ASSAY_PROFILE=fast (as in `make test-fast`) or full."""

import os

from hypothesis import HealthCheck, Phase, settings

# A failing case is cut down by tests.strategies.smaller; its seed cannot be.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large)

settings.register_profile("fast", max_examples=40, deadline=None, phases=_PHASES, suppress_health_check=_CALM)
settings.register_profile("full", max_examples=1_000, deadline=None, phases=_PHASES, suppress_health_check=_CALM)
settings.load_profile(os.environ.get("ASSAY_PROFILE", "fast"))
