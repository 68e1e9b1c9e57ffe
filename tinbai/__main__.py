"""`python -m tinbai` is `tinbai`."""

from tinbai.cli import main

main()
