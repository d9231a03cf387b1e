"""Tables: one file per table, one function per query; the only place that holds SQL."""
