"""Pieces of pages kept in the memory of the process, as they are: one dictionary look-up, no pickling."""

from collections.abc import Callable, Hashable, Iterable
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from essaim.kernel import clock

_LOCK = Lock()
_voices: list[Callable[[], Hashable]] = []

_STORES: dict[str, dict[Hashable, tuple[float, Any]]] = {}


def keep_apart(voice: Callable[[], Hashable]) -> None:
    """Pieces of pages (keys that are tuples) are kept once for each value of `voice`; None adds nothing."""
    _voices.append(voice)


def _heard() -> tuple[Hashable, ...]:
    return tuple(value for voice in _voices if (value := voice()) is not None)


def _told_apart(key: Any, heard: tuple[Hashable, ...] | None = None) -> Any:
    if not isinstance(key, tuple):
        return key
    heard = _heard() if heard is None else heard
    return (heard, key) if heard else key


class KeptCache(BaseCache):
    """A cache whose keys may be tuples, holding immutable values until their moment comes.

    A key names everything its value depends on, so nothing is ever taken back; what is oldest leaves first.
    Several processes keep each their own: a key that holds a version is right in all of them.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._store = _STORES.setdefault(name, {})

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        found = self._store.get(_told_apart(key))
        return default if found is None or found[0] <= clock.now().timestamp() else found[1]

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """Those of the keys that are kept and still true."""
        now, store, heard = clock.now().timestamp(), self._store, _heard()
        found = ((key, store.get(_told_apart(key, heard))) for key in keys)
        return {key: entry[1] for key, entry in found if entry is not None and entry[0] > now}

    def set(
        self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        until = float("inf") if seconds is None else clock.now().timestamp() + seconds
        with _LOCK:
            self._store[_told_apart(key)] = (until, value)
            while len(self._store) > self._max_entries:
                del self._store[next(iter(self._store))]

    def delete(self, key: Any, version: int | None = None) -> bool:
        with _LOCK:
            return self._store.pop(_told_apart(key), None) is not None

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self.get(key) is not None

    def clear(self) -> None:
        with _LOCK:
            self._store.clear()
