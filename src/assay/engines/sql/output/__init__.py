"""What DuckDB says of the rows of a query: lines of CSV and JSON, flat columns, counts. Nothing here is done lead by lead.

`facts` names what a result holds, whatever the format; `csv_lines`, `json_lines` and `columns` spell it as the writers of
`assay.data` do, and `tallies` adds it up as `assay.tally` does.
"""

from assay.engines.sql.output.kept import Kept

__all__ = ["Kept"]
