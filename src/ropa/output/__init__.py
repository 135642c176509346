"""Documents to bytes, a module a format.

A renderer knows nothing but the document it is given: what is in it is chosen in ``ropa.drawing``.
"""
