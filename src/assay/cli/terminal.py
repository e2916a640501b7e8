"""Consoles for results and for messages. Colour only on a terminal; NO_COLOR is obeyed by rich."""

import os
import sys
from typing import TextIO

from rich.console import Console

PLAIN_WIDTH = 100  # columns when the output is no terminal, so that files and tests are stable


def _console(file: TextIO) -> Console:
    width = None if file.isatty() or "COLUMNS" in os.environ else PLAIN_WIDTH
    return Console(file=file, width=width, highlight=False, emoji=False, markup=False, soft_wrap=False)


def results() -> Console:
    """Results, on stdout."""
    return _console(sys.stdout)


def messages() -> Console:
    """Progress and diagnostics, on stderr."""
    return _console(sys.stderr)
