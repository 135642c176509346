"""The catalogue of rules, written by hand: the order is that of the manual."""

from ropa.rules.elements import (
    contact_details_missing,
    element_not_answered,
    question_not_answered,
    transfer_without_destination,
)
from ropa.rules.evidence import claim_without_citation, register_not_vouched_for
from ropa.rules.references import (
    ambiguous_passage,
    contradictory_list,
    unknown_activity,
    unknown_controller,
    unknown_item,
    unknown_passage,
    unknown_question,
    unknown_recipient,
    unknown_word,
)

RULES = (
    unknown_passage,
    ambiguous_passage,
    unknown_recipient,
    unknown_controller,
    unknown_activity,
    unknown_item,
    unknown_word,
    unknown_question,
    contradictory_list,
    claim_without_citation,
    register_not_vouched_for,
    element_not_answered,
    contact_details_missing,
    transfer_without_destination,
    question_not_answered,
)

BY_NAME = {rule.name: rule for rule in RULES}
