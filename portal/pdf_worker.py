"""The process that makes PDFs: HTML comes in through a pipe and PDF goes out, again and again.

It stays warm (stylesheet parsed, fonts loaded), knows no database and no secret, and reads the
static files that are named here and nothing else. An empty answer means that it failed, with
the reason on stderr.
"""

import gc
import logging
import resource
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parent.parent / "static"
STYLESHEETS = (
    "css/tokens.css",
    "css/paper-type.css",
    "css/report.css",
    "css/slips-paper.css",
)
FONTS = (
    "vendor/atkinson/latin.woff2",
    "vendor/atkinson/latin-ext.woff2",
    "vendor/noto-emoji/emoji.woff2",
)
SCHEME = "static:"
MEMORY_LIMIT = 2 * 1024**3


class StaticFiles(URLFetcher):
    """Fetches the report's fonts by our own scheme: no network, no file system, no data URL."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if name == url or name not in FONTS:
            raise ValueError("only the report's own static files can be fetched")
        return URLFetcherResponse(url, (STATIC / name).read_bytes())


class Press:
    """Makes PDF/UA of HTML, the same bytes for the same HTML."""

    def __init__(self) -> None:
        self.files = StaticFiles()
        self.fonts = FontConfiguration()
        self.style = CSS(string=paper_css(), url_fetcher=self.files, font_config=self.fonts)

    def make_pdf(self, html: str) -> bytes:
        document = HTML(string=html, base_url=SCHEME, url_fetcher=self.files)
        return document.write_pdf(
            stylesheets=[self.style],
            font_config=self.fonts,
            pdf_variant="pdf/ua-1",
            pdf_tags=True,
            pdf_identifier=True,
            finisher=finish,
        )


def paper_css() -> str:
    """The stylesheets as one, with whole addresses: a private scheme has no relative ones."""
    css = "".join((STATIC / name).read_text() for name in STYLESHEETS)
    return css.replace('url("../', f'url("{SCHEME}')


def finish(document: Any, pdf: Any) -> None:
    mark_header_cells(pdf)
    describe_links(document)


def describe_links(document: Any) -> None:
    """By the words of the link, in place of the name of what it leads to."""
    for page in document.pages:
        for _kind, _target, _rectangle, box in page.links:
            if hasattr(box, "link_annotation"):
                words = " ".join("".join(box.element.itertext()).split())
                box.link_annotation["Contents"] = pydyf.String(words)


def mark_header_cells(pdf: Any) -> None:
    """Say whether each header is a column's or a row's.

    In place of WeasyPrint's lists of header ids, which repeat when a table spans pages.
    """
    elements = {item.reference: item for item in pdf.objects}
    for cell in elements.values():
        if not isinstance(cell, dict) or cell.get("S") not in ("/TH", "/TD"):
            continue
        cell.pop("ID", None)
        cell["A"].pop("Headers", None)
        if cell["S"] == "/TH":
            group = elements[elements[cell["P"]]["P"]]["S"]
            cell["A"]["Scope"] = "/Column" if group == "/THead" else "/Row"


def serve(pipe: Connection) -> None:
    """Answer until the other side is gone. Garbage is collected after each answer, not in it."""
    press = Press()
    gc.collect()
    gc.freeze()
    gc.disable()
    while True:
        try:
            html = pipe.recv_bytes().decode()
        except EOFError:
            return
        pipe.send_bytes(_pdf_or_nothing(press, html))
        gc.collect()


def _pdf_or_nothing(press: Press, html: str) -> bytes:
    try:
        return press.make_pdf(html)
    except Exception:
        logging.getLogger("portal.pdf").exception("A PDF could not be made")
        return b""


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    serve(Connection(int(sys.argv[1])))
