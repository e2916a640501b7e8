"""The Spark engine: for leads that outgrow one machine. Parquet folders and tables in, a partitioned folder out."""
