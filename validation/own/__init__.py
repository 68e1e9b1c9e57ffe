"""The project's own checks: a Polars expression each, in `checks.toml`."""
