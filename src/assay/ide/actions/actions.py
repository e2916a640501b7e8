"""All actions for a place."""

from collections.abc import Iterator

from assay.ide.actions.action import Action
from assay.ide.actions.findings import about_findings, fix_all
from assay.ide.actions.into_match import into_match
from assay.ide.actions.reasons import add_because
from assay.ide.nodes import rule_at
from assay.ide.scene import Scene

EXAMPLE = "example"


def actions(scene: Scene, start: int, end: int) -> tuple[Action, ...]:
    """What can be done from one place to another, fixes first."""
    findings = scene.rules.findings.get(scene.document.path, ())
    return (
        *about_findings(scene.document, findings, start, end),
        *fix_all(findings),
        *into_match(scene, start),
        *add_because(scene, start),
        *_example(scene, start),
    )


def _example(scene: Scene, offset: int) -> Iterator[Action]:
    """Worked out when it is chosen: the rules have to run for it."""
    if scene.rules.model is not None and rule_at(scene.document, offset) is not None:
        yield Action("make up an example for this rule", "refactor.rewrite", None, later=EXAMPLE)
