"""The schema, queries per noun, migrations. Frozen domain values in and out; rows never leave."""
