"""What a release costs to store and to read, beside what `Dataset.push_to_hub` would have made of the same rows."""
