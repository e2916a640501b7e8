"""Bounds that keep every later pass within reach: they walk trees by recursion and never overflow.

`NESTING` counts brackets and braces within one another; `HEIGHT` is how deep a condition's tree may be, which is
also how many parts a chain of `or` may have.
"""

FILE = 5_000_000  # code points
LINE = 200_000
TEXT = 10_000
DIGITS = 40
NESTING = 100
HEIGHT = 200
MISTAKES = 200  # reading stops after so many
SIGHT = 3_000  # tokens: how far a search for a matching bracket looks
