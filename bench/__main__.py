"""Every bench, one after another."""

from bench import diff, lint, lsp, pipeline, record, sql, startup, stream

for title, bench in (
    ("the record engine and its peers", record.main),
    ("ten thousand rules from text to plan", pipeline.main),
    ("lints and proofs", lint.main),
    ("start-up", startup.main),
    ("two versions of a thousand rules", diff.main),
    ("a million leads from CSV", stream.main),
    ("DuckDB", sql.main),
    ("the language server", lsp.main),
):
    print(f"\n== {title}", flush=True)
    bench()
