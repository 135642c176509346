"""Git repositories made for one test, with every stamp fixed, so that the same files give the same commits."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from support import project_of

WHO = {
    "GIT_AUTHOR_NAME": "A. Author",
    "GIT_AUTHOR_EMAIL": "author@shop.example",
    "GIT_COMMITTER_NAME": "A. Author",
    "GIT_COMMITTER_EMAIL": "author@shop.example",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(root: Path, *words: str, day: str = "2025-01-31") -> str:
    """What ``git`` prints in *root*; a commit is of noon of *day*, UTC."""
    stamp = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    done = subprocess.run(
        ["git", *words],
        cwd=root,
        env={**os.environ, **WHO, **stamp},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def repository_of(
    root: Path, files: Mapping[str, str | bytes | None] | None = None, day: str = "2025-01-31"
) -> Path:
    """The shop with *files* at *root*, committed once."""
    project_of(root, files or {})
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root, {}, day)
    return root


def commit(root: Path, files: Mapping[str, str | bytes | None], day: str) -> str:
    """Write *files*, delete those that are None, commit everything, and give the commit's id."""
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Keep records", day=day)
    return git(root, "rev-parse", "HEAD")
