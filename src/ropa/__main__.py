"""What ``ropa`` and ``python -m ropa`` run: ready for Ctrl-C before the rest is read in."""

import os
import signal
from types import FrameType


def main() -> None:
    """Run the command line; whoever stops it, however early or late, gets one line."""
    # Where somebody ignores the signal, as a job in the background does, it stays ignored.
    is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_ours:
        signal.signal(signal.SIGINT, _stop)
    from ropa.cli import main as run

    try:
        if is_ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        run()
    except KeyboardInterrupt:
        _stop(signal.SIGINT, None)
    finally:
        if is_ours:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done but the leaving


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """Leave at once: nothing is written yet, and a broken import may swallow an exception."""
    os.write(2, b"\nropa: stopped\n")
    os._exit(2)


if __name__ == "__main__":
    main()
