"""Inner loops in machine code: compiled once by numba, kept on disk where something can be kept."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])

_njit = cast(Any, numba.njit)  # its published types leave the wrappers out


def compiled(function: F) -> F:
    """Compile a loop over numpy arrays on its first call, and keep it beside its module or in the user's cache.

    Where nothing can be written (a read-only installation without a home), each process compiles for itself.
    What is kept is thrown away when the function's own file changes: it calls only functions of its own file.
    """
    try:
        return cast(F, numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # numba: no place to keep what is compiled
        return cast(F, numba.njit(nogil=True)(function))


def inner(function: F) -> F:
    """Compile a function that only compiled ones call: it has no door for Python, which costs a third of the time."""
    return cast(F, _njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, nogil=True)(function))


def inlined(function: F) -> F:
    """Compile a small function into each place that calls it.

    Otherwise the arrays handed over are counted at each call, which takes four times the time of a trial.
    """
    return cast(
        F, _njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, nogil=True, forceinline=True)(function)
    )
