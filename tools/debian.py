"""Installs Debian's packages where nobody has to be asked for a password."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def install(*packages: str) -> None:
    """Install *packages* where apt-get is and may be run; elsewhere do nothing."""
    prefix = administrator() if shutil.which("apt-get") else None
    if prefix is None:
        return
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    options = ("-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300")
    if not succeeds(*apt_get, "install", *options, *packages):
        succeeds(*apt_get, "update")
        succeeds(*apt_get, "install", *options, *packages)


def by_hand(*packages: str) -> str:
    """The line that installs *packages*, for somebody to type."""
    sudo = "" if is_root() else "sudo "
    return f"{sudo}apt-get install --no-install-recommends {' '.join(packages)}"


def administrator() -> list[str] | None:
    """The words before a command that make an administrator run it without being asked, or None."""
    if is_root():
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and succeeds("sudo", "-n", "true") else None


def is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def succeeds(*command: str) -> bool:
    """Whether *command* ends well; what it says is not shown."""
    process = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return process.returncode == 0
