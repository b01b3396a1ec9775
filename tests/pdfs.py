"""Reading PDFs: their structure tree, their fonts and their text."""

import io
import re
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pikepdf


def open_pdf(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def elements(pdf: pikepdf.Pdf, *tags: str) -> list[Any]:
    """The elements of the structure tree with one of the tags, in reading order."""
    return [each for each in _walk(pdf.Root.StructTreeRoot) if each.get("/S") in tags]


def _walk(element: Any) -> Iterator[Any]:
    yield element
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and child.get("/Type") != "/OBJR":
            yield from _walk(child)


def unembedded_fonts(pdf: pikepdf.Pdf) -> list[str]:
    fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
    assert fonts
    return [str(font.BaseFont) for font in fonts if not _embedded(font)]


def _embedded(font: Any) -> bool:
    descriptor = font.DescendantFonts[0].FontDescriptor
    return "/FontFile2" in descriptor or "/FontFile3" in descriptor


def font_names(pdf: pikepdf.Pdf) -> set[str]:
    """Names without the tag of the subset: "/ABCDEF+Atkinson" is "Atkinson"."""
    fonts = [font for page in pdf.pages for font in page.resources.get("/Font", {}).values()]
    return {str(font.BaseFont).partition("+")[2] for font in fonts}


def pages_of(content: bytes) -> list[str]:
    """The text of each page in reading order, with each run of white space as one space."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def text_of(content: bytes) -> str:
    """The text in reading order, with each run of white space as one space."""
    return " ".join(pages_of(content))


def document_problems(content: bytes, html: str) -> list[str]:
    """Why somebody who does not see the document can't read it as the HTML it was made of."""
    pdf = open_pdf(content)
    return [
        *_unmarked(pdf),
        *_headings(pdf),
        *_tables(pdf),
        *_undescribed(pdf),
        *_out_of_order(content, html),
        *(f"{font} is not embedded" for font in unembedded_fonts(pdf)),
    ]


def _unmarked(pdf: pikepdf.Pdf) -> Iterator[str]:
    if not pdf.Root.MarkInfo.Marked:
        yield "it is not tagged"
    if pdf.Root.Lang != "sv":
        yield "its language is not Swedish"
    if not pdf.Root.ViewerPreferences.DisplayDocTitle or not str(pdf.docinfo["/Title"]).strip():
        yield "its title is not shown"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "it does not say that it is PDF/UA"


def _headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    levels = [int(str(each.S)[2:]) for each in elements(pdf, "/H1", "/H2", "/H3", "/H4", "/H5")]
    if levels[:1] != [1]:
        yield "it does not begin with a heading of the first level"
    gaps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    yield from (f"a heading of level {below} follows one of level {above}" for above, below in gaps)


def _tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    for table in elements(pdf, "/Table"):
        if not any(each.get("/S") == "/TH" for each in _walk(table)):
            yield "a table has no header cell"
    for header in elements(pdf, "/TH"):
        if not {"/Scope", "/Headers"} & set(header.get("/A", {}).keys()):
            yield "a header cell does not say of what"


def _undescribed(pdf: pikepdf.Pdf) -> Iterator[str]:
    for figure in elements(pdf, "/Figure"):
        if not str(figure.get("/Alt", "")).strip():
            yield "a figure has no description"
    annotations = [each for page in pdf.pages for each in page.get("/Annots", [])]
    links = [each for each in annotations if each.Subtype == "/Link"]
    for link in links:
        words = str(link.get("/Contents", "")).strip()
        if not words or words in (str(link.get("/Dest", "")), str(link.get("/A", {}).get("/URI"))):
            yield f"a link is not described: {words}"
    if bool(links) != bool(elements(pdf, "/Link")):
        yield "a link is not in the structure tree"


class _Words(HTMLParser):
    """The text that a page shows; a drawing's own is its description."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden, self.text = 0, ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in ("head", "svg")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("head", "svg")

    def handle_data(self, data: str) -> None:
        self.text += "" if self.hidden else data


def _out_of_order(content: bytes, html: str) -> Iterator[str]:
    """The text of the structure tree is the HTML's, in its order.

    Between it stand what the stylesheet writes, and the headers of a table on each new page.
    """
    wanted, told = _solid(_Words(html).text), iter(_solid(_text_of_tree(content)))
    for place, letter in enumerate(wanted):
        if letter not in told:
            yield f"what follows this is missing, or comes earlier: {wanted[:place][-60:]}"
            return


def _text_of_tree(content: bytes) -> str:
    command = ["pdfinfo", "-struct-text", "-"]
    tree = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    return "".join(re.findall(r'^ *"(.*)"$', tree, re.MULTILINE))


def _solid(text: str) -> str:
    """Without white space, and without the hyphens that lines are broken with."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)
