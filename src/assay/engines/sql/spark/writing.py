"""A query as the text Spark is given."""

from sqlglot import exp
from sqlglot.dialects.spark import Spark
from sqlglot.generators.spark import SparkGenerator

from assay.engines.sql.build import Sql, nodes


class _Generator(SparkGenerator):
    """Without what rewrites `any`, `qualify` and the like, of which no query here has any: it looks for them in every
    select, and all that are inside it, and theirs again."""

    TRANSFORMS = {kind: write for kind, write in SparkGenerator.TRANSFORMS.items() if kind is not exp.Select}  # noqa: RUF012


_SPARK = Spark()


def written(query: exp.Query) -> str:
    """The text. The query is for nothing else from then on."""
    return _Generator(dialect=_SPARK).generate(query, copy=False)


def tables(query: Sql) -> list[exp.Table]:
    return [one for one in nodes(query) if isinstance(one, exp.Table)]
