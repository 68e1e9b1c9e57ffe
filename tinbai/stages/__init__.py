"""One short file for each stage: from the workspace's tables, through a wing's function, to the workspace's tables."""
