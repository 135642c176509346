"""Every question that an activity, or a statement about many activities, can answer."""

from ropa.model.claim import Claim
from ropa.model.disclosure import Disclosures, Sale
from ropa.model.location import Locations
from ropa.model.model import Model, Sentence, optional, sentence
from ropa.model.personal_data import DataSubjects, Origins, PersonalData, RetentionRules
from ropa.model.purpose import Article9Conditions, Article10Grounds, LawfulBases, Purposes
from ropa.model.role import ControllerReferences, JointControllers, ProcessingCategories
from ropa.model.security import Measures, Systems
from ropa.model.statement import Assessment, PublicReference, ReferenceClaim, TextClaim
from ropa.model.transfer import Transfers
from ropa.model.use_limits import UseLimits


class AutomatedDecisions(Claim):
    """Decisions made by automated means alone. GDPR Art. 22, 13(2)(f)."""

    text: Sentence = sentence("which decisions")
    logic: Sentence = sentence("the logic involved")
    significance: Sentence = sentence("what they mean for people")
    ground: Sentence = sentence("the ground of Art. 22(2) that allows them")


class Questions(Model):
    """What an activity can say, and a general statement can say for many activities at once."""

    purposes: Purposes | None = optional("purposes, each with its lawful bases. GDPR Art. 30(1)(b)")
    lawful_basis: LawfulBases | None = optional(
        "lawful bases of every purpose that names none. GDPR Art. 6(1)"
    )
    art_9: Article9Conditions | None = optional(
        "condition for special-category data. GDPR Art. 9(2)"
    )
    art_10: Article10Grounds | None = optional("ground for data on offences. GDPR Art. 10")
    data_subjects: DataSubjects | None = optional("categories of data subjects. GDPR Art. 30(1)(c)")
    personal_data: PersonalData | None = optional("categories of personal data. GDPR Art. 30(1)(c)")
    retention: RetentionRules | None = optional(
        "how long data without a period of their own are kept. GDPR Art. 30(1)(f)"
    )
    collected_from: Origins | None = optional("where the data come from. GDPR Art. 14(2)(f)")
    recipients: Disclosures | None = optional("recipients, past and future. GDPR Art. 30(1)(d)")
    sale: Sale | None = optional(
        "sale, for recipients that do not say. Cal. Civ. Code 1798.140(ad)"
    )
    sharing: Sale | None = optional(
        "sharing, for recipients that do not say. Cal. Civ. Code 1798.140(ah)"
    )
    locations: Locations | None = optional("where data are kept or seen")
    transfers: Transfers | None = optional("transfers to third countries. GDPR Art. 30(1)(e)")
    security: Measures | None = optional("security measures. GDPR Art. 30(1)(g), Art. 32(1)")
    use_limits: UseLimits | None = optional("limits on what the data are used for")
    systems: Systems | None = optional("software and applications used")
    joint_controllers: JointControllers | None = optional(
        "joint controllers. GDPR Art. 30(1)(a), Art. 26"
    )
    controllers: ControllerReferences | None = optional(
        "controllers acted for, from controllers.yaml. GDPR Art. 30(2)(a)"
    )
    processing: ProcessingCategories | None = optional(
        "categories of processing carried out for each controller. GDPR Art. 30(2)(b)"
    )
    processing_contract: ReferenceClaim | None = optional(
        "contract with the controller acted for. GDPR Art. 28(3)"
    )
    automated_decisions: AutomatedDecisions | None = optional("automated decisions. GDPR Art. 22")
    profiling: TextClaim | None = optional("profiling. GDPR Art. 4(4)")
    minors: TextClaim | None = optional("children's data. GDPR Art. 8; Cal. Civ. Code 1798.120(c)")
    consent_record: ReferenceClaim | None = optional("where consents are kept. GDPR Art. 7(1)")
    notice: PublicReference | None = optional(
        "the privacy notice people are given. GDPR Art. 13, 14"
    )
    retention_policy: ReferenceClaim | None = optional("the policy that sets the periods")
    dpia: Assessment | None = optional(
        "data protection impact assessment. GDPR Art. 35", internal=True
    )
    lia: Assessment | None = optional(
        "legitimate interests assessment. GDPR Art. 6(1)(f)", internal=True
    )
