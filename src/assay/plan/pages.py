"""Laying out plain text: headings, labelled lines, long ones wrapped under their own beginning."""

import textwrap
from collections.abc import Iterable

WIDTH = 110
LABEL = 16


def heading(text: str, aside: str = "", indent: int = 0) -> list[str]:
    """A text, and something at the right end of its last line."""
    lines = wrapped(text, indent, indent + 3)
    if not aside:
        return lines
    if len(lines[-1]) + len(aside) + 2 > WIDTH:
        lines.append("")
    return [*lines[:-1], f"{lines[-1]}{aside:>{WIDTH - len(lines[-1])}}"]


def wrapped(text: str, indent: int, hang: int | None = None) -> list[str]:
    """Lines from column `indent` on, broken between words; what is continued begins at `hang`."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hang is None else hang),
        replace_whitespace=False,
        drop_whitespace=True,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def labelled(label: str, text: str, indent: int) -> list[str]:
    """A short label and what it stands for, aligned with its neighbours."""
    column = indent + LABEL
    return wrapped(f"{label:<{LABEL}}{text}", indent, column)


def table(rows: Iterable[tuple[str, ...]], indent: int) -> list[str]:
    """Columns as wide as their widest cell; the last one is wrapped."""
    cells = [tuple(row) for row in rows]
    if not cells:
        return []
    widths = [max(map(len, column)) + 2 for column in zip(*(row[:-1] for row in cells), strict=True)]
    start = indent + sum(widths)
    lines: list[str] = []
    for row in cells:
        beginning = "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False))
        lines.extend(wrapped(f"{beginning}{row[-1]}".rstrip(), indent, start))
    return lines


def ranges(numbers: Iterable[int]) -> str:
    """1-3, 7, 9-12."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)
