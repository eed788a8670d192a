"""The demonstration: supplier, data, and the demo bank's own pages; never mounted in production."""
