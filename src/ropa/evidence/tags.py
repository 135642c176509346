"""Sets of tags, each written as one line of names."""


def tags(names: str) -> frozenset[str]:
    """The tags called *names*, with blanks between them."""
    return frozenset(names.split())
