"""Names of columns and steps: readable, and safe in every dialect.

Lower-case letters, digits and `_`, at most 40 characters, and no two alike whatever their case: DuckDB and Spark take
`Name` and `name` for one column, PostgreSQL cuts at 63 bytes.
"""

import json
import re
import unicodedata

_MOST = 40
_ODD = re.compile(r"[^a-z0-9]+")
_WORDS = """
abs all alter analyse analyze and any array as asc asof assert_rows_modified asymmetric at authorization avg
between binary both by case cast check collate collation column concurrently connect constraint contains count
create cross cube current current_catalog current_date current_role current_schema current_time
current_timestamp current_user date default deferrable define delete desc describe distinct do drop else end
enum escape except exclude exists extract false fetch filter first following for foreign freeze from full
function global grant graph_table group grouping groups hash having if ignore ilike in increment initially inner
insert intersect interval into is isnull issue join key lambda last lateral leading left like limit local
localtime localtimestamp lookup map match max merge min minus natural new no not notnull null nulls of offset on
only or order outer over overlaps partition pivot placing position preceding primary proto qualify range
recursive references regexp respect returning revoke right rlike rollup row rows sample select semi session_user
set show similar some start struct sum summarize symmetric table tablesample tablespace then time timestamp to
trailing treat trigger true try_cast type unbounded union unique unknown unnest unpivot update user using value
values variadic verbose view when whenever where window with within
"""
_RESERVED = frozenset(_WORDS.split())


class Names:
    """Gives every thing of one query a name of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, hint: str) -> str:
        """A name like the hint that nothing else in the query has."""
        name = base = plain(hint)
        number = 1
        while name in self._taken:
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name)
        return name


def plain(hint: str) -> str:
    """What is left of a name in plain letters; `x` where nothing is."""
    ascii_only = unicodedata.normalize("NFKD", hint).encode("ascii", "ignore").decode().lower()
    name = _ODD.sub("_", ascii_only)[:_MOST].strip("_") or "x"
    return f"x_{name}" if name[0].isdigit() or name in _RESERVED else name


def spoken(name: str) -> str:
    """A name or label of the rules as a comment can hold it: on one line, whatever is in it."""
    return json.dumps(name, ensure_ascii=True)[1:-1].replace("*/", "* /").replace("/*", "/ *")
