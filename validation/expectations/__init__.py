"""Great Expectations over the facts frames."""
