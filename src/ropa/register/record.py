"""An activity as it was written, and the file that says so."""

from dataclasses import dataclass

from ropa.model.activity import Activity

Path = tuple[str | int, ...]

CONTROLLER_ROLES = ("controller", "joint-controller")
PROCESSOR_ROLES = ("processor", "sub-processor")


@dataclass(frozen=True, slots=True)
class Record:
    """An activity together with the file that says so."""

    file: str
    activity: Activity

    @property
    def is_controller(self) -> bool:
        """Whether the organization decides purposes and means: asked under GDPR Art. 30(1)."""
        return any(role in self.activity.role.items for role in CONTROLLER_ROLES)

    @property
    def is_processor(self) -> bool:
        """Whether the organization acts for a controller: asked under GDPR Art. 30(2)."""
        return any(role in self.activity.role.items for role in PROCESSOR_ROLES)

    def acts_as(self, role: str) -> bool:
        """Whether the organization is asked as a ``controller``, or as a ``processor``."""
        return self.is_controller if role == "controller" else self.is_processor
