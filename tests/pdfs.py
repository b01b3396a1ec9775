"""Reading PDFs: their structure tree, their fonts and their text."""

import io
import subprocess
from collections.abc import Iterator
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
