"""Fingerprints of findings that survive unrelated edits: of the code, the file and the text, not of the line number.

The same finding on the same text a second time in a file gets a second fingerprint.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from assay.diagnostics import Diagnostic


def fingerprints(diagnostics: Sequence[Diagnostic]) -> tuple[str, ...]:
    """32 hex digits for each, in order."""
    seen: Counter[str] = Counter()
    found = []
    for diagnostic in diagnostics:
        line = diagnostic.span.source.lines.line_text(diagnostic.span.line)
        about = "\0".join((diagnostic.code.code, file_uri(diagnostic), " ".join(line.split())))
        seen[about] += 1
        found.append(sha256(f"{about}\0{seen[about]}".encode("utf-8", "replace")).hexdigest()[:32])
    return tuple(found)


def file_uri(diagnostic: Diagnostic) -> str:
    """The file as reports name it: with slashes, relative to where the command ran where it lies below."""
    return diagnostic.span.source.name.replace("\\", "/").removeprefix("./")
