import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from defusedxml.ElementTree import fromstring

from portal import pdf_worker
from portal.pdf import SOURCE_LIMIT, PdfError, Worker, render_pdf, start_process
from tests.pdfs import elements, font_names, open_pdf, text_of, unembedded_fonts

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.stop()


def page(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="sv"><head><title>Årsbok</title>{head}</head>{body}</html>'


def test_a_pdf_is_tagged_swedish_and_carries_its_title_and_fonts() -> None:
    pdf = open_pdf(render_pdf(page("<h1>Höst</h1><p>Čaušević och Åström</p>")))
    assert pdf.Root.Lang == "sv"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.docinfo["/Title"] == "Årsbok"
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    assert not unembedded_fonts(pdf)
    assert any(name.startswith("Atkinson-Hyperlegible-Next-Extended") for name in font_names(pdf))


def test_the_same_html_gives_the_same_bytes_in_another_process(worker: Worker) -> None:
    html = page("<h1>Höst</h1><p>Åtta <b>svar</b></p>")
    assert render_pdf(html) == render_pdf(html) == worker.render(html)


def test_header_cells_say_what_they_are_headers_of() -> None:
    table = (
        "<table><caption>Svar</caption>"
        "<thead><tr><th scope=col>Nivå</th><th scope=col>Medel</th></tr></thead>"
        "<tbody><tr><th scope=row>Rektor</th><td>3,0</td></tr></tbody></table>"
    )
    pdf = open_pdf(render_pdf(page(table)))
    scopes = [header.A.Scope for header in elements(pdf, "/TH")]
    assert scopes == ["/Column", "/Column", "/Row"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://localhost:1/x.css",
        "data:text/plain,hej",
        "static:css/report.css",
        "static:../portal/settings.py",
        "static:vendor/atkinson/../../../manage.py",
        "vendor/atkinson/latin.woff2",
        "",
    ],
)
def test_only_the_fonts_can_be_fetched(url: str) -> None:
    with pytest.raises(ValueError, match="static files"):
        pdf_worker.StaticFiles().fetch(url)


def test_links_to_files_and_addresses_bring_nothing_into_the_pdf() -> None:
    head = (
        '<link rel="stylesheet" href="file:///etc/passwd"><link rel="attachment"'
        ' href="file:///etc/hostname"><style>@import "http://localhost:1/a.css";</style>'
    )
    body = '<p>Kvar</p><img src="file:///etc/passwd" alt="bild"><object data="file:///etc/passwd">'
    content = render_pdf(page(body, head))
    assert "root:" not in text_of(content)
    assert "/EmbeddedFiles" not in open_pdf(content).Root.get("/Names", pikepdf.Dictionary())
    assert "Kvar" in text_of(content)


def test_control_characters_are_left_out_and_emoji_are_drawn() -> None:
    content = render_pdf(page("<p>Bra\x00\x07\x1b[31m \u202eså 👍\U0001f3fd ☺ \ud800</p>"))
    assert "Bra[31m så 👍" in text_of(content)
    assert "Noto-Emoji" in " ".join(font_names(open_pdf(content)))


def test_a_very_long_word_stays_on_the_page() -> None:
    word = "kvalitet" * 250
    content = render_pdf(page(f'<section class="comments"><ul><li>{word}</li></ul></section>'))
    text = text_of(content).translate({ord(each): None for each in " \u2010\u200b"})
    assert text.count("kvalitet") == 250


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("å" * 4000, id="no space"),
        pytest.param("مرحبا بكم " * 400, id="right to left"),
        pytest.param("👍\U0001f3fd" * 2000, id="emoji"),
        pytest.param("a" + "\u0301" * 3999, id="combining marks"),
        pytest.param("a" + "\n" * 3998 + "b", id="lines"),
    ],
)
def test_the_worst_that_a_person_can_write_in_a_field_becomes_a_report(text: str) -> None:
    body = f'<section class="talks"><p class="words">{text}</p></section><p>Efteråt</p>'
    content = render_pdf(page(body))
    assert "Efteråt" in text_of(content)
    assert len(open_pdf(content).pages) < 200


def test_a_pdf_can_be_archived_too() -> None:
    """What PDF/A-2a asks of a file, as far as it can be told without a validator of it."""
    pdf = open_pdf(render_pdf(page('<h1 id="a">Höst</h1><p><a href="#a">Upp</a> ½ <b>👍</b></p>')))
    [intent] = pdf.Root.OutputIntents
    assert (intent.S, intent.DestOutputProfile.N) == ("/GTS_PDFA1", 3)
    xmp = fromstring(pdf.Root.Metadata.read_bytes())
    assert len(xmp.findall(f"{RDF}RDF")) == 1
    [described] = xmp.iter("{http://www.aiim.org/pdfa/ns/schema#}namespaceURI")
    [part] = xmp.iter(f"{{{described.text}}}part")
    assert part.text == "1"
    assert pdf.trailer.ID
    assert not pdf.is_encrypted
    for forbidden in ("/OpenAction", "/AA", "/AcroForm", "/AF", "/OCProperties", "/Collection"):
        assert forbidden not in pdf.Root
    assert "/EmbeddedFiles" not in pdf.Root.Names
    for sheet in pdf.pages:
        assert all(each.F == 4 and "/AA" not in each for each in sheet.Annots)
        states = sheet.resources.ExtGState.values()
        assert {str(each.get("/BM", "/Normal")) for each in states} == {"/Normal"}
    fonts = [font for sheet in pdf.pages for font in sheet.resources.Font.values()]
    assert all("/ToUnicode" in font and font.Encoding == "/Identity-H" for font in fonts)
    assert not unembedded_fonts(pdf)


def test_a_render_that_takes_too_long_is_stopped_and_the_next_one_works(worker: Worker) -> None:
    started = time.monotonic()
    with pytest.raises(PdfError, match="Försök igen"):
        worker.render(page("<p>" + "ord " * 300_000), seconds=0.5)
    assert time.monotonic() - started < 20
    assert worker.render(page("<p>Hej")).startswith(b"%PDF")


def test_a_worker_that_died_is_replaced(worker: Worker) -> None:
    worker.process, worker.pipe = start_process()
    worker.process.kill()
    worker.process.wait()
    assert worker.render(page("<p>Hej igen")).startswith(b"%PDF")
    limits = Path(f"/proc/{worker.process.pid}/limits").read_text()
    assert f"Max address space         {pdf_worker.MEMORY_LIMIT}" in limits


def test_too_large_a_document_is_refused_at_once() -> None:
    with pytest.raises(PdfError, match="för stort"):
        render_pdf("a" * (SOURCE_LIMIT + 1))


def test_two_at_once_get_a_document_each() -> None:
    with ThreadPoolExecutor(4) as threads:
        documents = threads.map(render_pdf, [page(f"<p>Nr {n}") for n in range(8)])
    assert [text_of(document) for document in documents] == [
        f"Nr {n} Sida 1 av 1" for n in range(8)
    ]


def test_the_worker_knows_no_secrets(worker: Worker) -> None:
    worker.process, worker.pipe = start_process()
    with open(f"/proc/{worker.process.pid}/environ") as file:
        names = {line.partition("=")[0] for line in file.read().split("\0")}
    assert not [name for name in names if name.startswith(("STYRKEDJAN", "DATABASE", "DJANGO"))]
