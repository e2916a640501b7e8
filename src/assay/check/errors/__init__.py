"""Every error of the checker: one function each, all prose in one place."""

from assay.check.errors import files, names, places, structure, types, values
from assay.diagnostics import Code

_FAMILIES = (names, types, values, places, structure, files)
CODES: tuple[Code, ...] = tuple(sorted((code for family in _FAMILIES for code in family.CODES), key=lambda c: c.code))
