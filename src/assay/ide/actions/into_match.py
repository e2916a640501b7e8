"""Several `when` rules on one field of the lead as one `match`, where that changes no points.

The rows of a `match` are exclusive, rules are not: so the conditions must be, whatever the lead. Labels and reasons go
with the rows; rules with other clauses stay rules.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assay.diagnostics import Edit
from assay.formatter import format_source
from assay.ide.actions.action import Action
from assay.ide.actions.rows import Cover, apart, cover_of
from assay.ide.document import Document
from assay.ide.nodes import nodes_at
from assay.ide.scene import Scene
from assay.source import Source, Span
from assay.syntax import ast, printer


@dataclass(frozen=True, slots=True)
class _Candidate:
    rule: ast.When
    subject: str
    patterns: str
    cover: Cover


def into_match(scene: Scene, offset: int) -> Iterator[Action]:
    """For the rule at a place and its neighbours on the same field."""
    path = nodes_at(scene.document, offset)
    rule = next((node for node in reversed(path) if isinstance(node, ast.When)), None)
    if rule is None or any(isinstance(node, ast.Choice | ast.Example) for node in path):
        return
    run = _run(rule, _siblings(path, scene, offset), scene)
    places = [scene.document.place(one.rule.span) for one in run]
    if len(run) < 2 or places[0] is None or places[-1] is None:
        return
    whole = Span(scene.document.source, places[0].start, places[-1].end)
    if _has_remarks(scene.document, whole):
        return
    edit = Edit(whole, _written(run, whole))
    yield Action(f"turn {len(run)} rules on `{run[0].subject}` into a `match`", "refactor.rewrite", (edit,))


def _siblings(path: Sequence[ast.Node], scene: Scene, offset: int) -> Sequence[ast.Node | None]:
    """The rules around one, in order: those of its group, or the statements of the file."""
    group = next((node for node in reversed(path) if isinstance(node, ast.Group)), None)
    if group is not None:
        return group.body
    document = scene.document
    at, pieces = document.index_at(offset), document.pieces
    return [piece.statement for piece in pieces[max(at - _FAR, 0) : at + _FAR]]


_FAR = 50  # statements looked at in each direction


def _run(rule: ast.When, siblings: Sequence[ast.Node | None], scene: Scene) -> list[_Candidate]:
    """The neighbours that go with a rule, as far as all exclude each other."""
    at = next((n for n, sibling in enumerate(siblings) if sibling is rule), -1)
    first = _candidate(rule, scene)
    if at < 0 or first is None:
        return []
    run = [first]
    for sibling in siblings[at + 1 :]:
        if not _joins(sibling, run, scene, run.append):
            break
    for sibling in reversed(siblings[:at]):
        if not _joins(sibling, run, scene, lambda one: run.insert(0, one)):
            break
    return run


def _joins(sibling: ast.Node | None, run: list[_Candidate], scene: Scene, add: Callable[[_Candidate], None]) -> bool:
    one = _candidate(sibling, scene) if isinstance(sibling, ast.When) else None
    if one is None or one.subject != run[0].subject or not all(apart(one.cover, other.cover) for other in run):
        return False
    add(one)
    return True


def _candidate(rule: ast.When, scene: Scene) -> _Candidate | None:
    """A rule that could be a row: a condition on one field of the lead, points that are a number, nothing else."""
    meta = rule.meta
    clauses = (rule.times, rule.within, rule.maximum, rule.minimum, rule.decay, rule.amount.per)
    if any(clause is not None for clause in clauses) or meta.off:
        return None
    if any(clause is not None for clause in (meta.owner, meta.review_by, meta.starting, meta.until)):
        return None
    if not isinstance(rule.amount.value, ast.Number):
        return None
    found = cover_of(rule.condition, scene)
    return None if found is None else _Candidate(rule, found.field, found.patterns, found)


def _has_remarks(document: Document, whole: Span) -> bool:
    """Whether a comment stands among the rules, which would lose its place."""
    for index in range(document.index_at(whole.start), document.index_at(whole.end) + 1):
        by = document.shift(index)
        if any(whole.start <= comment.span.start + by < whole.end for comment in document.pieces[index].comments):
            return True
    return False


def _written(run: Sequence[_Candidate], whole: Span) -> str:
    """The `match` in the one style, indented as the first rule was."""
    subject = printer.name(ast.Name(run[0].subject, span=whole))
    rows = "\n".join(f"{one.patterns} {printer.amount(one.rule.amount)}{_labels(one.rule.meta)}" for one in run)
    text = f"match {subject} {{\n{rows}\n}}\n"
    formatted = format_source(Source("rows", text)).text or text
    margin = " " * (whole.column - 1)
    return f"\n{margin}".join(formatted.rstrip("\n").split("\n"))


def _labels(meta: ast.Meta) -> str:
    label = "" if meta.label is None else f" as {printer.text(meta.label)}"
    return label if meta.because is None else f"{label} because {printer.text(meta.because)}"
