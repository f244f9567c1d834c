"""Maximum-weight perfect matching of a general graph, in a compiled loop: Edmonds' blossoms with prices.

Outer nodes are at an even distance of a free one, inner ones at an odd distance, along tight edges.
"""

import numpy as np

from essaim.algorithms.compiled import compiled, inner
from essaim.algorithms.pairs.forest import Forest, Integers

NONE = -1
UNSEEN, OUTER, INNER = 0, 1, 2
FAR = 2**62


@inner
def slack_of(f: Forest, u: int, v: int) -> int:
    """Return how far an edge between two outermost nodes is from being tight."""
    return f.price[u] + f.price[v] - 2 * f.weight[u, v]  # type: ignore[no-any-return]


@inner
def push(f: Forest, vertex: int) -> None:
    """Have a vertex scanned."""
    f.todo[f.memo[0]] = vertex
    f.memo[0] += 1


@inner
def push_all(f: Forest, node: int) -> None:
    """Have the vertices of an outermost node scanned."""
    for vertex in range(f.mate.size):
        if f.top[vertex] == node:
            push(f, vertex)


@inner
def hold(f: Forest, inside: int, node: int) -> int:
    """Return the node just inside `node` that holds a vertex."""
    while f.parent[inside] != node:
        inside = f.parent[inside]
    return inside


@inner
def make_outer(f: Forest, node: int, u: int, v: int) -> None:
    """Label a node as outer, and have its vertices scanned."""
    f.label[node] = OUTER
    f.source[node] = u
    f.target[node] = v
    push_all(f, node)


@inner
def turn(f: Forest, node: int, vertex: int) -> None:
    """Match inside a blossom anew, so that `vertex` is the one left for the outside."""
    depth = 0
    if node >= f.mate.size:
        f.stack[0, 0] = node
        f.stack[0, 1] = vertex
        depth = 1
    while depth:
        depth -= 1
        b = f.stack[depth, 0]
        v = f.stack[depth, 1]
        depth = turn_ring(f, b, v, depth)


@inner
def shift_row(row: Integers, length: int, first: int) -> None:
    """Have a ring written down begin at another of its places."""
    before = row.copy()
    for k in range(length):
        row[k] = before[(k + first) % length]


@inner
def turn_ring(f: Forest, b: int, v: int, depth: int) -> int:
    """Turn one ring; put on the stack those of its nodes that turn too, and return its depth."""
    n = f.mate.size
    inside = hold(f, v, b)
    length = f.length[b]
    first = 0
    while f.ring[b, first] != inside:
        first += 1
    if inside >= n:
        f.stack[depth, 0] = inside
        f.stack[depth, 1] = v
        depth += 1
    start = first + 1 if first % 2 else 0
    stop = length if first % 2 else first
    for k in range(start, stop, 2):
        following = (k + 1) % length
        p = f.tail[b, k]
        q = f.head[b, k]
        f.mate[p] = q
        f.mate[q] = p
        if f.ring[b, k] >= n:
            f.stack[depth, 0] = f.ring[b, k]
            f.stack[depth, 1] = p
            depth += 1
        if f.ring[b, following] >= n:
            f.stack[depth, 0] = f.ring[b, following]
            f.stack[depth, 1] = q
            depth += 1
    shift_row(f.ring[b], length, first)
    shift_row(f.tail[b], length, first)
    shift_row(f.head[b], length, first)
    f.base[b] = v
    return depth


@inner
def augment(f: Forest, u: int, v: int) -> None:
    """Match an edge between two trees, and change sides along both ways to their roots."""
    for side in range(2):
        s = u if side == 0 else v
        other = v if side == 0 else u
        while True:
            node = f.top[s]
            turn(f, node, s)
            f.mate[s] = other
            if f.source[node] == NONE:
                break
            between = f.top[f.source[node]]
            s = f.source[between]
            other = f.target[between]
            turn(f, between, other)
            f.mate[other] = s


@inner
def meet(f: Forest, a: int, b: int) -> int:
    """Return the outer node where the ways of two outer nodes to their roots meet, if they do."""
    seen = np.zeros(f.parent.size, dtype=np.bool_)
    while a != NONE:
        seen[a] = True
        a = above(f, a)
    while b != NONE and not seen[b]:
        b = above(f, b)
    return b


@inner
def above(f: Forest, node: int) -> int:
    """Return the outer node two steps nearer to the root."""
    if f.source[node] == NONE:
        return NONE
    return f.top[f.source[f.top[f.source[node]]]]  # type: ignore[no-any-return]


@inner
def add_to_ring(f: Forest, b: int, node: int, tail: int, head: int) -> None:
    """Add a node to a ring that is being made."""
    k = f.length[b]
    f.ring[b, k] = node
    f.tail[b, k] = tail
    f.head[b, k] = head
    f.length[b] = k + 1


@inner
def close(f: Forest, root: int, u: int, v: int) -> None:
    """Make a blossom of the two ways from a tight edge to the outer node where they meet."""
    n = f.mate.size
    b = n
    while f.length[b]:
        b += 1
    way = np.empty(n, dtype=np.int64)
    steps = 0
    node = f.top[u]
    while node != root:
        way[steps] = node
        steps += 1
        node = f.top[f.source[node]]
    before = root
    for k in range(steps - 1, -1, -1):
        add_to_ring(f, b, before, f.source[way[k]], f.target[way[k]])
        before = way[k]
    add_to_ring(f, b, before, u, v)
    node = f.top[v]
    while node != root:
        add_to_ring(f, b, node, f.target[node], f.source[node])
        node = f.top[f.source[node]]
    adopt(f, b, root)


