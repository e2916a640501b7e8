"""The names of a few leads, which no query of scores reads."""

from collections.abc import Sequence

from assay.engines.sql.spark.reading import Source, at, key_of
from assay.plan.nodes import Plan


def named_cells(plan: Plan, source: Source, labels: Sequence[str], keys: Sequence[str]) -> dict[str, dict[str, object]]:
    """By key, the cells of these labels. Without a lead whose key only the reader can read."""
    label = source.binding.label
    columns = [one for one in source.frame.columns if label(one) in labels]
    if not keys or not columns:
        return {}
    key = key_of(plan, source).value.alias("key of lead")
    rows = source.frame.select(key, *map(at, columns)).where(key.isin(list(keys))).collect()
    return {own[0]: dict(zip(map(label, columns), own[1:], strict=True)) for own in reversed(rows)}
