"""Where a name comes from, and where else it stands."""

from dataclasses import dataclass

from assay.ide.scene import Scene
from assay.ide.symbols import Occurrence, definition_of, occurrence_at, occurrences, occurrences_in
from assay.source import Span


@dataclass(frozen=True, slots=True)
class Definition:
    """`origin` is the name under the cursor, `name` that of the declaration, `whole` all of the declaration."""

    origin: Span
    name: Span
    whole: Span


def definition(scene: Scene, offset: int) -> Definition | None:
    """The declaration of the name at an offset."""
    found = occurrence_at(scene, offset)
    declared = None if found is None else definition_of(found.symbol, scene)
    if found is None or declared is None:
        return None
    name, whole = scene.rules.place(declared.name.span), scene.rules.place(declared.span)
    return None if name is None or whole is None else Definition(found.span, name, whole)


def references(scene: Scene, offset: int, *, declaration: bool = True) -> tuple[Span, ...]:
    """Every place of all files that names what is named at an offset."""
    here = occurrence_at(scene, offset)
    if here is None:
        return ()
    return tuple(found.span for found in occurrences(here.symbol, scene) if declaration or not found.defines)


def highlights(scene: Scene, offset: int) -> tuple[Occurrence, ...]:
    """The places of this file that name what is named at an offset."""
    here = occurrence_at(scene, offset)
    return () if here is None else tuple(occurrences_in(here.symbol, scene, scene.document))
