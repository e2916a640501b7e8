"""All files an editor has to do with: what is open, what is on disk, and which of them are one set of rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from weakref import WeakKeyDictionary

from assay.check.build import check_merged
from assay.check.folder import Folder, Place, UnreadableError, read_text
from assay.check.losses import Losses, losses, losses_in
from assay.check.memory import Memory
from assay.check.merge import Merged, take_in
from assay.diagnostics import Diagnostic, in_order
from assay.ide.document import Document, opened
from assay.ide.exact import Exact
from assay.ide.roots import Roots, files_below, roots_of
from assay.ide.rules import Rules
from assay.linter.settings import BadSettings, Settings, settings_for
from assay.source import Source
from assay.syntax import Parsed, ast
from assay.syntax.pieces import Piece
from assay.syntax.site import first_on_line


@dataclass(slots=True, eq=False)
class Workspace:
    """Changes from call to call; the `Rules` it hands out do not. Paths are real ones (`Path.resolve`)."""

    folders: tuple[Path, ...] = ()
    open: dict[Path, Document] = field(default_factory=dict)
    _saved: dict[Path, tuple[tuple[int, int], Document]] = field(default_factory=dict)
    _rules: dict[Roots, Rules] = field(default_factory=dict)
    _homes: dict[Path, Roots] = field(default_factory=dict)
    _memories: dict[Roots, Memory] = field(default_factory=dict)
    _lost: WeakKeyDictionary[Piece, Losses] = field(default_factory=WeakKeyDictionary)
    _preferred: Mapping[Path | None, Settings] = field(default_factory=dict)
    _settings: dict[Path, Settings] = field(default_factory=dict)

    # --- what the editor tells -----------------------------------------------------------------------

    def opened(self, path: Path, text: str, version: int) -> None:
        self.open[path] = opened(path, text, version)
        self._homes.clear()
        self._stale(path)

    def edited(self, path: Path, start: int, end: int, text: str, version: int) -> None:
        """Puts `text` in place of what stands from `start` to `end`."""
        before = self.open[path]
        self.open[path] = before.edited(start, end, text, version)
        if _uses(before) != _uses(self.open[path]):
            self._homes.clear()
        self._stale(path)

    def closed(self, path: Path) -> None:
        self.open.pop(path, None)
        self._homes.clear()
        self._stale(path)

    def files_changed(self, paths: Iterable[Path]) -> None:
        """Files that were written, made or removed: rules, lists, settings or data."""
        for path in paths:
            self._saved.pop(path, None)
        self._settings.clear()
        self._homes.clear()
        self._memories.clear()
        for roots, rules in list(self._rules.items()):
            self._rules[roots] = replace(rules, documents={})

    def in_folders(self, folders: tuple[Path, ...]) -> None:
        """The folders that are open in the editor."""
        self.folders = folders
        self.files_changed(())

    def prefer(self, settings: Mapping[Path | None, Settings]) -> None:
        """Settings of the editor, of each of its folders, and under None those of the others. They name lints besides
        those of the files, and a sample in place of theirs."""
        self._preferred = settings
        self.files_changed(())

    def _stale(self, path: Path) -> None:
        for roots, rules in list(self._rules.items()):
            if path in rules.documents:
                self._rules[roots] = replace(rules, documents={})

    # --- what answers are made of ----------------------------------------------------------------------

    def document(self, path: Path) -> Document | None:
        """A file as the editor has it, else as it is on disk; None where it cannot be read."""
        return self.open.get(path) or self._from_disk(path)

    def _from_disk(self, path: Path) -> Document | None:
        try:
            stat = path.stat()
            stamp = stat.st_mtime_ns, stat.st_size
            known = self._saved.get(path)
            if known is None or known[0] != stamp:
                known = self._saved[path] = stamp, opened(path, read_text(path))
        except (OSError, UnreadableError):
            return None
        return known[1]

    def rules(self, path: Path) -> Rules:
        """The rules that a file belongs to. Raises KeyError for one that cannot be read."""
        return self.of_roots(self.roots(path))

    def roots(self, path: Path) -> Roots:
        """What the set of rules of a file begins with."""
        if path not in self._homes:
            self._homes[path] = roots_of(path, self.folders, self.document)
        return self._homes[path]

    def of_roots(self, roots: Roots) -> Rules:
        """The rules that begin with some files. Raises KeyError where they cannot be read."""
        known = self._rules.get(roots)
        if known is None or not known.documents:
            known = self._rules[roots] = self._checked(roots, known)
        return known

    def linted(self, roots: Roots, found: tuple[Diagnostic, ...]) -> None:
        """Takes what the linter found; it is of the rules until they are linted again, or a piece of it is edited."""
        self._rules[roots] = replace(self.of_roots(roots), lints=found)

    def reached(self, roots: Roots, exact: Exact) -> None:
        """Takes how far points reach; it is of the groups until they are edited."""
        self._rules[roots] = replace(self.of_roots(roots), exact=exact)

    def all_documents(self) -> Sequence[Document]:
        """The files of all rules that are open, and the rule files in the folders that are, each once."""
        found = {path: document for rules in map(self.rules, self.open) for path, document in rules.documents.items()}
        for path in (path for folder in self.folders for path in files_below(folder) if path not in found):
            document = self.document(path)
            if document is not None:
                found[path] = document
        return tuple(found.values())

    def _checked(self, roots: Roots, before: Rules | None) -> Rules:
        documents: dict[Path, Document] = {}

        def parse(source: Source, place: Place) -> Parsed:
            document = self.document(place.real or Path(source.name))
            if document is None:  # removed this very moment
                document = opened(Path(source.name), source.text)
            documents[document.path] = document
            return parsed(document)

        def lost_in(source: Source) -> Losses:
            return losses([loss for d in documents.values() if d.source is source for loss in self._losses(d)], ())

        merged = Merged(Folder(roots.folder, disk=self._text), parse=parse, lost_in=lost_in)
        for root in roots.files:
            document = self.document(root)
            if document is not None:
                take_in(merged, Place(root.name, root if roots.folder else None), document.source)
        if not merged.files:
            raise KeyError(roots)
        checked = check_merged(merged, None, self._memories.setdefault(roots, Memory()))
        last = checked if before is None or not checked.diagnostics else before.last_good
        lints, exact = ((), None) if before is None else (before.lints, before.exact)
        return Rules(documents, checked, last, self.settings(roots.files[0]), merged.folder, lints, exact)

    def _losses(self, document: Document) -> list[Losses]:
        """What the pieces of a file seem to declare."""
        for piece in document.pieces:
            if piece not in self._lost:
                inside = bool(piece.tokens) and not first_on_line(piece.source, piece.tokens[0])
                self._lost[piece] = losses_in("." + piece.text if inside else piece.text)
        return [self._lost[piece] for piece in document.pieces]

    def _text(self, path: Path) -> str:
        document = self.open.get(path)
        return document.text if document is not None else read_text(path)

    def settings(self, path: Path) -> Settings:
        """`[tool.assay]` for a file; those that cannot be used count for nothing here."""
        folder = path.parent
        if folder not in self._settings:
            try:
                own = settings_for(folder)
            except BadSettings:
                own = Settings()
            self._settings[folder] = self._with_preferred(own, folder)
        return self._settings[folder]

    def _with_preferred(self, own: Settings, folder: Path) -> Settings:
        """Lints are those of the files, which `assay check` looks for too, and more. Which sample rules are tried on is
        nobody's business but of the person who writes them: the editor has the first word."""
        top = next((one for one in self.folders if folder.is_relative_to(one)), None)
        preferred = self._preferred.get(top) or self._preferred.get(None) or Settings()
        data, activities = (path and (top or folder) / path for path in (preferred.data, preferred.activities))
        return replace(
            own,
            select=(*own.select, *preferred.select),
            ignore=(*own.ignore, *preferred.ignore),
            data=data or own.data,
            activities=activities or (own.activities if data is None else None),
            outcome=preferred.outcome or own.outcome,
            won=preferred.won or (own.won if preferred.outcome is None else None),
        )


def parsed(document: Document) -> Parsed:
    """A document as the parser would give it."""
    pieces = document.pieces
    statements = tuple(piece.statement for piece in pieces if piece.statement is not None)
    comments = tuple(comment for piece in pieces for comment in piece.comments)
    problems: list[Diagnostic] = [problem for piece in pieces for problem in piece.problems]
    return Parsed(ast.File(document.source, statements, comments), in_order(problems))


def _uses(document: Document) -> list[str]:
    return [piece.statement.path.value for piece in document.pieces if isinstance(piece.statement, ast.Use)]
