"""The catalogue of rules, written by hand: the order is that of the manual."""

from collections.abc import Mapping
from types import MappingProxyType

from ropa.evidence import Evidence
from ropa.register import Register
from ropa.rule import Rule
from ropa.rules.california.categories import (
    categories_not_declared,
    declared_but_not_recorded,
    recorded_but_not_declared,
)
from ropa.rules.california.currency import policy_older_than_12_months, retention_not_declared
from ropa.rules.california.recipients import recipient_not_declared
from ropa.rules.california.sale import (
    denial_names_no_period,
    sale_denied_beside_sale,
    sharing_not_addressed,
)
from ropa.rules.dates import as_of_before_every_activity, ends_before_it_begins
from ropa.rules.declared import unknown_establishment, unknown_own_field, unknown_owner
from ropa.rules.elements import (
    contact_details_missing,
    element_not_answered,
    identity_not_answered,
    question_not_answered,
    transfer_without_destination,
)
from ropa.rules.entries import (
    denied_and_inherited,
    entry_overridden,
    sub_processor_of_itself,
)
from ropa.rules.evidence import claim_without_citation, register_not_confirmed
from ropa.rules.references import (
    ambiguous_passage,
    contradictory_list,
    replaces_nothing,
    unknown_activity,
    unknown_controller,
    unknown_item,
    unknown_passage,
    unknown_question,
    unknown_recipient,
    unknown_sub_processor,
    unknown_system,
    unknown_word,
)
from ropa.rules.sources import (
    anchor_not_found,
    anchor_not_unique,
    document_changed,
    document_unreadable,
    passage_changed,
    passage_never_cited,
    passage_not_locked,
    passage_too_long,
    passages_out_of_order,
    passages_overlap,
    sources_pull_apart,
)

CALIFORNIA_RULES: tuple[Rule[Register], ...] = (
    categories_not_declared,
    declared_but_not_recorded,
    recorded_but_not_declared,
    sale_denied_beside_sale,
    sharing_not_addressed,
    recipient_not_declared,
    retention_not_declared,
    denial_names_no_period,
    policy_older_than_12_months,
)
"""What is declared for California beside what the records imply.

Asked with the others and by `ropa ccpa`.
"""

RULES: tuple[Rule[Register], ...] = (
    unknown_passage,
    ambiguous_passage,
    unknown_recipient,
    unknown_controller,
    unknown_system,
    unknown_sub_processor,
    unknown_owner,
    unknown_establishment,
    unknown_own_field,
    sub_processor_of_itself,
    denied_and_inherited,
    entry_overridden,
    unknown_activity,
    unknown_item,
    unknown_word,
    unknown_question,
    contradictory_list,
    replaces_nothing,
    claim_without_citation,
    register_not_confirmed,
    passage_never_cited,
    sources_pull_apart,
    element_not_answered,
    identity_not_answered,
    contact_details_missing,
    transfer_without_destination,
    question_not_answered,
    ends_before_it_begins,
    as_of_before_every_activity,
    *CALIFORNIA_RULES,
)
"""Questions put to a register."""

EVIDENCE_RULES: tuple[Rule[Evidence], ...] = (
    document_unreadable,
    document_changed,
    anchor_not_found,
    anchor_not_unique,
    passage_too_long,
    passages_overlap,
    passages_out_of_order,
    passage_changed,
    passage_not_locked,
)
"""Questions put to a register beside the documents it rests on."""

BY_NAME: Mapping[str, Rule[Register] | Rule[Evidence]] = MappingProxyType(
    {rule.name: rule for rule in RULES} | {rule.name: rule for rule in EVIDENCE_RULES}
)
