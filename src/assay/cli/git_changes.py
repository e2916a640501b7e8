"""What git says has changed in rule files since a revision."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from assay.cli.failure import Failure
from assay.cli.git_environment import environment
from assay.linter.changed import Changes
from assay.model import Model
from assay.source import Source
from assay.syntax import ast

_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_WHOLE = Changes(whole=True)


def changes_since(base: str, rules: Path, model: Model) -> dict[Source, Changes]:
    """The changes of each rule file that has any, from the commit `base` to what is on disk."""
    changes = {file.source: found for file in model.files if (found := _of_file(file.source, base))}
    for file in model.files:
        _follow(file, changes, model.sources, base)
    if _taken_away(_folder(rules), base):
        changes |= dict.fromkeys(model.sources, _WHOLE)
    return changes


def branched_from(revision: str, rules: Path) -> str:
    """The commit at which what is checked out left `revision`. Ends the command where git cannot tell."""
    folder = _folder(rules)
    if _git(folder, "rev-parse", "--is-inside-work-tree") is None:
        raise Failure(f"`{folder}` is in no git repository, so nothing can be said about changes")
    known = None if revision.startswith("-") else _git(folder, "rev-parse", "--verify", "-q", revision + "^{commit}")
    if known is None:
        raise Failure(f"git knows no revision `{revision}` here", "a copy made for CI may lack it: fetch it first")
    return (_git(folder, "merge-base", known.strip(), "HEAD") or known).strip()


def _folder(rules: Path) -> Path:
    return (rules if rules.is_dir() else rules.parent).resolve()


def _git(folder: Path, *arguments: str) -> str | None:
    """What git prints; None where it fails."""
    command = ["git", "--literal-pathspecs", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(
            command, env=environment(), capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
        )
    except OSError:
        raise Failure("`git` cannot be run, and only git knows what changed") from None
    return done.stdout if done.returncode == 0 else None


def _of_file(source: Source, base: str) -> Changes | None:
    diff = _diff(Path(source.name), base)
    if diff is None:
        return _WHOLE
    if not diff:
        return None
    # Only here do git and we count lines alike.
    return _parsed(diff) if "\r" not in source.text.replace("\r\n", "") else _WHOLE


def _diff(path: Path, base: str) -> str | None:
    """The difference of a file; None where git does not know the file."""
    place = path.resolve()
    if not (_git(place.parent, "ls-files", "--", place.name) or "").strip():
        return None
    return _git(
        place.parent, "diff", "-U0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", base,
        "--", place.name,
    )  # fmt: skip


def _parsed(diff: str) -> Changes:
    lines, after, removed = set[int](), set[int](), list[str]()
    hunks = False
    for line in diff.split("\n"):
        if found := _HUNK.match(line):
            hunks = True
            start, count = int(found[1]), int(found[2] or 1)
            lines |= set(range(start, start + count))
            after |= {start} if not count else set()
        elif hunks and line.startswith("-"):
            removed.append(line[1:])
    return Changes(frozenset(lines), frozenset(after), "\n".join(removed)) if hunks else _WHOLE


def _follow(file: ast.File, changes: dict[Source, Changes], sources: Sequence[Source], base: str) -> None:
    """A list file that changed changes its `let`; a `use` that is new makes all it takes in new."""
    before = changes.get(file.source, Changes())
    lines = set(before.lines)
    for statement in file.statements:
        span = statement.span
        if isinstance(statement, ast.LetFile) and _diff(_beside(file, statement.path), base) != "":
            lines.add(span.line)
        if isinstance(statement, ast.Use) and before.touch(span.line, span.line):
            used = _beside(file, statement.path).resolve()
            changes |= {source: _WHOLE for source in sources if Path(source.name).resolve() == used}
    if lines != before.lines:
        changes[file.source] = Changes(frozenset(lines), before.removed_after, before.removed, before.whole)


def _beside(file: ast.File, path: ast.Text) -> Path:
    return Path(file.source.name).parent / path.value


def _taken_away(folder: Path, base: str) -> bool:
    gone = _git(folder, "diff", "--name-only", "--no-renames", "--diff-filter=D", base, "--", ".") or ""
    return any(line.strip('"').endswith(".assay") for line in gone.splitlines())
