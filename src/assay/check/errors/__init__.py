"""Every error of the checker: one function each, all prose in one place."""

from assay.check.errors import files, names, places, structure, types
from assay.diagnostics import Code

CODES: tuple[Code, ...] = (*names.CODES, *types.CODES, *places.CODES, *structure.CODES, *files.CODES)
