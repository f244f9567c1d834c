"""How good and how fast the calculations are: `make bench-algorithms`, published instances in `ESSAIM_BENCH_DATA`.

Each module of this folder that has `run() -> None` measures one problem and prints its tables.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path


def published(problem: str) -> Path | None:
    """Return the folder of a problem's published instances, or say aloud that it is absent and return nothing."""
    named = os.environ.get("ESSAIM_BENCH_DATA", "")
    folder = Path(named) / problem if named else None
    if folder is not None and folder.is_dir():
        return folder
    where = f"no folder {folder}" if folder else "ESSAIM_BENCH_DATA names no folder"
    print(f"**Skipped:** the published instances of {problem} ({where}); generated ones only.\n")
    return None


def print_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print one markdown table, each row as soon as it is known, and an empty line."""
    print(f"| {' | '.join(heads)} |")
    print("|---" * len(heads) + "|")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |", flush=True)
    print(flush=True)
