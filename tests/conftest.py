"""No test fails because the machine has much else to do."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "patient", parent=settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")
