"""A register as it stood in git, read without touching the work tree or running anything the repository asks for."""

from ropa.history.git import Commit, Repository, repository
from ropa.history.past import Standing, differences, head, standing

__all__ = ["Commit", "Repository", "Standing", "differences", "head", "repository", "standing"]
