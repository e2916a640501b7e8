"""All actions for a place."""

from assay.ide.actions.action import Action
from assay.ide.actions.findings import about_findings, fix_all
from assay.ide.actions.into_match import into_match
from assay.ide.actions.reasons import add_because
from assay.ide.scene import Scene


def actions(scene: Scene, start: int, end: int) -> tuple[Action, ...]:
    """What can be done from one place to another, fixes first."""
    findings = scene.rules.findings.get(scene.document.path, ())
    return (
        *about_findings(scene.document, findings, start, end),
        *fix_all(findings),
        *into_match(scene, start),
        *add_because(scene, start),
    )
