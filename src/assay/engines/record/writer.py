"""Writing Python: functions as text, and the namespace they find everything else in.

No text of a user ever becomes code: constants are bound to names of our own counting, and the code holds these
names only. Functions are compiled in batches, so that no single compilation grows with the rules.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import cast

BATCH = 40_000  # characters of code compiled at once
_BOUND = (str, int, bool, frozenset, tuple)


class Body:
    """The body of a function being written. `prologue` holds what is loaded once at its start."""

    __slots__ = ("count", "indent", "lines", "prologue")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.prologue: dict[str, str] = {}
        self.indent = 1
        self.count = 0

    def line(self, text: str) -> None:
        self.lines.append("    " * self.indent + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """What is written inside stands below `head`."""
        self.line(head)
        self.indent += 1
        yield
        self.indent -= 1

    def temporary(self) -> str:
        self.count += 1
        return f"t{self.count}"

    def text(self) -> str:
        loads = [f"    {name} = {source}" for name, source in self.prologue.items()]
        return "\n".join([*loads, *self.lines]) or "    pass"

    def size(self) -> int:
        return len(self.lines)


class Namespace:
    """What generated code sees. `bind` gives a constant a name, `define` takes in a function."""

    def __init__(self) -> None:
        self.names: dict[str, object] = {}
        self._bound: dict[tuple[type, object], str] = {}
        self._pending: list[str] = []
        self._length = 0

    def bind(self, value: object) -> str:
        """The name of a constant; equal constants share one."""
        if not isinstance(value, _BOUND):
            return self._name("c", value)
        key = (type(value), value)
        name = self._bound.get(key)
        if name is None:
            name = self._bound[key] = self._name("k", value)
        return name

    def fix(self, value: object) -> str:
        """The name of this very object, equal to others or not."""
        return self._name("c", value)

    def reserve(self, kind: str) -> str:
        """A name for a function still to be defined."""
        return self._name(kind, None)

    def define(self, name: str, parameters: str, body: Body) -> None:
        text = f"def {name}({parameters}):\n{body.text()}\n"
        self._pending.append(text)
        self._length += len(text)
        if self._length > BATCH:
            self.flush()

    def flush(self) -> None:
        """Compiles what was defined since the last time."""
        code = compile("".join(self._pending), "<assay>", "exec", dont_inherit=True)
        exec(code, self.names)
        self._pending.clear()
        self._length = 0

    def function(self, name: str) -> Callable[..., object]:
        found = self.names[name]
        assert isinstance(found, FunctionType)
        return cast(Callable[..., object], found)

    def _name(self, kind: str, value: object) -> str:
        name = f"{kind}{len(self.names)}"
        self.names[name] = value
        return name
