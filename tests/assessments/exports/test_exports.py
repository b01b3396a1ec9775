"""Who may fetch the figures, and what a file is: its name, its words, and no formula."""

import io
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from django.test import Client
from openpyxl import load_workbook

from assessments.closing import close_round
from assessments.models import Round
from assessments.report.storage import stored_report
from factors.models import Factor, Statement
from portal.models import AuditEvent, Organisation, Unit
from portal.terms import Level, SchoolForm
from portal.verbs import Verb
from tests.assessments.conftest import Answer, add_assessment
from tests.assessments.exports.conftest import (
    address,
    book,
    document,
    fetched,
    lines,
    sheet_rows,
)
from tests.assessments.test_comments import remark
from tests.conftest import Cast, add_unit

KINDS = ("report_xlsx", "report_csv", "report_json")
NASTY = ['=HYPERLINK("http://x","y")', "+46", "-1+2", "@SUM(A1)", "\t=1", "#REF!"]


@pytest.mark.parametrize("name", KINDS)
def test_the_files_are_for_those_who_read_the_report_when_the_round_is_closed(
    client: Client, cast: Cast, open_round: Round, name: str
) -> None:
    for user, unit in ((cast.admin, None), (cast.rektor, cast.bjork)):
        client.force_login(user)
        assert client.get(address("report", open_round, unit)).status_code == 200
        assert client.get(address(name, open_round, unit)).status_code == 404
    assert not AuditEvent.objects.filter(verb=Verb.REPORT_EXPORTED).exists()


def test_a_file_is_named_by_the_reports_reference_and_each_is_in_the_log(
    client: Client, cast: Cast, closed_round: Round
) -> None:
    Unit.objects.filter(pk=cast.bjork.pk).update(name='"; filename="x.exe')
    client.force_login(cast.rektor)
    number = f"{closed_round.closed_at:%Y}-{closed_round.pk}-{cast.bjork.pk}"
    for name in KINDS:
        answered = client.get(address(name, closed_round, cast.bjork))
        ending = name.removeprefix("report_")
        file = f"siffror-SK-{number}-version-1.{ending}"
        assert answered["Content-Disposition"] == f'attachment; filename="{file}"'
    events = AuditEvent.objects.filter(verb=Verb.REPORT_EXPORTED, actor=cast.rektor)
    assert events.filter(organisation=cast.organisation).count() == len(KINDS)


def test_no_name_is_a_formula_or_an_error(cast: Cast, closed_round: Round) -> None:
    Statement.objects.filter(factor__slug="ansvar").update(text=NASTY[0])
    for number, factor in enumerate(Factor.objects.all()):
        Factor.objects.filter(pk=factor.pk).update(name=NASTY[number + 1])
    for number, unit in enumerate((cast.bjork, cast.lill, cast.tall)):
        Unit.objects.filter(pk=unit.pk).update(name=NASTY[number + 3])
    Organisation.objects.filter(pk=cast.organisation.pk).update(name=NASTY[2])
    Round.objects.filter(pk=closed_round.pk).update(title=NASTY[0])
    closed_round.refresh_from_db()
    for sheet in book(cast.admin, closed_round):
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert not [text for text in texts if text[0] in "=+-@\t\r"]
    values = [v for line in lines(cast.admin, closed_round) for v in line.values()]
    assert not [text for text in values if isinstance(text, str) and text[0] in "=+-@\t\r"]
    assert f"'{NASTY[0]}" in values
    assert document(cast.admin, closed_round)["units"][0]["factor"] == NASTY[1]


def test_the_workbook_says_what_it_is_and_can_be_read(cast: Cast, told_round: Round) -> None:
    made = book(cast.admin, told_round, cast.lill)
    assert made.sheetnames == ["Läs mig", "Svarande", "Skattningar"]
    said = " ".join(str(value) for row in made["Läs mig"].values for value in row if value)
    for words in ("Ekby kommun", "Lillskolan", "Hösten", "Provutgåva", "version 1", "spegling"):
        assert words in said
    assert "färre än 5 personer valde ett steg på skalan" in said
    assert "Kommentarer, gemensamma skattningar" in said
    assert made.properties.title == "Siffror till kvalitetsrapporten: Lillskolan, Hösten"
    assert made.properties.creator == "Ekby kommun"
    for title in made.sheetnames[1:]:
        assert made[title].freeze_panes == "A2"
        assert made[title].auto_filter.ref
        assert made[title].column_dimensions["A"].width > 12
    means = [row["Medel"] for row in sheet_rows(made, "Skattningar") if row["Medel"]]
    assert means
    assert all(isinstance(mean, int | float) for mean in means)
    assert book(cast.admin, told_round).sheetnames[3:] == ["Enheter"]


def test_the_same_report_is_the_same_bytes(cast: Cast, closed_round: Round) -> None:
    stored_report(closed_round, None)
    made = fetched(cast.admin, "report_xlsx", closed_round)
    assert fetched(cast.admin, "report_xlsx", closed_round) == made
    day = closed_round.reports.get().made_on
    dates = {entry.date_time[:3] for entry in ZipFile(io.BytesIO(made)).infolist()}
    assert dates == {(day.year, day.month, day.day)}
    properties = load_workbook(io.BytesIO(made)).properties
    assert properties.created.date() == properties.modified.date() == day


def test_what_people_wrote_stands_in_the_report_alone(
    cast: Cast, open_round: Round, answer: Answer
) -> None:
    for number, teacher in enumerate(cast.teachers):
        remark(answer(teacher, 3, 3, 3, 3), f"Ord nummer {number}")
    close_round(open_round)
    assert "Ord nummer 3" in fetched(cast.rektor, "report", open_round, cast.bjork).decode()
    for name in KINDS[1:]:
        assert "Ord nummer" not in fetched(cast.rektor, name, open_round, cast.bjork).decode()
    for sheet in book(cast.rektor, open_round, cast.bjork):
        assert not any("Ord nummer" in str(value) for row in sheet.values for value in row)


def test_the_pages_lead_to_the_files(client: Client, cast: Cast, closed_round: Round) -> None:
    client.force_login(cast.admin)
    for unit in (None, cast.bjork):
        for page in ("report", "results"):
            text = client.get(address(page, closed_round, unit)).text
            assert all(address(kind, closed_round, unit) in text for kind in KINDS)


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize("name", KINDS)
def test_the_number_of_queries_does_not_grow(
    client: Client,
    cast: Cast,
    closed_round: Round,
    units: int,
    name: str,
    django_assert_num_queries: Callable,
) -> None:
    for number in range(units):
        more = add_unit(cast.organisation, f"Ny {number}", f"ny-{number}", SchoolForm.GR)
        add_assessment(closed_round, Level.UNDERVISNING, more, [])
    client.force_login(cast.admin)
    with django_assert_num_queries(35):
        client.get(address(name, closed_round))
