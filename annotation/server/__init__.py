"""A pinned Label Studio on this machine: install, start, stop, log-ins. See `local`."""
