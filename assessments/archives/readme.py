"""README.txt: what is what in an archive, for somebody who has never seen the portal."""

import textwrap
from collections.abc import Iterable, Iterator

from assessments.archives.tables import PEOPLE, TABLES
from portal.days import today
from portal.models import Organisation

PARTS = (
    ("manifest.json", "vem arkivet gäller, när det gjordes och en kontrollsumma för varje fil"),
    ("SHA256SUMS.txt", "samma kontrollsummor: sha256sum --check SHA256SUMS.txt"),
    ("data/*.json", "allt som era administratörer kan läsa i portalen, en fil för varje sak"),
    ("data/sealed.json.gpg", "förseglat, se nedan"),
    ("csv/", "siffrorna i varje stängd omgång och händelserna, för Excel"),
    ("pdf/", "de kvalitetsrapporter som är framtagna, i alla versioner"),
    ("catalogue/", "de utgåvor som ni har frågat om, nationella och egna, som hela texter"),
)
PARAGRAPHS = (
    "Varje fil i data/ är en lista med en rad för varje sak. id är radens nummer, och andra rader "
    "pekar på det: round: 3 är omgången vars id är 3. Det som är nationellt pekas ut med namn: "
    "nationell-2026/ansvar/3/rektor är utgåvan, faktorn, raden och nivån. Tomt (null) betyder att "
    "det inte finns något, aldrig noll. Alla uppgifter beskrivs i docs/archive.schema.json i "
    "programmet.",
    "Siffrorna från undervisningsnivån är summor av minst fem personer (data/tallies.json) och är "
    "de som står på sidorna. Vem som svarade vad finns inte, varken här eller i portalen.",
    "Det förseglade är det som portalen har lovat att bara personen själv eller enheten läser: "
    "vad enskilda på huvudmannens och rektorernas nivå svarade, egna reflektioner, enheternas "
    "samtal, utcheckningar, och analyser som inte är delade. Det öppnas när arkivet läses in i en "
    "annan installation, med en nyckel som den som driver portalen lämnar direkt till den som "
    "driver den nya. Utan nyckeln går allt annat att läsa in.",
    "Med följer inte: inloggningar, koder, lappar, inbjudningar och mejl. De görs på nytt.",
)


def readme(organisation: Organisation, number: str) -> str:
    return "\n".join(_lines(organisation, number)) + "\n"


def _lines(organisation: Organisation, number: str) -> Iterator[str]:
    yield f"{organisation}: arkiv från Styrkedjan, {today().isoformat()}"
    yield f"Arkivets nummer: {number}"
    yield ""
    yield from _columns(PARTS)
    for paragraph in PARAGRAPHS:
        yield ""
        yield from textwrap.wrap(paragraph, 79)
    yield ""
    yield "Filerna i data/:"
    yield ""
    every = (PEOPLE, *TABLES)
    yield from _columns((f"{each.name}.json", each.what) for each in every if each.is_open)
    yield ""
    yield "Listor som bara finns i det förseglade:"
    yield ""
    yield from _columns((each.name, each.what) for each in every if not each.is_open)


def _columns(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, what in rows:
        yield f"  {name:24}{what}"
