"""DuckDB reads files of leads and activities itself, where it surely reads what our reader reads.

    source = csv_source(plain, columns)                    a file (`json_source` of lines, `parquet_source`), and what is known of its text
    scan = lead_scan(plan, spelling, query.leads, source, fields, labels)   the table the query reads, from the file
    activity_scan(…)                                       the same of activities
    with ScanStore(plan, query, leads, activities) as store: …              reads, scores, and gives results in order

A row whose cells are all plain (see `cells`; `json_grammar` and `json_values` of JSON) is read in SQL. A row with any other cell is odd, and is read by the
reader, which knows what it means or what is wrong with it; so is every row whose key is missing or comes twice. What
leads of JSON did is read out of their own records (`inside`), all of it or, with its lead, by the reader. A file
that the reader might cut into other cells is left to it altogether. Columns of numbers in CSV DuckDB reads as such, where
a sample of them is plain (`typed.parsed`); if it stops at a cell that is no number, all is read as text.
"""

from assay.engines.sql.scan.json_lines import json_activity_scan, json_lead_scan, json_source
from assay.engines.sql.scan.running import ScanStore
from assay.engines.sql.scan.sources import Source, csv_source, parquet_source
from assay.engines.sql.scan.tables import Scan, activity_scan, lead_scan

__all__ = [
    "Scan",
    "ScanStore",
    "Source",
    "activity_scan",
    "csv_source",
    "json_activity_scan",
    "json_lead_scan",
    "json_source",
    "lead_scan",
    "parquet_source",
]
