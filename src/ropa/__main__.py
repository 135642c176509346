"""Lets ``python -m ropa`` do what the ``ropa`` command does."""

from ropa.cli import main

main()
