"""A second evaluator, written straight from the language's definition and sharing no code with the real one.

It reads the tree as parsed, works on one lead at a time, uses exact fractions, and is as slow as it is plain.
Whatever the engines say, it must say too: `tests/properties` holds them to it.
"""

from tests.naive.examples import expectations
from tests.naive.outcome import evaluate
from tests.naive.reading import Unreadable
from tests.naive.result import Fired, Result, Undecided

__all__ = ["Fired", "Result", "Undecided", "Unreadable", "evaluate", "expectations"]
