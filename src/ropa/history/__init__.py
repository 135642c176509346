"""A register as it stood in git, read without touching the work tree or running anything the repository asks for."""

from ropa.history.git import Commit, Repository, repository
from ropa.history.past import Snapshot, differences, head, standing

__all__ = ["Commit", "Repository", "Snapshot", "differences", "head", "repository", "standing"]
