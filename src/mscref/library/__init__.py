"""The only room with SQL: one file, one writer, one verb a transaction."""
