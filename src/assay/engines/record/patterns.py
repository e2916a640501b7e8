"""`matches`: patterns in which `*` is any run of characters and `?` exactly one, in time bounded by the product
of the lengths (no backtracking over more than the last `*`)."""

from collections.abc import Callable


def matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a whole text fits the pattern."""
    first, *later = pattern.split("*")
    if not later:
        return lambda text: len(text) == len(first) and _fits(text, first, 0)
    *middle, last = later
    needed = len(first) + len(last)
    runs = tuple(run for run in middle if run)

    def matches(text: str) -> bool:
        end = len(text) - len(last)
        if len(text) < needed or not _fits(text, first, 0) or not _fits(text, last, end):
            return False
        at = len(first)
        for run in runs:
            at = _find(text, run, at, end)
            if at < 0:
                return False
            at += len(run)
        return True

    return matches


def _fits(text: str, run: str, at: int) -> bool:
    """Whether a run without `*` stands at a place of the text (which is long enough)."""
    if "?" not in run:
        return text.startswith(run, at)
    return all(sought in ("?", found) for sought, found in zip(run, text[at : at + len(run)], strict=True))


def _find(text: str, run: str, start: int, end: int) -> int:
    """The first place of a run within the bounds; -1 if there is none."""
    if "?" not in run:
        return text.find(run, start, end)
    return next((at for at in range(start, end - len(run) + 1) if _fits(text, run, at)), -1)
