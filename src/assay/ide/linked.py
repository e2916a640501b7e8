"""A name that changes in all its places while it is typed over where it is declared.

Only where that is the same as to rename it. At a use nothing is linked: who types over a use means another thing; and
of two declarations one was copied from the other, and gets a name of its own next. A field without a column of its own
takes its column from its name, so that one is not linked either; to rename it keeps the column.
"""

from assay.ide.rename import unread
from assay.ide.scene import Scene
from assay.ide.symbols import definition_of, occurrence_at, occurrences
from assay.source import Span
from assay.syntax import ast

# What a name may become meanwhile, as a pattern that every editor reads.
WORD = r"[A-Za-z_\u00aa-\uffff][0-9A-Za-z_\u00aa-\uffff]*"


def linked(scene: Scene, offset: int) -> tuple[Span, ...]:
    """The places of the name that is declared at an offset, this one included; none where it is not sure that those are
    all and that they can be typed over."""
    here = occurrence_at(scene, offset)
    if here is None or not here.defines:
        return ()
    declared = definition_of(here.symbol, scene)
    if isinstance(declared, ast.FieldDecl) and declared.column is None:
        return ()
    if unread(here.symbol, scene) is not None:
        return ()
    places = tuple(occurrences(here.symbol, scene))
    if sum(place.defines for place in places) != 1:
        return ()
    spans = tuple(place.span for place in places)
    plain = all(span.source is scene.document.source and span.text == here.symbol.name for span in spans)
    return spans if plain and len(spans) > 1 else ()
