"""The two sides of `assay diff`: rules on disk, or `REV:PATH` of git, whose files are read as they were then."""

import tempfile
from pathlib import Path

from assay.analysis.difference.versions import Version
from assay.check import Checked, Columns, RulesNotReadable
from assay.check.build import check_merged
from assay.check.merge import Merged, merge_path
from assay.cli.failure import FINDINGS, Failure
from assay.cli.git_files import copied, found_at
from assay.cli.terminal import messages
from assay.plan import plan
from assay.render.diagnostics_text import report_text, summary_line


def read_version(operand: str, other: str, columns: Columns | None) -> Version:
    """The rules an operand names. `other` is the other operand, in whose repository a revision is looked for where
    the current folder is in none. Ends the command where there are none, or with every mistake in them shown."""
    path = Path(operand)
    if ":" not in operand or path.exists():
        return _checked(operand, _merged(path, operand), columns)
    at = found_at(operand, _repository(Path(other)))
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        return _checked(operand, _merged(copied(at, Path(folder)), operand), columns)


def _repository(other: Path) -> Path:
    """The current folder, or where that is in no repository the folder of the other rules."""
    here = Path.cwd()
    if any((folder / ".git").exists() for folder in (here, *here.parents)) or not other.exists():
        return here
    return (other if other.is_dir() else other.parent).resolve()


def _merged(path: Path, operand: str) -> Merged:
    try:
        return merge_path(path, operand)
    except RulesNotReadable as error:
        raise Failure(str(error).replace(str(path), operand)) from None


def _checked(operand: str, merged: Merged, columns: Columns | None) -> Version:
    checked: Checked = check_merged(merged, columns)
    if checked.model is None:
        messages().print(report_text(checked.diagnostics), soft_wrap=True)
        problems = summary_line(checked.diagnostics, len(checked.sources))
        raise Failure(f"{problems} of `{operand}`, so it cannot be compared", status=FINDINGS)
    return Version(operand, merged, checked.model, plan(checked.model), columns)
