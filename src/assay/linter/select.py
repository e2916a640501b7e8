"""Which lints run: all that are not on demand, what is selected besides, without what is ignored.

Lints are named by code ("L301"), by the beginning of codes ("L3") or by name ("zero-points").
"""

from collections.abc import Collection, Iterable

from assay.linter.lint import Lint


class UnknownLint(ValueError):  # noqa: N818 - it says what is wrong, not that we failed
    """A name that is no lint's."""


def selected(lints: Collection[Lint], select: Iterable[str], ignore: Iterable[str]) -> tuple[Lint, ...]:
    """The lints to run. A lint on demand runs if it is named, not if its family is. Raises UnknownLint."""
    wanted, unwanted = tuple(select), tuple(ignore)
    for name in (*wanted, *unwanted):
        if not any(_is_named(lint, name) for lint in lints):
            raise UnknownLint(f"there is no lint `{name}`; `assay rule` lists them all")
    chosen = [lint for lint in lints if _chosen(lint, wanted)]
    return tuple(lint for lint in chosen if not any(_is_named(lint, name) for name in unwanted))


def _chosen(lint: Lint, wanted: tuple[str, ...]) -> bool:
    if lint.opt_in:
        return any(name.lower() in (lint.code.code.lower(), lint.code.name) for name in wanted)
    return True


def _is_named(lint: Lint, name: str) -> bool:
    lowered = name.strip().lower()
    return bool(lowered) and (lint.code.name == lowered or lint.code.code.lower().startswith(lowered))
