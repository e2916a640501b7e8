"""How each answer is drawn."""

import difflib
from collections.abc import Callable
from dataclasses import replace

from assay.fixes import edited
from assay.ide.actions import Action, actions
from assay.ide.completion import complete
from assay.ide.definition import definition, highlights, references
from assay.ide.hover import hover
from assay.ide.inlay_hints import inlay_hints
from assay.ide.scene import Scene
from assay.ide.signature_help import signature_help
from assay.linter.lint import Context
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.linter.select import selected
from tests.unit.ide.scenes import SCHEMA, drawn, scene_at, scene_of


def draw_hover(program: str) -> str:
    found = hover(*scene_at(program))
    return "nothing" if found is None else f"{drawn(found.span)}\n{found.text}"


def draw_definition(program: str) -> str:
    found = definition(*scene_at(program))
    return "nothing" if found is None else drawn(found.name)


def draw_references(program: str) -> str:
    return drawn(*references(*scene_at(program))) or "nothing"


def draw_highlights(program: str) -> str:
    found = highlights(*scene_at(program))
    return "\n".join(f"{drawn(one.span)}{' declared' if one.defines else ''}" for one in found) or "nothing"


def draw_completion(program: str) -> str:
    found = complete(*scene_at(program))
    if found is None:
        return "nothing"
    ranks: dict[int, list[str]] = {}
    for item in found.items:
        ranks.setdefault(item.rank, []).append(item.label)
    replaced = f"in place of {found.replaced.text}\n" if found.replaced.text else ""
    return (replaced + "\n".join(", ".join(_few(labels)) for labels in ranks.values())).rstrip("\n")


def _few(labels: list[str]) -> list[str]:
    return labels if len(labels) <= 12 else [*labels[:12], f"and {len(labels) - 12} more"]


def draw_signature_help(program: str) -> str:
    scene, offset = scene_at(program)
    found = signature_help(scene.document, offset)
    if found is None:
        return "nothing"
    at = found.label.index(found.parameters[found.active])
    return f"{found.label}\n{' ' * at}{'^' * len(found.parameters[found.active])}\n{found.doc}"


def draw_inlay_hints(program: str) -> str:
    """The hints between the words of the program, in double brackets; the cursor is left out."""
    scene = scene_of(SCHEMA + program)
    text = scene.text
    for hint in reversed(inlay_hints(scene, 0, len(text))):
        text = f"{text[: hint.place]}⟦{hint.text}⟧{text[hint.place :]}"
    return text.removeprefix(SCHEMA)


def draw_actions(program: str) -> str:
    """Each action with the lines it changes."""
    scene, offset = scene_at(program)
    scene = with_lints(scene)
    return "\n".join(_action(scene, action) for action in actions(scene, offset, offset)) or "nothing"


def with_lints(scene: Scene) -> Scene:
    """The scene with the linter's findings, which a server adds when it has time."""
    rules = scene.rules
    if rules.model is None:
        return scene
    found = lint(Context(rules.model, today=20_000), selected(LINTS.values(), (), ()))
    return Scene(replace(rules, lints=found), scene.document)


def _action(scene: Scene, action: Action) -> str:
    notes = ", ".join(
        (action.kind, *(["preferred"] if action.preferred else []), *([action.later] if action.later else []))
    )
    if action.edits is None:
        return f"{action.title} ({notes})"
    after = edited(scene.document.source, action.edits)
    changed = difflib.unified_diff(scene.text.split("\n"), after.split("\n"), n=0, lineterm="")
    return "\n".join(
        (f"{action.title} ({notes})", *(f"  {line}" for line in changed if line[:2] not in ("--", "++", "@@")))
    )


DRAWINGS: dict[str, Callable[[str], str]] = {
    "completion": draw_completion,
    "hover": draw_hover,
    "definition": draw_definition,
    "actions": draw_actions,
    "inlay_hints": draw_inlay_hints,
    "signature_help": draw_signature_help,
    "references": draw_references,
    "highlights": draw_highlights,
}
