"""The PostgreSQL engine: leads and activities are tables, and so are the results."""
