"""From rule files to a checked Model: names, types, places, structure. Mistakes are returned, never raised."""

from pathlib import Path

from assay.check.build import Checked, check_merged
from assay.check.columns import Columns
from assay.check.errors import CODES
from assay.check.merge import RulesNotReadable, merge_path, merge_text

__all__ = ["CODES", "Checked", "Columns", "RulesNotReadable", "load", "load_text"]


def load(path: Path, columns: Columns | None = None) -> Checked:
    """The checked rules of a file, or of all `*.assay` files of a folder together. `columns`: the headers of the
    input, for rules without a schema.

    Raises RulesNotReadable where there is nothing to check.
    """
    return check_merged(merge_path(path), columns)


def load_text(
    text: str, name: str = "rules.assay", folder: Path | None = None, columns: Columns | None = None
) -> Checked:
    """The checked rules of a text, as if it stood in a file of that name in `folder`; without one, `use` and list
    files cannot be read."""
    return check_merged(merge_text(text, name, folder), columns)
