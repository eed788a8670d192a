"""The schema, queries per noun and migrations. Takes and returns frozen domain values; rows never leave."""
