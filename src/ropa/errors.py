"""Words for "the tool could not run". Never used for what it found in a record."""


class RopaError(Exception):
    """The command could not do its work; the message is one line a user can act on (exit status 2)."""


class UsageError(RopaError):
    """What was asked for does not exist or does not fit together."""


class WriteError(RopaError):
    """A document could not be written; whatever stood there before is untouched."""


class MissingPartError(RopaError):
    """A document could not be drawn because a part of the machine is missing, such as Pango."""
