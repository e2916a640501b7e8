"""How long tests wait for what has to come."""

LONG = 900  # seconds: many times what a machine with a load of ten takes; only what hangs needs them
