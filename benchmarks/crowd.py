"""A server of ours on a free port, and a crowd of clients on the loopback."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server(application: str, *, workers: int, environment: dict[str, str]) -> Iterator[int]:
    """Granian with so many workers of eight threads, until the block ends."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += [
        "--workers",
        str(workers),
        "--blocking-threads",
        "8",
        "--no-access-log",
        "--log-level",
        "error",
    ]
    process = subprocess.Popen([*command, application], env=os.environ | environment)
    try:
        for _try in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def ask(port: int, method: str, path: str, headers: dict[str, str], body: str = "") -> tuple[int, float]:
    """Status, and seconds until the whole answer."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, time.perf_counter() - start
    finally:
        connection.close()


def crowd(requests: Sequence[tuple[int, str, str, dict[str, str], str]], *, at_once: int) -> dict[str, float]:
    """All the requests, so many at a time: seconds, requests per second, p95 in ms, how many errors."""
    start = time.perf_counter()
    with ThreadPoolExecutor(at_once) as people:
        answers = list(people.map(lambda request: ask(*request), requests))
    seconds = time.perf_counter() - start
    times = [took for _status, took in answers]
    return {
        "seconds": seconds,
        "per_second": len(requests) / seconds,
        "p95_ms": statistics.quantiles(times, n=20)[-1] * 1000,
        "errors": sum(status >= 400 for status, _took in answers),
    }
