"""The same call in another process, with another hash seed."""

import os
import subprocess
import sys


def printed(script: str) -> str:
    """Return what a script prints in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    return ran.stdout.strip()
