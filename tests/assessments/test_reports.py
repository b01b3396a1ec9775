import datetime
import hashlib
import itertools
import tomllib
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from assessments.closing import close_round
from assessments.models import (
    Assessment,
    Participation,
    QualityReport,
    Reflection,
    Remark,
    ReportOrder,
    Round,
)
from assessments.report import build, storage
from assessments.report.build import build_report, reference
from assessments.report.ordering import A_TURN
from assessments.report.storage import report_html, stored_report
from factors.models import Edition, Prompt, Statement
from portal.models import Membership, Unit, User
from portal.terms import Level, Role
from tests.assessments.conftest import Answer
from tests.assessments.working import work
from tests.conftest import Cast
from tests.pdfs import elements, open_pdf, text_of, unembedded_fonts

PROJECT = (Path(__file__).parents[2] / "pyproject.toml").read_text()
HTMX = {"HX-Request": "true"}
DAY = datetime.date(2026, 11, 23)
WORDS = ["Vi pratar om det varje vecka.", "<img src=file:///etc/passwd> {{ 7|add:1 }} <b>Fet</b>"]
OFFICE_WORDS = "Jag ser det på besöken."


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def remark(user: User, round: Round, text: str) -> None:
    """A comment on the first row of the first factor, and a reflection that is shared."""
    participation = Participation.objects.get(user=user, assessment__round=round)
    level = participation.assessment.level
    statement = Statement.objects.get(factor__slug="ansvar", level=level, row=1)
    response = participation.response
    Remark.objects.create(response=response, statement=statement, text=text, token=uuid4())
    Reflection.objects.create(
        participation=participation,
        factor=statement.factor,
        prompt=Prompt.objects.first(),
        text=f"Delat: {text}",
        shared=True,
        token=uuid4(),
    )


@pytest.fixture
def told_round(cast: Cast, open_round: Round, answer: Answer) -> Round:
    """Björkskolan is a block of its own with comments; nobody at Lillskolan answered.

    On the first row rektor chose 4 and the six teachers 1, 2, 2, 1, 2, 1.
    """
    for teacher, step in zip(cast.teachers, (1, 2, 2, 1, 2, 1), strict=True):
        answer(teacher, 3, step, 4, 4)
    answer(cast.rektor, 3, 4, 3, 4, 3, 4)
    answer(cast.skolchef, 3, 3, 3, 3, 3, 3)
    for teacher, text in zip(cast.teachers, WORDS, strict=False):
        remark(teacher, open_round, text)
    remark(cast.rektor, open_round, OFFICE_WORDS)
    close_round(open_round)
    return open_round


def html_of(round: Round, unit: Unit | None) -> str:
    return report_html(QualityReport(round=round, unit=unit))


