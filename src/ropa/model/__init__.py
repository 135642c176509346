"""What a record says, as typed, frozen values.

Nothing here reads files, prints, or knows which document a value ends up in.
"""
