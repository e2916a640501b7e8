"""One list of statements from many files: each `use` is replaced by what it takes in, each file once."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from assay.check.errors import files as errors
from assay.check.folder import Folder, Place, UnreadableError, real_path
from assay.check.losses import Losses, losses_in
from assay.diagnostics import Diagnostic
from assay.source import Source, Span
from assay.syntax import Parsed, ast, parse

MOST_FILES = 1000
_USE = re.compile(r"\s*use\b")


class RulesNotReadable(Exception):  # noqa: N818 - a name people read
    """The rules a command was given cannot be read; says why, in words."""


@dataclass(slots=True)
class Merged:
    """Statements in order of evaluation, without `use`."""

    folder: Folder
    statements: list[ast.Statement] = field(default_factory=list)
    files: list[ast.File] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)  # files already in
    broken: list[Source] = field(default_factory=list)  # with syntax errors
    lost: list[Losses] = field(default_factory=list)  # in those
    broken_lines: list[str] = field(default_factory=list)
    incomplete: bool = False  # a file could not be taken in
    parse: Callable[[Source, Place], Parsed] = field(default=lambda source, _place: parse(source))
    lost_in: Callable[[Source], Losses] = field(default=lambda source: losses_in(source.text))


class _Open(NamedTuple):
    """A file being taken in: where it is and what of it is still to come, last first, cut at each `use`."""

    place: Place
    rest: list[tuple[ast.Statement, ...]]
    via: ast.Use | None


def merge_path(path: Path, known_as: str | None = None) -> Merged:
    """The rules of a file, or of all `*.assay` files of a folder in order of their names. `known_as`: what people
    call the path, where its files are copies."""
    roots = files_of(path) if path.is_dir() else [path]
    known = path if known_as is None else Path(known_as)
    root, called = (path, known) if path.is_dir() else (path.parent, known.parent)
    merged = Merged(Folder(root, known=called))
    for file in roots:
        real = real_path(path, file.name) if path.is_dir() else Path(file.resolve())
        if real is None:
            raise RulesNotReadable(f"`{file}` leads outside the folder")
        name = str(known / file.name) if path.is_dir() else str(known)
        take_in(merged, Place(file.name, real), Source(name, _root_text(file, merged.folder)))
    return merged


def merge_text(text: str, name: str, folder: Path | None) -> Merged:
    """The rules of a text, as if it were a file of that name in the folder."""
    merged = Merged(Folder(folder))
    inside = Path(name).name
    real = None if folder is None else folder.resolve() / inside
    take_in(merged, Place(inside, real), Source(name, text))
    return merged


def files_of(folder: Path) -> list[Path]:
    """The rule files of a folder, in order of their names. Raises RulesNotReadable."""
    try:
        files = sorted(file for file in folder.iterdir() if _is_rules(file))
    except OSError as error:
        raise RulesNotReadable(f"cannot read `{folder}`: {(error.strerror or str(error)).lower()}") from None
    if not files:
        raise RulesNotReadable(f"there is no `.assay` file in `{folder}`")
    return files


def _is_rules(file: Path) -> bool:
    """Hidden files are left out: editors keep locks and copies in them."""
    return file.suffix == ".assay" and not file.name.startswith(".") and not file.is_dir()


_TABLES = frozenset({".csv", ".tsv", ".json", ".jsonl", ".parquet", ".xlsx"})


def _root_text(path: Path, folder: Folder) -> str:
    if path.suffix.lower() in _TABLES and path.is_file():
        raise RulesNotReadable(f"`{path}` is a table, not rules: the `.assay` file or its folder comes first")
    try:
        return folder.disk(path)
    except UnreadableError as error:
        raise RulesNotReadable(f"cannot read `{path}`: {error}") from None


def take_in(merged: Merged, place: Place, source: Source) -> None:
    """Takes in a file, and those it uses."""
    if _key(place) in merged.taken:
        return
    open_files = [_opened(merged, place, source, None)]
    while open_files:
        if not open_files[-1].rest:
            open_files.pop()
            continue
        run = open_files[-1].rest.pop()
        if run and isinstance(run[0], ast.Use):
            _use(merged, open_files, run[0])
        else:
            merged.statements.extend(run)


def _key(place: Place) -> str:
    return place.inside if place.real is None else str(place.real)


def _opened(merged: Merged, place: Place, source: Source, via: ast.Use | None) -> _Open:
    parsed = merged.parse(source, place)
    merged.folder.homes[source] = place
    paths = (s.path for s in parsed.file.statements if isinstance(s, ast.Use | ast.LetFile))
    merged.folder.homes.update((path.span.source, place) for path in paths)
    merged.taken.add(_key(place))
    merged.files.append(parsed.file)
    merged.diagnostics.extend(parsed.diagnostics)
    if parsed.diagnostics:
        merged.broken.append(source)
        merged.lost.append(merged.lost_in(source))
        lines = [_line(problem.span) for problem in parsed.diagnostics]
        merged.broken_lines.extend(lines)
        merged.incomplete = merged.incomplete or any(_USE.match(line) for line in lines)
    return _Open(place, _runs(parsed.file.statements), via)


def _runs(statements: tuple[ast.Statement, ...]) -> list[tuple[ast.Statement, ...]]:
    """The statements of a file, each `use` and what stands between them, last first."""
    runs: list[tuple[ast.Statement, ...]] = []
    at = 0
    for index in [n for n, statement in enumerate(statements) if type(statement) is ast.Use]:
        runs += [statements[at:index], statements[index : index + 1]]
        at = index + 1
    return [*runs, statements[at:]][::-1]


def _line(span: Span) -> str:
    return span.source.lines.line_text(span.line)


def _use(merged: Merged, open_files: list[_Open], use: ast.Use) -> None:
    place = merged.folder.find(use.path)
    if isinstance(place, Diagnostic):
        _give_up(merged, place)
    elif (circle := _circle(open_files, place, use)) is not None:
        if circle.span not in {problem.span for problem in merged.diagnostics}:
            merged.diagnostics.append(circle)
    elif _key(place) not in merged.taken:
        _enter(merged, open_files, place, use)


def _circle(open_files: list[_Open], place: Place, use: ast.Use) -> Diagnostic | None:
    """A file takes itself in: reported at the first `use` of the circle."""
    keys = [_key(file.place) for file in open_files]
    if _key(place) not in keys:
        return None
    after = keys.index(_key(place)) + 1
    first = open_files[after].via if after < len(open_files) else use
    return None if first is None else errors.circular_use(first.path, use.path.span)


def _enter(merged: Merged, open_files: list[_Open], place: Place, use: ast.Use) -> None:
    if len(merged.files) >= MOST_FILES:
        _give_up(merged, errors.unreadable_file(use.path, f"there are more than {MOST_FILES} files"))
        return
    text = merged.folder.read(use.path, place)
    if isinstance(text, Diagnostic):
        _give_up(merged, text)
        return
    open_files.append(_opened(merged, place, Source(_shown(merged.folder, place), text), use))


def _give_up(merged: Merged, problem: Diagnostic) -> None:
    merged.diagnostics.append(problem)
    merged.incomplete = True


def _shown(folder: Folder, place: Place) -> str:
    known = folder.known or folder.root
    return place.inside if known is None else str(known / place.inside)
