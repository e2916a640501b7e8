"""A set of rules as plain text: what another process needs to work on it. What comes back is about these texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assay.ide.roots import Roots
from assay.ide.rules import Rules
from assay.ide.workspace import Workspace
from assay.linter.settings import Settings


@dataclass(frozen=True, slots=True)
class Texts:
    roots: Roots
    texts: Mapping[Path, str]
    settings: Settings


def texts_of(roots: Roots, rules: Rules) -> Texts:
    """The texts of the rules that begin with some files."""
    return Texts(roots, {path: document.text for path, document in rules.documents.items()}, rules.settings)


def rules_of(texts: Texts) -> Rules:
    """The rules of some texts, read from their beginning."""
    workspace = Workspace()
    for path, text in texts.texts.items():
        workspace.opened(path, text, 0)
    return workspace.of_roots(texts.roots)
