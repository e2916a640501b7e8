"""Libraries that are installed on demand, imported when a file needs them."""

import importlib
from types import ModuleType


class MissingExtra(Exception):  # noqa: N818  it says what is missing
    """A library is not installed; `help` says how to get it."""

    def __init__(self, what: str, extra: str) -> None:
        self.message = f"{what} files need a library that is not installed"
        self.help = f'pip install "assay-lang[{extra}]"'
        super().__init__(self.message)


def imported(module: str, what: str, extra: str) -> ModuleType:
    """The module, or MissingExtra."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise MissingExtra(what, extra) from None
