"""Fields a register adds to what an activity can say."""

from pydantic import Field

from ropa.model.model import Flag, Model, Sentence


class OwnField(Model):
    """A field of the organization's own that activities can have."""

    label: Sentence = Field(description="what is printed before its values")
    internal: Flag = Field(False, description="whether public renderings leave it out")
