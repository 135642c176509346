"""Words for "the tool could not run". Never used for what it found in a record."""


class RopaError(Exception):
    """The command could not do its work; each argument is a line to act on (exit status 2)."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.args))


class UsageError(RopaError):
    """What was asked for does not exist or does not fit together."""


class WriteError(RopaError):
    """A document could not be written; whatever stood there before is untouched."""


class MissingPartError(RopaError):
    """A document could not be drawn because a part of the machine is missing, such as Pango."""
