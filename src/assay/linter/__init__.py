"""Lints: what is no mistake in the language but probably one in the rules. One short file a lint, in `rules/`.

Nothing is taken in here: to load all lints is work, and most who need a part of this package need none of them.
"""
