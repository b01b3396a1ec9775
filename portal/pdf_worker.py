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
from typing import Any

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from portal.paper import FONTS, STATIC, STYLESHEETS

SCHEME = "static:"
MEMORY_LIMIT = 2 * 1024**3
# WeasyPrint writes that a file is one of PDF/A and PDF/UA, and makes what both ask for. PDF/A
# wants a property that it does not know itself to be described.
PDF_UA = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


class StaticFiles(URLFetcher):
    """Fetches the report's fonts by our own scheme: no network, no file system, no data URL."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(SCHEME)
        if name == url or name not in FONTS:
            raise ValueError("only the report's own static files can be fetched")
        return URLFetcherResponse(url, (STATIC / name).read_bytes())


class Press:
    """Makes PDF of HTML, both PDF/UA-1 and PDF/A-2a, the same bytes for the same HTML."""

    def __init__(self) -> None:
        self.files = StaticFiles()
        self.fonts = FontConfiguration()
        self.style = CSS(string=paper_css(), url_fetcher=self.files, font_config=self.fonts)

    def make_pdf(self, html: str) -> bytes:
        document = HTML(string=html, base_url=SCHEME, url_fetcher=self.files)
        return document.write_pdf(
            stylesheets=[self.style],
            font_config=self.fonts,
            pdf_variant="pdf/a-2a",
            pdf_tags=True,
            pdf_identifier=True,
            output_intent="srgb",
            finisher=finish,
        )


def paper_css() -> str:
    """The stylesheets as one, with whole addresses: a private scheme has no relative ones."""
    css = "".join((STATIC / name).read_text() for name in STYLESHEETS)
    return css.replace('url("../', f'url("{SCHEME}')


def finish(document: Any, pdf: Any) -> None:
    mark_header_cells(pdf)
    describe_links(document)
    mark_accessible(pdf)


def describe_links(document: Any) -> None:
    """By the words of the link, in place of the name of what it leads to."""
    for page in document.pages:
        for _kind, _target, _rectangle, box in page.links:
            if hasattr(box, "link_annotation"):
                words = " ".join("".join(box.element.itertext()).split())
                box.link_annotation["Contents"] = pydyf.String(words)


def mark_accessible(pdf: Any) -> None:
    """Say in the metadata that it is PDF/UA as well."""
    elements = {item.reference: item for item in pdf.objects}
    metadata = elements[pdf.catalog["Metadata"]]
    metadata.stream = [b"".join(metadata.stream).replace(b"</rdf:RDF>", PDF_UA)]


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
            pipe.send_bytes(_pdf_or_nothing(press, pipe.recv_bytes().decode()))
        except (EOFError, BrokenPipeError):
            return
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
