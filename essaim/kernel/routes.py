"""What the addresses of the site are, and which methods they take."""

from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, include, resolve
from django.urls.resolvers import RoutePattern

METHODS = {"GET", "POST", "HEAD", "PUT", "DELETE"}


class FirstWords(RoutePattern):
    """Nothing before the address, but only where it begins with one of these words.

    The addresses of a part need not be tried one by one for a page of another part.
    """

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__("")
        self.words = words

    def match(self, path: str) -> Any:
        return super().match(path) if path.partition("/")[0] in self.words else None


def part(module: str) -> URLResolver:
    """The addresses of a part of the product, as it writes them, looked at only for its own first words."""
    urls, app_name, namespace = include(module)
    words = frozenset(str(entry.pattern).partition("/")[0] for entry in cast("Any", urls).urlpatterns)
    if variable := [word for word in words if "<" in word]:
        raise TypeError(f"{module}: an address must begin with a word, not {variable}")
    return URLResolver(FirstWords(words), urls, app_name=app_name, namespace=namespace)


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
