"""What an answer looks at: a document as it stands in the editor, and the rules it belongs to.

Trees keep the places of the text they were read from: `Document.here` leads from the text as it is now into a tree, and
`Rules.place` back. The model may be older still: only names lead into it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assay.check.env import Env, KnownField
from assay.check.names import Names
from assay.ide.document import Document
from assay.ide.exact import Reach
from assay.ide.reach import reach_within
from assay.ide.rules import Rules
from assay.model import Const, ListValue, Model
from assay.syntax import ast


@dataclass(frozen=True, eq=False)
class Scene:
    """`document` is one of the files of `rules`."""

    rules: Rules
    document: Document

    @property
    def documents(self) -> tuple[Document, ...]:
        """All files of the rules, in order of evaluation."""
        return tuple(self.rules.documents.values())

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def env(self) -> Env:
        return self.rules.env

    @property
    def names(self) -> Names:
        """What all files declare."""
        return self.rules.env.names

    @property
    def model(self) -> Model | None:
        """The model, or the last one without an error."""
        return self.rules.model or self.rules.last_model

    def statements(self) -> Iterator[ast.Statement]:
        for document in self.documents:
            yield from (piece.statement for piece in document.pieces if piece.statement is not None)

    @property
    def lead(self) -> Mapping[str, KnownField]:
        return self.env.lead

    @property
    def activity(self) -> Mapping[str, KnownField]:
        return self.env.activity

    def field(self, name: str) -> KnownField | None:
        """The field a bare name in a rule means."""
        return self.env.fields.get(name)

    @property
    def reach(self) -> Reach | None:
        """How far points go, by the last model without error."""
        return None if self.model is None else reach_within(self.model, self.rules.exact)

    def constant(self, name: str) -> Const | ListValue | None:
        """The value of a `let` that is a constant or a list."""
        value = self.env.lets.get(name)
        return value if isinstance(value, Const | ListValue) else None


def declaration_of(field: KnownField, names: Names) -> ast.FieldDecl | None:
    """Where a field is declared; None for one whose type was taken from use or from the columns of the input."""
    schema = names.lead if field.table == "lead" else names.activity
    fields = () if schema is None else schema.fields
    return next((declared for declared in fields if declared.name.name == field.name), None)
