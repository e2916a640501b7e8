"""Text to tree: tokens, the parser with its recovery, syntax errors, the printer."""

from assay.syntax.codes import CODES
from assay.syntax.parser import Parsed, parse
from assay.syntax.words import KEYWORDS, RESULTS, SOFT_KEYWORDS

__all__ = ["CODES", "KEYWORDS", "RESULTS", "SOFT_KEYWORDS", "Parsed", "parse"]
