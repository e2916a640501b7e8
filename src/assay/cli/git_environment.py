"""Running git where it would run by itself, also inside one of its hooks."""

import os

_OF_HOOKS = frozenset({"GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE"})


def environment() -> dict[str, str]:
    """The environment without what, inside a git hook, names places relative to another folder."""
    return {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
