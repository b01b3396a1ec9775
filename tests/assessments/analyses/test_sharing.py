"""An analysis is shared, taken back and locked; and what of it the reports say."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assessments.analyses import telling
from assessments.analyses.saving import Spot
from assessments.analyses.sharing import lock, share, take_back
from assessments.models import Analysis, Passage, QualityReport, Round
from assessments.report.changing import built_from
from assessments.report.storage import report_html, stored_report
from assessments.saving import Closed
from assessments.terms import Section
from portal.days import today
from portal.models import AuditEvent, Letter, Membership, Unit
from tests.assessments.analyses.conftest import Write, analysis_of, as_, main, url
from tests.conftest import Cast
from tests.pdfs import text_of

NOTHING = "Ingen analys är skriven ännu."


def html(round: Round, unit: Unit | None) -> str:
    return report_html(QualityReport(round=round, unit=unit))


def printed(report: QualityReport) -> str:
    with report.file.open() as file:
        return text_of(file.read())


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# the report


def test_the_report_says_only_what_is_shared(write: Write, spot: Spot, cast: Cast) -> None:
    write("Vi har för lite <b>tid</b>.")
    before = built_from(spot.round, spot.unit)
    assert NOTHING in html(spot.round, spot.unit)
    write("Vi har för lite <b>tid</b> ihop.", 1)
    assert built_from(spot.round, spot.unit) == before

    as_(cast.rektor).post(url(spot.round, spot.unit, "analysis_share"))
    told = html(spot.round, spot.unit)
    assert "Vi har för lite &lt;b&gt;tid&lt;/b&gt; ihop." in told
    assert "Inget är skrivet här." in told
    assert NOTHING not in told
    shared = built_from(spot.round, spot.unit)
    write("Tiden.", 2)
    assert len({before, shared, built_from(spot.round, spot.unit)}) == 3
    assert verbs() == ["analysis.shared"]


def test_a_judgement_stands_with_its_factor_and_the_decision_on_the_cover(
    spot: Spot, cast: Cast
) -> None:
    client = as_(cast.rektor)
    factor = spot.round.factors.get(slug="larande")
    client.post(
        url(spot.round, spot.unit, "analysis_save"),
        {"kind": "passage", "section": "judgement", "factor": factor.pk, "seen": 0, "text": "Ja."},
    )
    page = url(spot.round, spot.unit, "analysis_decision")
    seen = client.get(page).context["form"].seen
    decision = {"decided_by": "Nämnden\r\nför barn", "decided_on": str(today()), "seen": seen}
    assert client.post(page, decision | {"diary_number": "BUN 1"}).status_code == 302
    client.post(url(spot.round, spot.unit, "analysis_share"))
    told = html(spot.round, spot.unit)
    assert "Beslutad av Nämnden för barn" in told.partition("</section>")[0]
    assert "Diarienummer BUN 1." in told.partition("</section>")[0]
    chapter = told.partition('id="faktor-2"')[2]
    assert "Enhetens bedömning" in chapter
    assert "Ja." in chapter

    late = client.post(page, {"decided_by": "Rektor", "seen": seen})
    assert late.status_code == 409
    assert "Sparat av någon annan:" in late.text
    ahead = client.post(page, {"decided_on": "2199-01-01", "seen": seen})
    assert ahead.status_code == 422
    assert analysis_of(spot).diary_number == "BUN 1"


def test_the_huvudmans_report_quotes_what_units_pass_on(
    write: Write, spot: Spot, cast: Cast
) -> None:
    lill = Spot(spot.round, cast.lill, cast.lill_rektor)
    write("Lill citeras.", at=lill, quotable=True)
    write("Björk citeras.", quotable=True)
    write("Björk tiger om det här.", section=Section.STRENGTHS)
    assert "Ingen enhet har delat sin analys ännu." in html(spot.round, None)
    before = built_from(spot.round, None)
    share(lill)
    share(spot)
    told = html(spot.round, None)
    assert "2 av 3 enheter har delat sin analys: Björkskolan, Lillskolan." in " ".join(told.split())
    assert told.index("Björk citeras.") < told.index("Lill citeras.")
    assert "Björk tiger" not in told
    assert built_from(spot.round, None) != before
    page = main(as_(cast.skolchef).get(url(spot.round, None)))
    assert page.index("Björkskolan") < page.index("Lillskolan") < page.index("Tallens förskola")


def test_what_is_taken_back_goes_from_the_stored_reports(
    write: Write, spot: Spot, cast: Cast, django_capture_on_commit_callbacks: Callable
) -> None:
    write("Vi citeras.", quotable=True)
    share(spot)
    kept = [stored_report(spot.round, unit) for unit in (spot.unit, None)]
    for each in kept:
        assert "Vi citeras." in printed(each)
    client = as_(cast.rektor)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(spot.round, spot.unit, "analysis_take_back"))
    assert analysis_of(spot).shared_on is None
    assert not QualityReport.objects.exclude(file="").exists()
    assert as_(cast.skolchef).get(url(spot.round, spot.unit)).status_code == 404
    assert "Vi citeras." not in printed(stored_report(spot.round, spot.unit))


def test_what_may_not_be_quoted_any_more_goes_from_the_huvudmans_stored_reports(
    write: Write, spot: Spot, cast: Cast, django_capture_on_commit_callbacks: Callable
) -> None:
    write("Vi citeras.", quotable=True)
    share(spot)
    kept = [stored_report(spot.round, unit) for unit in (spot.unit, None)]
    write("Vi citeras ännu.", 1, quotable=True)
    assert QualityReport.objects.exclude(file="").count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        write("Vi citeras ännu.", 2)
    assert list(QualityReport.objects.exclude(file="")) == [kept[0]]
    report = reverse("assessments:report", args=["ekby", spot.round.pk])
    told = main(as_(cast.admin).get(report))
    assert "filen togs bort" in told
    assert "Ta fram som PDF" in told


def test_a_decided_report_keeps_what_it_quotes(write: Write, spot: Spot, cast: Cast) -> None:
    own = Spot(spot.round, None, cast.admin)
    write("Vi citeras.", quotable=True)
    write("Det här gör vi.", at=own)
    share(spot)
    share(own)
    kept = QualityReport(round=spot.round)
    kept.file.save("rapport.pdf", ContentFile(b"%PDF-1.7"))
    lock(own)
    write("Vi citeras.", 1)
    take_back(spot)
    assert QualityReport.objects.exclude(file="").get() == kept


def test_administrators_get_a_letter_once_a_day_however_often_it_is_shared(
    write: Write, spot: Spot, cast: Cast
) -> None:
    write("Tiden.")
    for _time in range(2):
        share(spot)
        share(spot)
        take_back(spot)
    letter = Letter.objects.get()
    assert (letter.user, letter.kind) == (cast.admin, "analysis_shared")
    assert letter.subject == "Björkskolan har delat sin analys"
    assert url(spot.round, spot.unit) in letter.text
    assert not telling.holds(letter)
    share(spot)
    assert telling.holds(letter)
    Membership.objects.filter(user=cast.admin).update(ended_on=today())
    assert not telling.holds(letter)


# the lock


def test_locking_asks_first_and_then_nothing_is_changed(
    write: Write, spot: Spot, cast: Cast
) -> None:
    write("Tiden.")
    client, page = as_(cast.rektor), url(spot.round, spot.unit, "analysis_lock")
    assert client.get(page).status_code == 302  # not shared yet
    client.post(url(spot.round, spot.unit, "analysis_share"))
    assert "Det går inte att ångra" in main(client.get(page))
    assert client.post(page).status_code == 422
    client.post(page, {"confirmed": "on"})
    assert analysis_of(spot).locked_on == today()

    assert write("Pengarna.", 1) == Closed()
    sent = {"kind": "passage", "section": "causes", "seen": 1, "text": "Pengarna."}
    late = client.post(url(spot.round, spot.unit, "analysis_save"), sent)
    assert (late.status_code, late.json()) == (409, {"reason": "closed"})
    form = {"passage-causes": "Pengarna.", "seen-passage-causes": "1"}
    lost = client.post(url(spot.round, spot.unit, "analysis_edit"), form)
    assert lost.status_code == 409
    assert "Pengarna." in lost.text
    for name in ("analysis_take_back", "analysis_share"):
        assert "låst" in client.post(url(spot.round, spot.unit, name), follow=True).text
    assert Passage.objects.get().text == "Tiden."
    assert analysis_of(spot).shared_on == today()
    assert verbs() == ["analysis.shared", "analysis.locked"]


def test_the_database_lets_nothing_through_the_lock(write: Write, spot: Spot) -> None:
    write("Tiden.")
    share(spot)
    analysis = lock(spot)
    factor = spot.round.factors.first()
    changes = [
        lambda: Passage.objects.update(text="Annat."),
        lambda: Passage.objects.update(quotable=True),
        lambda: analysis.passages.create(section=Section.MATERIAL, text="Mer.", token="0" * 32),
        lambda: Analysis.objects.update(locked_on=None),
        lambda: Analysis.objects.update(shared_on=None, locked_on=None),
        lambda: Analysis.objects.update(decided_by="Någon"),
        lambda: analysis.findings.create(kind="span", factor=factor, row=1, token="0" * 32),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert Passage.objects.get().text == "Tiden."
    spot.round.assessments.all().delete()
    spot.round.delete()
    assert not Analysis.objects.exists()


def test_only_what_is_shared_can_be_locked(write: Write, spot: Spot) -> None:
    write("Tiden.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Analysis.objects.update(locked_on=today())


# the huvudman's page


@pytest.mark.parametrize("units", [1, 3])
def test_it_takes_the_same_queries_however_many_units_share(
    units: int, write: Write, spot: Spot, cast: Cast, django_assert_num_queries: Callable
) -> None:
    for unit, user in [
        (cast.bjork, cast.rektor),
        (cast.lill, cast.lill_rektor),
        (cast.tall, cast.tall_rektor),
    ][:units]:
        there = Spot(spot.round, unit, user)
        write("Tiden.", at=there, quotable=True)
        share(there)
    client: Client = as_(cast.skolchef)
    with django_assert_num_queries(10):
        page = main(client.get(url(spot.round, None)))
    assert page.count("1 text får citeras") == units