@inner
def adopt(f: Forest, b: int, root: int) -> None:
    """Put a ring in the place of its nodes, scan those that were inner, and find its vertices' nearest again."""
    n = f.mate.size
    f.base[b] = f.base[root]
    f.label[b] = OUTER
    f.source[b] = f.source[root]
    f.target[b] = f.target[root]
    f.extra[b] = 0
    f.parent[b] = NONE
    for k in range(f.length[b]):
        node = f.ring[b, k]
        f.parent[node] = b
        if f.label[node] == INNER:
            push_all(f, node)
    for vertex in range(n):
        if f.parent[f.top[vertex]] == b:
            f.top[vertex] = b
    for vertex in range(n):
        if f.top[vertex] == b:
            look_again(f, vertex)


@inner
def look_again(f: Forest, vertex: int) -> None:
    """Find the nearest outer vertex of another anew."""
    f.near[vertex] = NONE
    for u in range(f.mate.size):
        if f.label[f.top[u]] == OUTER:
            approach(f, u, vertex)


@inner
def approach(f: Forest, u: int, v: int) -> None:
    """Keep an outer vertex as the nearest of another if it is."""
    if f.allowed[u, v] and f.top[u] != f.top[v]:
        nearest = f.near[v]
        if nearest == NONE or slack_of(f, u, v) < slack_of(f, nearest, v):
            f.near[v] = u


@inner
def expand(f: Forest, b: int) -> None:
    """Undo an inner blossom without extra price; label the nodes on the even way from its entry to its base."""
    length = f.length[b]
    entry = hold(f, f.target[b], b)
    for vertex in range(f.mate.size):
        if f.top[vertex] == b:
            f.top[vertex] = hold(f, vertex, b)
    first = 0
    for k in range(length):
        node = f.ring[b, k]
        f.parent[node] = NONE
        f.label[node] = UNSEEN
        if node == entry:
            first = k
    f.label[entry] = INNER
    f.source[entry] = f.source[b]
    f.target[entry] = f.target[b]
    steps = length - first if first % 2 else first
    for step in range(steps):
        k = first + step if first % 2 else first - step - 1
        following = f.ring[b, (k + 1) % length] if first % 2 else f.ring[b, k]
        u = f.tail[b, k] if first % 2 else f.head[b, k]
        v = f.head[b, k] if first % 2 else f.tail[b, k]
        if step % 2 == 0:
            make_outer(f, following, u, v)
        else:
            f.label[following] = INNER
            f.source[following] = u
            f.target[following] = v
    f.length[b] = 0


@inner
def scan(f: Forest, u: int) -> bool:
    """Follow the tight edges of an outer vertex; return whether one of them augmented the matching."""
    for v in range(f.mate.size):
        if not f.allowed[u, v] or f.top[u] == f.top[v]:
            continue
        if slack_of(f, u, v) > 0:
            approach(f, u, v)
            continue
        node = f.top[v]
        if f.label[node] == UNSEEN:
            f.label[node] = INNER
            f.source[node] = u
            f.target[node] = v
            end = f.base[node]
            make_outer(f, f.top[f.mate[end]], end, f.mate[end])
        elif f.label[node] == OUTER:
            root = meet(f, f.top[u], node)
            if root == NONE:
                augment(f, u, v)
                return True
            close(f, root, u, v)
        approach(f, u, v)
    return False


@inner
def step_of(f: Forest) -> int:
    """Return by how much prices may move before an edge becomes tight or an inner blossom opens."""
    n = f.mate.size
    step = FAR
    for v in range(n):
        label = f.label[f.top[v]]
        if label != INNER and f.near[v] != NONE:
            slack = slack_of(f, f.near[v], v)
            step = min(step, slack if label == UNSEEN else slack // 2)
    for b in range(n, 2 * n):
        if f.length[b] and f.parent[b] == NONE and f.label[b] == INNER:
            step = min(step, f.extra[b] // 2)
    return step


@inner
def move(f: Forest, step: int) -> None:
    """Move the prices, open inner blossoms without extra price, and scan what has become tight."""
    n = f.mate.size
    for v in range(n):
        label = f.label[f.top[v]]
        if label == OUTER:
            f.price[v] -= step
        elif label == INNER:
            f.price[v] += step
    for b in range(n, 2 * n):
        if f.length[b] and f.parent[b] == NONE:
            move_blossom(f, b, step)
    for v in range(n):
        nearest = f.near[v]
        if nearest != NONE and f.label[f.top[v]] != INNER and slack_of(f, nearest, v) == 0:
            push(f, nearest)


@inner
def move_blossom(f: Forest, b: int, step: int) -> None:
    """Move the extra price of an outermost blossom; open it when it is inner and has none left."""
    if f.label[b] == OUTER:
        f.extra[b] += 2 * step
    elif f.label[b] == INNER:
        f.extra[b] -= 2 * step
        if f.extra[b] == 0:
            expand(f, b)


@inner
def begin(f: Forest) -> bool:
    """Begin a search from all free vertices; return whether there is one."""
    n = f.mate.size
    f.label[:] = UNSEEN
    f.near[:] = NONE
    f.memo[0] = 0
    is_free = False
    for v in range(n):
        if f.mate[v] == NONE and f.label[f.top[v]] == UNSEEN:
            make_outer(f, f.top[v], NONE, NONE)
            is_free = True
    return is_free


@compiled
def match(f: Forest) -> bool:
    """Match every vertex, the sum of weights being the most; return whether that is possible."""
    while begin(f):
        is_augmented = False
        while not is_augmented:
            while f.memo[0] and not is_augmented:
                f.memo[0] -= 1
                is_augmented = scan(f, f.todo[f.memo[0]])
            if not is_augmented:
                step = step_of(f)
                if step == FAR:
                    return False
                move(f, step)
    return True
