"""Where the work is: for a terminal, for machines, as a page, and again whenever something changed."""
