"""Run every calculation's measures in the order of their names, or those that are named: `… groups seats`."""

import importlib
import pkgutil
import sys

from benchmarks import algorithms

names = sorted(
    module.name for module in pkgutil.iter_modules(algorithms.__path__) if module.name != "__main__"
)
unknown = sorted(set(sys.argv[1:]) - set(names))
if unknown:
    sys.exit(f"No measures named {', '.join(unknown)}; there are {', '.join(names)}.")
for name in names:
    run = getattr(importlib.import_module(f"benchmarks.algorithms.{name}"), "run", None)
    if run and (name in sys.argv[1:] or not sys.argv[1:]):
        print(f"## {name.capitalize()}\n", flush=True)
        run()
