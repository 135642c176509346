"""A register as it stood in git: no work tree is touched, and nothing of the repository run."""

from ropa.history.git import Account, Commit, Repository, repository
from ropa.history.past import Snapshot, differences, head, standing

__all__ = [
    "Account",
    "Commit",
    "Repository",
    "Snapshot",
    "differences",
    "head",
    "repository",
    "standing",
]
