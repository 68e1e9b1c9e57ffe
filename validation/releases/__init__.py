"""The releases beside a workspace, read as leniently as its tables."""
