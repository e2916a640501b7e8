"""The SQL engine: a plan as one query over typed columns, which returns the same bits as the record engine.

    query = compiled(plan, "duckdb", as_of, lists=True, previous=False)
    query.sql()                    the text, for the dialect it was compiled for
    query.leads                    the table it reads: name and typed columns (`n`, `key`, `previous_stage`, then fields)
    query.activities               the other one (`lead_key`, then fields), or None where the rules need none
    row_reader(plan, query.leads)  a record, keyed by field, to the values of these fields; raises BadValue
    decoder(plan, query)           a row of the result to the LeadResult the record engine gives

Inputs are typed and encoded as in `assay.values`: numbers BIGINT ten-thousandths, dates BIGINT days, times BIGINT
microseconds since 1970 UTC, text trimmed, `one of` folded, lists TEXT[] without nulls, missing NULL. `n` numbers the
leads, `key` is the lead's key as text (its line where there is no key field) and unique, `lead_key` refers to it.
Activities of unknown leads are ignored, and so is their order. Only fields that the rules read are asked for.

`lists` False leaves out which rules fired and which were undecided. `previous` True adds `previous_stage`, the name of
the stage of an earlier run. The result has a row a lead, in no order; `query.columns` names its columns in order and
`query.layout` says what they mean. Points are hundredths, lists are bit masks (`masks.places`), stages, routes and
bands their places in the plan.

What has no exact form in SQL raises Unsupported, with one sentence: the record engine has to do it.

How it is made: `expressions` and its kin spell one expression; whatever is needed twice becomes a column of the
`registry`, which knows the depth at which it can be worked out; `conditions`, `rules`, `hits`, `groups` and `verdict`
are the steps of the evaluation; `emit` prints one common table expression for each depth. Rules that fold are looked
up together (`partitions`), and so are those of several fields (`conjunctions`), whose parts are counted in these look-ups
(`counted`). `spelling` is what differs between dialects; in PostgreSQL and Spark constants have places (`places`), counts
are masks, and text comes as the table holds it (`raw`). `printed` is the
query for people, `scan` how DuckDB reads files, `output` how it writes results; `postgres` and `spark` run what is theirs.
"""

from assay.engines.sql.compiler import compiled
from assay.engines.sql.context import Unsupported
from assay.engines.sql.decode import decoder
from assay.engines.sql.query import Column, Layout, Query, Table
from assay.engines.sql.values import row_reader

__all__ = ["Column", "Layout", "Query", "Table", "Unsupported", "compiled", "decoder", "row_reader"]
