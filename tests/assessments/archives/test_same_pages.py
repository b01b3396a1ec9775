"""An archive that is read in elsewhere gives the same pages: to each reader, link by link."""

import datetime
import re
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from assessments.archives.removing import remove
from assessments.models import QualityReport
from portal.models import AuditEvent, User
from tests.assessments.archives.conftest import told
from tests.conftest import Cast
from tests.test_every_url import Visitor

# What the archive leaves: ways in and mail; and the log, which tells that it was read in.
NOT_CARRIED = re.compile(
    r"/ekby/(handelser|inbjudningar|utskick|inloggning|arkiv|jamforelse|administration|import)"
    r"|/rapporter/$|/logga-|\.(pdf|xlsx|zip|ics)$"
)
TOKEN = re.compile(r'name="(csrfmiddlewaretoken|token)" value="[^"]*"')
NUMBER = re.compile(r'(?<=[/=":-])\d+(?=[/"&#? ]|-)|SK-\d{4}(-\d+)+|data-place="[\d.]+"')
LINK = re.compile(r'href="([^"]+)"')


def numberless(text: str) -> str:
    return NUMBER.sub("N", TOKEN.sub("", text))


def pages_of(address: str) -> dict[str, str]:
    """Each page that links lead to within the organisation, one of each kind."""
    reader = User.objects.filter(email=address)
    visitor = Visitor(reader.get())
    reader.update(last_login=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    found: dict[str, str] = {}
    waiting = ["/ekby/", "/mina-uppgifter/"]
    while waiting:
        url = waiting.pop(0)
        if numberless(url) in found or NOT_CARRIED.search(url):
            continue
        response = visitor.ask("GET", url)
        page = response.getvalue().decode()
        found[numberless(url)] = f"{response.status_code} {numberless(page)}"
        links = (urldefrag(urljoin(url, link)).url for link in LINK.findall(page))
        waiting += [link.partition("?")[0] for link in links if link.startswith("/ekby/")]
    return found


READERS = ("agnes@ekby.example", "rut@ekby.example", "tea@ekby.example")


def test_the_same_pages_for_each_reader(ekby: Cast, archive: Path) -> None:
    before = {address: pages_of(address) for address in READERS}
    files = printed()
    log = events()
    assert len(before[READERS[0]]) > 60
    key = told("archive_key", archive)
    remove(ekby.organisation)
    assert "Ekby kommun är inläst" in told("import_organisation", archive, key=key)
    for address in READERS:
        after = pages_of(address)
        assert after.keys() == before[address].keys()
        for url, page in after.items():
            assert page.splitlines() == before[address][url].splitlines(), url
    assert printed() == files
    assert events() == [*log, ("organisation.imported", "Ekby kommun", None, None)]


def printed() -> list[bytes]:
    return sorted(Path(each.file.path).read_bytes() for each in QualityReport.objects.all())


def events() -> list[tuple[str, str, str | None, str | None]]:
    log = AuditEvent.objects.filter(organisation__slug="ekby").order_by("pk")
    return list(log.values_list("verb", "text", "actor__name", "person__name"))