def test_the_pdf_can_be_read_by_those_who_do_not_see_it(told_round: Round, cast: Cast) -> None:
    with stored_report(told_round, cast.bjork).file.open() as file:
        pdf = open_pdf(file.read())
    assert pdf.Root.Lang == "sv"
    assert pdf.docinfo["/Title"] == "Kvalitetsrapport Björkskolan, Hösten"
    assert [str(each.Title) for each in _outlines(pdf)] == ["Björkskolan"]
    levels = [int(str(each.S)[2:]) for each in elements(pdf, "/H1", "/H2", "/H3", "/H4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))
    assert all("/Scope" in header.A for header in elements(pdf, "/TH"))
    assert all(str(figure.Alt) for figure in elements(pdf, "/Figure"))
    assert len(elements(pdf, "/Figure")) > 10
    assert elements(pdf, "/Link")
    assert not unembedded_fonts(pdf)


def test_how_few_are_never_shown_is_told_with_the_rounds_own_number(
    closed_round: Round, cast: Cast
) -> None:
    closed_round.floor = 7
    closed_round.save()
    for unit in (None, cast.bjork):
        html = " ".join(report_html(QualityReport(round=closed_round, unit=unit)).split())
        assert "visas bara i block om minst 7 personer" in html
        assert "Enheter med färre än 7 svarande" in html
        assert "Färre än 7 personer har svarat" in html


def _outlines(pdf) -> list:
    first = pdf.Root.Outlines.First
    found = [first]
    while "/Next" in found[-1]:
        found.append(found[-1].Next)
    return found


def test_every_table_has_a_caption_and_no_drawing_holds_text(told_round: Round, cast: Cast) -> None:
    for html in (html_of(told_round, cast.bjork), html_of(told_round, None)):
        tables = html.split("<table")[1:]
        assert tables
        assert all("<caption>" in table and "<thead>" in table for table in tables)
        assert "<text" not in html
        assert "style=" not in html


def test_the_unit_report_says_what_the_levels_see(told_round: Round, cast: Cast) -> None:
    with stored_report(told_round, cast.bjork).file.open() as file:
        text = text_of(file.read())
    assert "svarade: 6 av 6 på undervisningsnivån" in text.casefold()
    assert "mellan rektor och undervisning skiljer 2,5 steg" in text
    assert "100 % (6 av 6) på undervisningsnivån svarar att det inte stämmer" in text
    assert "ansvar undervisning 1" in text
    assert "Provutgåva" in text
    assert f"Rapport SK-{told_round.closed_at.year}-{told_round.pk}-{cast.bjork.pk}" in text
    assert "Sida 2 av" in text


def test_what_people_wrote_is_text_and_never_markup(told_round: Round, cast: Cast) -> None:
    with stored_report(told_round, cast.bjork).file.open() as file:
        content = file.read()
    for words in WORDS:
        assert words in text_of(content)
    assert "root:" not in text_of(content)


def test_words_from_the_offices_are_for_those_above_only(told_round: Round, cast: Cast) -> None:
    unit, huvudman = html_of(told_round, cast.bjork), html_of(told_round, None)
    assert WORDS[0] in unit
    assert OFFICE_WORDS not in unit
    assert OFFICE_WORDS in huvudman
    assert WORDS[0] not in huvudman


def test_a_pool_is_named_and_its_words_are_not_kept(closed_round: Round, cast: Cast) -> None:
    assert "tillsammans med Lillskolan" in html_of(closed_round, cast.bjork)
    report = build_report(closed_round, cast.lill, DAY)
    assert report.summary.key_figures[0].meaning == (
        "Svarade: 8 av 8 på undervisningsnivån, tillsammans med Björkskolan"
    )
    assert not any(part.comments for part in report.factors)


def test_nobody_answered_and_too_few_read_differently(
    cast: Cast, open_round: Round, answer: Answer
) -> None:
    answer(cast.few[0], 4, 3, 3, 2)
    close_round(open_round)
    few, none = html_of(open_round, cast.lill), html_of(open_round, cast.bjork)
    assert "färre än 5 personer svarade" in few
    assert "Undervisningsnivån: ingen svarade." in none
    for html in (few, none):
        assert "lyfter inte fram några rader" in html
        assert "Det här är starkast" not in html


def test_the_huvudmans_report_lists_units_by_name(told_round: Round) -> None:
    report = build_report(told_round, None, DAY)
    names = [row.unit.name for row in report.units[0].rows]
    assert names == ["Björkskolan", "Lillskolan", "Tallens förskola"]
    assert "Inga svar på undervisningsnivån: Lillskolan" in html_of(told_round, None)


def test_a_cut_row_is_told_and_not_rated(cast: Cast, edition: Edition, told_round: Round) -> None:
    Statement.objects.filter(factor__slug="larande", row=2).update(complete=False)
    Statement.objects.filter(factor__slug="larande", row=1, level=Level.REKTOR).update(
        complete=False
    )
    html = html_of(told_round, cast.bjork)
    assert '<span class="absent">avklippt i källan</span>' in html
    assert "Rad 2 är avklippt i källan på huvudmannanivån och rektorsnivån" in html
    assert 'id="faktor-2-rad-2"' not in html
    assert 'id="faktor-2-rad-1"' in html


def test_a_local_factor_is_marked(cast: Cast, edition: Edition, told_round: Round) -> None:
    assert 'class="local"' not in html_of(told_round, cast.bjork)
    Edition.objects.filter(pk=edition.pk).update(organisation=cast.organisation)
    assert 'class="local"' in html_of(told_round, cast.bjork)


def test_an_invented_organisation_is_said_to_be_so(cast: Cast, told_round: Round) -> None:
    assert "är påhittad" not in html_of(told_round, cast.bjork)
    told_round.organisation.is_demo = True
    assert "Ekby kommun är påhittad" in html_of(told_round, cast.bjork)


def test_comments_beyond_the_room_are_counted(
    monkeypatch: pytest.MonkeyPatch, cast: Cast, told_round: Round
) -> None:
    monkeypatch.setattr(build, "COMMENTS_LIMIT", len(WORDS[1]))
    report = build_report(told_round, cast.bjork, DAY)
    assert report.left_out == 3
    assert "3 kommentarer som inte fick plats" in html_of(told_round, cast.bjork)


@pytest.mark.parametrize("units", [1, 3])
def test_a_report_takes_the_same_queries_however_many_units(
    cast: Cast, told_round: Round, units: int, django_assert_num_queries: Callable
) -> None:
    kept = [cast.bjork, cast.lill, cast.tall][:units]
    Assessment.objects.filter(round=told_round, unit__isnull=False).exclude(unit__in=kept).delete()
    round = Round.objects.select_related("organisation").get(pk=told_round.pk)
    with django_assert_num_queries(16):
        html_of(round, None)


def test_a_report_is_made_once_and_kept_with_its_hash(told_round: Round, cast: Cast) -> None:
    first = stored_report(told_round, cast.bjork)
    with first.file.open() as file:
        assert first.sha256 == hashlib.sha256(file.read()).hexdigest()
    assert (
        first.file.name == f"rapporter/omgang-{told_round.pk}-enhet-{cast.bjork.pk}-version-1.pdf"
    )
    again = stored_report(told_round, cast.bjork)
    assert (again.pk, again.sha256) == (first.pk, first.sha256)
    assert QualityReport.objects.count() == 1


def test_of_two_made_at_once_the_first_is_kept(
    monkeypatch: pytest.MonkeyPatch, told_round: Round, cast: Cast, files: Path
) -> None:
    """The other one finishes while ours is being rendered."""
    render = storage.render_pdf

    def overtaken(html: str) -> bytes:
        monkeypatch.setattr(storage, "render_pdf", render)
        stored_report(told_round, cast.bjork)
        return render(html)

    monkeypatch.setattr(storage, "render_pdf", overtaken)
    kept = stored_report(told_round, cast.bjork)
    assert QualityReport.objects.get() == kept
    assert len(list((files / "rapporter").iterdir())) == 1


def test_a_lost_file_is_made_again_with_its_date(
    told_round: Round, cast: Cast, files: Path
) -> None:
    first = stored_report(told_round, None)
    QualityReport.objects.update(made_at=first.made_at - datetime.timedelta(days=3))
    dated = html_of(told_round, None), report_html(QualityReport.objects.get())
    assert dated[0] != dated[1]
    (files / first.file.name).unlink()
    again = stored_report(told_round, None)
    assert again.pk == first.pk
    assert again.made_on == first.made_on - datetime.timedelta(days=3)
    assert (files / again.file.name).exists()


def test_a_version_tells_what_it_was_made_with_and_a_later_program_leaves_it_alone(
    told_round: Round, cast: Cast, files: Path, settings
) -> None:
    first = stored_report(told_round, cast.bjork)
    assert (first.program, len(first.templates), first.editions) == (
        settings.VERSION,
        64,
        "Provutgåva",
    )
    settings.VERSION = "99"
    assert stored_report(told_round, cast.bjork, renew=True) == first
    (files / first.file.name).unlink()
    again = stored_report(told_round, cast.bjork)
    assert (again.version, again.program) == (2, "99")
    first.refresh_from_db()
    assert (first.version, first.program) == (1, tomllib.loads(PROJECT)["project"]["version"])


def urls(round: Round, unit: Unit | None = None) -> tuple[str, str]:
    name, args = "report", [round.organisation.slug, round.pk]
    if unit:
        name, args = "unit_report", [*args, unit.slug]
    return reverse(f"assessments:{name}", args=args), reverse(f"assessments:{name}_pdf", args=args)


def test_a_teacher_reads_the_units_report_and_fetches_it(
    client: Client, told_round: Round, cast: Cast, settings
) -> None:
    """It is made by the worker, and until it is the page says so and asks again."""
    client.force_login(cast.teachers[0])
    page, pdf = urls(told_round, cast.bjork)
    read = client.get(page)
    assert read.status_code == 200
    assert WORDS[0] in read.text
    assert "Ta fram som PDF" in read.text
    assert "Det gör du här" in client.get(pdf, follow=True).text
    for _time in range(2):
        assert client.post(f"{page}ta-fram/").headers["Location"] == page
    assert DBTaskResult.objects.ready().count() == 1
    assert not QualityReport.objects.exists()
    waiting = client.get(page).text
    assert "PDF:en tas fram" in waiting
    assert "Ta fram som PDF" not in waiting
    assert client.get(page, headers=HTMX).text.strip() in waiting
    ReportOrder.objects.update(ordered_at=told_round.closed_at - A_TURN)
    assert "Det står still" in client.get(page, headers=HTMX).text
    work()
    assert client.get(page, headers=HTMX).headers["HX-Refresh"] == "true"
    done = client.get(page).text
    assert pdf in done
    assert f"Framtagen med Styrkedjan {settings.VERSION}, mallar " in done
    fetched = client.get(pdf)
    assert fetched.getvalue().startswith(b"%PDF")
    assert fetched["Content-Type"] == "application/pdf"
    name = f"kvalitetsrapport-{reference(told_round, cast.bjork)}-version-1.pdf"
    assert fetched["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "private" in fetched["Cache-Control"]


def test_reports_are_for_those_who_may_see_the_result(
    client: Client, told_round: Round, cast: Cast
) -> None:
    def statuses(user: User) -> list[int]:
        client.force_login(user)
        addresses = (*urls(told_round), *urls(told_round, cast.bjork))
        answers = [client.get(address) for address in addresses]
        for answered in answers:
            b"".join(answered)  # a file is closed when it is read to its end
        return [answered.status_code for answered in answers]

    stored_report(told_round, None)
    stored_report(told_round, cast.bjork)
    assert statuses(cast.admin) == statuses(cast.skolchef) == [200, 200, 200, 200]
    assert statuses(cast.rektor) == statuses(cast.teachers[0]) == [403, 403, 200, 200]
    assert statuses(cast.lill_rektor) == [403, 403, 404, 404]
    assert statuses(cast.outsider) == [404, 404, 404, 404]


def test_somebody_who_has_left_reads_no_report(
    client: Client, told_round: Round, cast: Cast
) -> None:
    client.force_login(cast.teachers[0])
    Membership.objects.filter(user=cast.teachers[0]).update(ended_on=DAY)
    assert client.get(urls(told_round, cast.bjork)[0]).status_code == 404


def test_before_closing_the_page_says_when_and_there_is_no_file(
    client: Client, open_round: Round, cast: Cast
) -> None:
    client.force_login(cast.rektor)
    page, pdf = urls(open_round, cast.bjork)
    waiting = client.get(page)
    assert waiting.status_code == 200
    assert "Rapporten finns när omgången har stängt" in waiting.text
    assert client.get(pdf).status_code == 404
    assert not QualityReport.objects.exists()


def test_when_no_pdf_comes_of_it_the_page_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch, told_round: Round, cast: Cast
) -> None:
    monkeypatch.setattr("portal.pdf.SOURCE_LIMIT", 10)
    client.force_login(cast.rektor)
    page, _pdf = urls(told_round, cast.bjork)
    client.post(f"{page}ta-fram/")
    work()
    answered = client.get(page).text
    assert "för stort" in answered
    assert "Ta fram som PDF" in answered
    assert not QualityReport.objects.exists()


def test_the_command_writes_the_newest_closed_rounds_report(
    told_round: Round, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "rapport.pdf"
    call_command("export_report", "ekby", unit="bjorkskolan", out=out)
    assert hashlib.sha256(out.read_bytes()).hexdigest() == QualityReport.objects.get().sha256
    assert str(out) in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["rapport.pdf"]


@pytest.mark.parametrize("name", ["Hösten", "number"])
def test_the_command_takes_a_round_by_title_or_number(
    told_round: Round, tmp_path: Path, name: str
) -> None:
    chosen = str(told_round.pk) if name == "number" else name
    call_command("export_report", "ekby", round=chosen, out=tmp_path / "a.pdf")
    assert QualityReport.objects.get().unit is None


@pytest.mark.parametrize(
    ("organisation", "options", "words"),
    [
        ("finns-inte", {}, "ingen huvudman med adressnamnet finns-inte"),
        ("annanby", {}, "har ingen stängd omgång"),
        ("ekby", {"unit": "finns-inte"}, "Ingen enhet med adressnamnet finns-inte"),
        ("ekby", {"round": "Våren"}, "ingen omgång som heter eller har nummer Våren"),
        ("ekby", {"round": "9" * 30}, "ingen omgång som heter eller har nummer 999"),
        ("ekby", {"out": "saknas/a.pdf"}, "Mappen saknas finns inte"),
        ("ekby", {"out": "."}, "är en mapp"),
        ("ekby", {"out": "/proc/a.pdf"}, "/proc"),
    ],
)
def test_the_command_says_in_one_line_why_it_cannot(
    told_round: Round,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    organisation: str,
    options: dict[str, str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(storage, "render_pdf", lambda html: b"%PDF")
    out = Path(options.pop("out", "a.pdf"))
    with pytest.raises(CommandError) as error:
        call_command("export_report", organisation, out=out, **options)
    assert words in str(error.value)
    assert "\n" not in str(error.value)
    assert not (tmp_path / "a.pdf").exists()


def test_the_command_refuses_an_open_round(open_round: Round, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="inte stängd"):
        call_command("export_report", "ekby", round="Hösten", out=tmp_path / "a.pdf")


def test_a_level_outside_the_round_is_not_in_its_report(
    cast: Cast, open_round: Round, answer: Answer
) -> None:
    open_round.assessments.filter(level=Level.HUVUDMAN).delete()
    for teacher in cast.teachers:
        answer(teacher, 3, 3, 3, 3)
    close_round(open_round)
    report = build_report(open_round, cast.bjork, DAY)
    assert report.levels == (Level.REKTOR, Level.UNDERVISNING)


def test_a_level_that_the_unit_does_not_take_part_in_is_not_in_its_report(
    cast: Cast, told_round: Round
) -> None:
    told_round.assessments.filter(unit=cast.tall, level=Level.UNDERVISNING).delete()
    assert build_report(told_round, cast.tall, DAY).levels == (Level.HUVUDMAN, Level.REKTOR)
    assert "ingår inte i omgången" not in html_of(told_round, cast.tall)


def test_someone_with_two_roles_reads_both_reports(
    client: Client, told_round: Round, cast: Cast
) -> None:
    Membership.objects.create(user=cast.rektor, organisation=cast.organisation, role=Role.HUVUDMAN)
    client.force_login(cast.rektor)
    assert client.get(urls(told_round)[0]).status_code == 200
