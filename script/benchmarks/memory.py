"""What a web worker holds in memory after the pages that it has answered."""

from urllib.request import Request, urlopen

from benchmarks.figures import Figure
from benchmarks.server import Server, serving
from benchmarks.visits import Visitor

MOST_MEGABYTES = 250.0


def memory(visitor: Visitor, addresses: dict[str, str], times: int) -> Figure:
    """Each page so many times, one after the other, from the same two workers."""
    with serving() as server:
        grown = {"at_first": server.megabytes()}
        for name, address in addresses.items():
            for _ in range(times):
                fetch(server, visitor, address)
            grown[name] = server.megabytes()
    most = max(grown.values())
    return Figure("megabytes_of_a_web_worker", most, MOST_MEGABYTES, details={"after": grown})


def fetch(server: Server, visitor: Visitor, address: str) -> None:
    cookie = {"Cookie": visitor.cookies}
    request = Request(f"http://localhost:{server.port}{address}", headers=cookie)
    with urlopen(request, timeout=60) as page:  # noqa: S310 (our own server)
        page.read()
