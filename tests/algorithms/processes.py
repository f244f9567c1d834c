"""Other processes, to see that an answer is the same bytes there."""

import os
import subprocess
import sys


def said_by(script: str, *, hash_seed: str) -> str:
    """Return what a script prints in a process of its own, with its own order of sets."""
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    return done.stdout
