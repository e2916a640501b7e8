"""Text as a table of a database holds it: with blanks at its ends, and with words that say it was not given.

Elsewhere the reader takes both away. In PostgreSQL leads stay where they are, and the query does so where it has to:
only for text that is read for more than its place among constants (`places`). So it is with text of files that DuckDB
reads, where it is known which of its common spellings it is.
"""

from sqlglot import exp

from assay.engines.sql.build import Sql, case, column, compare, every, null, number, text, when
from assay.engines.sql.context import Context
from assay.plan.nodes import Field
from assay.values import fold


def as_read(context: Context, given: exp.Column, field: Field) -> exp.Column:
    """A field as the reader gives it: a column worked out once, or the one given where nothing is raw."""
    if not is_raw(context, given.name, field):
        return given
    known = context.read_as.get(given.name)
    if known is None:
        known = context.read_as[given.name] = _worked_out(context, given)
        context.trimmed.add(known)
    return column(known)


def is_raw(context: Context, name: str, field: Field) -> bool:
    return field.kind == "text" and (context.raw_text or name in context.spelled)


def words_for_missing(context: Context) -> tuple[str, ...]:
    """All that says in raw text that there is none, folded."""
    return ("", *context.plan.missing)


def _is_plain(context: Context, given: exp.Column) -> Sql:
    """Whether text is surely as the reader gives it: then, too, where it is a common spelling of something."""
    spelled = context.spelled.get(given.name)
    if spelled is None:
        return context.spelling.is_plain(given.copy())
    words = sum(fold(one) in words_for_missing(context) for one in spelled.spellings)
    return compare("gt", column(spelled.name), number(words))


def _worked_out(context: Context, given: exp.Column) -> str:
    spelling, put = context.spelling, context.registry.put
    full = exp.Nullif(this=spelling.trim(given.copy()), expression=text(""))
    trimmed = put(when(_is_plain(context, given), given.copy(), full), f"{given.name}_trimmed")
    return (put(_unless_missing(context, trimmed), f"{given.name}_read") if context.plan.missing else trimmed).name


def _unless_missing(context: Context, trimmed: Sql) -> Sql:
    """Few texts are as long as a word for missing: only these are folded. Folding keeps the length."""
    spelled = context.plan.missing
    lengths = [number(one) for one in sorted({len(word) for word in spelled})]
    short = exp.In(this=context.spelling.length(trimmed.copy()), expressions=lengths)
    folded = context.spelling.fold(trimmed.copy(), trimmed=True)
    is_missing = exp.In(this=exp.Paren(this=folded), expressions=[text(word) for word in spelled])
    return case([(every([short, is_missing]), null())], trimmed.copy())
