"""How much time and memory a project's templates may take: more where there is more to draw."""

import sys
from dataclasses import dataclass
from typing import NoReturn, Self

from ropa.vocabulary import translate

LARGEST = 256_000_000
"""Bytes of one document."""


class OutOfTimeError(BaseException):
    """The time is up. Raised wherever the program is then, so that it can say where."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of computing, and megabytes of memory."""

    seconds: int
    megabytes: int

    @classmethod
    def of(cls, size: int) -> Self:
        """The limits for a document whose data take *size* bytes.

        Twice to ten times what the packaged templates need, whatever the register: those of 1,000
        activities, with 2.9 million bytes, took 290 seconds and 4,400 megabytes.
        """
        seconds = 120 + size * 200 // 1_000_000
        megabytes = 2_000 + size * 2_500 // 1_000_000
        return cls(seconds, megabytes)

    @property
    def by_the_clock(self) -> int:
        """Seconds after which nobody waits any longer, also where nothing is computed."""
        return 60 + 3 * self.seconds

    @property
    def memory(self) -> str:
        """The memory, in words."""
        return translate("drawing_fault.gigabytes", n=f"{self.megabytes / 1000:.2g}")

    @property
    def time_is_up(self) -> str:
        """What is said where the computing took longer."""
        return translate("drawing_fault.seconds", seconds=self.seconds)

    def within_shell(self) -> "Limits":
        """These limits, or those of the shell (``ulimit -t``, ``-v``) where they are lower."""
        if sys.platform == "win32":
            return self
        import resource

        seconds = self.seconds
        megabytes = self.megabytes
        cpu, _ = resource.getrlimit(resource.RLIMIT_CPU)
        if cpu != resource.RLIM_INFINITY:
            seconds = min(seconds, cpu)
        memory, _ = resource.getrlimit(resource.RLIMIT_AS)
        if memory != resource.RLIM_INFINITY:
            megabytes = min(megabytes, memory // 1_000_000)
        return Limits(seconds, megabytes)

    def impose(self) -> None:
        """Hold this process to the limits from now on: on Windows to none, on macOS to time."""
        if sys.platform == "win32":
            return
        import resource
        import signal

        signal.signal(signal.SIGXCPU, _out_of_time)
        # A loop inside a library notices no signal, so it is ended a little later.
        _limit(resource.RLIMIT_CPU, self.seconds, self.seconds + 3)
        # A little more than may be used, for saying that it was used up.
        memory = self.megabytes * 1_000_000
        _limit(resource.RLIMIT_AS, memory, memory + 100_000_000)
        file_size = LARGEST + 1_000_000
        _limit(resource.RLIMIT_FSIZE, file_size, file_size)
        _limit(resource.RLIMIT_CORE, 0, 0)

    def lifted(self, error: BaseException) -> str:
        """What *error* met, in words, after which there is room to say so."""
        if sys.platform != "win32":
            import resource
            import signal

            signal.signal(signal.SIGXCPU, signal.SIG_IGN)
            _limit(resource.RLIMIT_AS, resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        if isinstance(error, MemoryError):
            return translate("drawing_fault.memory", memory=self.memory)
        return self.time_is_up


def computed_by_children() -> float:
    """Seconds of computing by all children that have ended; none where nobody counts them."""
    if sys.platform == "win32":
        return 0.0
    import resource

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _out_of_time(*_: object) -> NoReturn:
    raise OutOfTimeError


def _limit(kind: int, soft: int, hard: int) -> None:
    """Set a limit of this process as near to *soft* and *hard* as the system lets it."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(kind)
    if most != resource.RLIM_INFINITY:
        soft = most if soft == resource.RLIM_INFINITY else min(soft, most)
        hard = most if hard == resource.RLIM_INFINITY else min(hard, most)
    try:
        resource.setrlimit(kind, (soft, hard))
    except (OSError, ValueError):  # macOS does not limit memory
        return
