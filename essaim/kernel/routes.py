"""What the addresses of the site are, and which methods they take."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, resolve

METHODS = {"GET", "POST", "HEAD", "PUT", "DELETE"}


def addresses(
    resolver: URLResolver, prefix: str = "/", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    """Every address below a resolver: path, full name, pattern."""
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield path, f"{space}{entry.name}", entry


def methods_of(view: Callable[..., Any]) -> list[str]:
    """The methods that a view says it takes (`require_http_methods` and its kin keep them in their closure)."""
    layer: Any = view
    while layer is not None:
        for cell in getattr(layer, "__closure__", None) or ():
            value = cell.cell_contents
            if isinstance(value, list | tuple) and value and set(value) <= METHODS:
                return sorted(value)
        layer = getattr(layer, "__wrapped__", None)
    return ["GET", "POST"]


def page_of(path: str) -> str:
    """The address itself, or, when it is a button's and takes no GET, the page above it that can be opened."""
    bare = urlsplit(path).path
    while len(bare) > 1:
        try:
            view = resolve(bare).func
        except Resolver404:
            return path
        if "GET" in methods_of(view):
            return path
        path = bare = bare.rstrip("/").rpartition("/")[0] + "/"
    return path
