"""What a release is on disk, for whoever writes one and whoever looks at one: its manifest, its version, and what
changed since the one before."""
