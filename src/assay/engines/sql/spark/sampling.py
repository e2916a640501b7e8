"""Text as many leads have it, found in the first rows of their table.

A query that knows such spellings looks them up before it makes anything of a text (`places`); what is not in the sample
comes out the same, and takes longer.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from pyspark.sql import DataFrame
from pyspark.sql.types import StringType

from assay.data.bind import Binding
from assay.engines.sql.spark.reading import at, has_places
from assay.plan.nodes import Table

ROWS = 2_000
_LONGEST = 100  # characters


def common_spellings(frame: DataFrame, binding: Binding, schema: Table) -> Mapping[str, Sequence[str]]:
    """By field, of those whose spellings come again and again in the sample. Of a view, none: its first rows may take as
    long as all."""
    fields = {one.name for one in schema.fields if one.kind == "text" and not one.exact}
    columns = {name: column for column, name in binding.fields.items() if name in fields and _is_text(frame, column)}
    if not columns or not has_places(frame):
        return {}
    rows = frame.select(*map(at, columns.values())).limit(ROWS).collect()
    if len(rows) < ROWS:
        return {}
    counted = {name: Counter(row[k] for row in rows if row[k] is not None) for k, name in enumerate(columns)}
    return {name: _again(found) for name, found in counted.items() if _comes_again(found)}


def _is_text(frame: DataFrame, column: str) -> bool:
    return isinstance(frame.schema[column].dataType, StringType)


def _again(found: Counter[str]) -> list[str]:
    """What comes more than once, most often first."""
    return [one for one, count in found.most_common() if count > 1 and len(one) <= _LONGEST and "\0" not in one]


def _comes_again(found: Counter[str]) -> bool:
    """Whether most of a field's values do."""
    return 2 * sum(count for count in found.values() if count > 1) > found.total()
