"""What the plan raises."""


class PlanError(ValueError):
    """A plan that cannot be read or used; the message is one sentence for people."""
