"""The workspace beside its last release, by the measures of schemas/drift."""
