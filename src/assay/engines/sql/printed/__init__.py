"""The query as people read it: `assay sql`. `readable` makes it, over ordinary columns; the rest is how it is printed."""

from assay.engines.sql.printed.readable import Printed, printed, readable

__all__ = ["Printed", "printed", "readable"]
