"""People and functions, written once for all that they answer for."""

from ropa.model.contact import Contact
from ropa.model.model import Sentence, sentence


class Person(Contact):
    """A function or a person that answers for activities, vendors or systems."""

    department: Sentence = sentence("the department or business function it belongs to")
