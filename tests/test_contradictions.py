"""Whatever is inherited, no answer denies what another beside it says, in the register or on paper."""

from __future__ import annotations

import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registers import register_of
from ropa import documents
from ropa.register import Register, ResolvedClaim
from support import SHOP

KEYS = ("auditors", "banks", "the-public")
ITEMS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["stated", "none"]), max_size=3)
ANSWERS = st.one_of(
    st.none(),
    st.just("none"),
    st.just({"not-applicable": "Nobody is told."}),
    ITEMS.filter(bool),
)
OWN = st.one_of(ANSWERS, ITEMS.filter(bool).map(lambda items: {**items, "only": "true"}))


def registered(root: Path, own: Any, general: list[Any], entry: bool) -> Register:
    """A shop whose one activity says *own* of its recipients, beside *general* statements and a system."""
    head = yaml.load(SHOP["records/shop/register.yaml"], Loader=yaml.BaseLoader)
    head["register_wide"]["whole-shop"].pop("recipients")
    for number, answer in enumerate(general):
        if answer is not None:
            head["register_wide"][f"statement-{number}"] = {
                "applies_to": "all",
                "recipients": deepcopy(answer),
            }
    activity: dict[str, Any] = {"id": "sales", "name": "Sales", "role": {"controller": "stated"}}
    if own is not None:
        activity["recipients"] = own
    if entry:
        activity["systems"] = {"till": "stated"}
    files = {
        "records/shop/register.yaml": yaml.safe_dump(head),
        "records/shop/activities/sales.yaml": yaml.safe_dump(activity),
        "records/shop/recipients.yaml": "till-maker: {name: Example Tills Ltd}\n",
        "records/shop/systems.yaml": "till: {name: Till, operated_by: till-maker}\n",
    }
    return register_of(root, {**SHOP, **files})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(own=OWN, general=st.lists(ANSWERS, min_size=2, max_size=2), entry=st.booleans())
def test_no_answer_denies_another(own: Any, general: list[Any], entry: bool) -> None:
    """What somebody says holds beside what others say of other items, never beside its own denial."""
    with tempfile.TemporaryDirectory() as folder:
        register = registered(Path(folder), own, general, entry)
        [activity] = register.activities
        answers = activity.answers["recipients"]

        asserted = {answer.key for answer in answers if answer.is_item and not answer.state.denies}
        denied = {answer.key for answer in answers if answer.is_item and answer.state.denies}
        assert asserted & denied == set()
        if asserted:
            assert [
                answer for answer in answers if not answer.is_item and is_inherited_denial(answer)
            ] == []
        assert answers, "a question is never without an answer"
        keys = own_keys(own)
        assert keys <= {answer.key for answer in answers}, (
            "what the activity says itself always stands"
        )

        rows = documents.workbook(register, register.record.as_of).tables
        [sheet] = [table for table in rows if table.name == "recipients"]
        printed = [str(row["recipient"]) for row in sheet.records()]
        sentences = [words for words in printed if words.startswith(("none", "n/a"))]
        assert not (asserted and sentences), printed
        for key in asserted:
            name = register.label("recipient_categories", key)
            assert f"no disclosure to {name}" not in printed


def is_inherited_denial(answer: ResolvedClaim) -> bool:
    return answer.is_inherited and answer.state.denies


def own_keys(own: Any) -> set[str]:
    return set(own) - {"only", "not-applicable"} if isinstance(own, dict) else set()
