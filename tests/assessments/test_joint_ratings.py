"""Joint ratings over HTTP: who writes and reads them, what is refused, and where they show."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round
from assessments.models import JointRating, Participation, QualityReport, Round
from assessments.report import storage
from assessments.report.storage import report_html, stored_report
from factors.models import Edition, Statement
from portal.days import today
from portal.models import AuditEvent, Unit, User
from portal.terms import Level
from tests.assessments.conftest import Answer, add_round
from tests.conftest import Cast
from tests.pdfs import text_of

DAY = datetime.timedelta(days=1)
WORDS = 'Vi <b>ser</b> det varje vecka & "nu".'


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def address(round: Round, unit: str = "lillskolan", position: int = 1) -> str:
    place = [round.organisation.slug, round.pk, unit, position]
    return reverse("assessments:joint_ratings", args=place)


def result(round: Round, unit: str = "lillskolan") -> str:
    place = [round.organisation.slug, round.pk, unit]
    return reverse("assessments:unit_results", args=place)


def statement(row: int = 1, factor: str = "ansvar", level: Level = Level.UNDERVISNING) -> Statement:
    return Statement.objects.get(factor__slug=factor, row=row, level=level)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def seen_by(client: Client, path: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', client.get(path).text)[1]


def sheet(*answers: tuple[Statement, str, str], seen: str = "", day: object = None) -> dict:
    data = {"seen": seen, "agreed_on": str(day or today())}
    for each, step, reason in answers:
        data |= {f"step-{each.pk}": step, f"reason-{each.pk}": reason}
    return data


def send(user: User, path: str, *answers: tuple[Statement, str, str], **more: object):
    """What the person sees on the page, filled in and sent."""
    client = as_(user)
    if "seen" not in more:
        more["seen"] = seen_by(client, path)
    return client.post(path, sheet(*answers, **more))


def standing(round: Round, unit: Unit) -> dict[tuple[str, int], tuple[int | None, str]]:
    ratings = JointRating.objects.filter(round=round, unit=unit).select_related("statement__factor")
    return {
        (each.statement.factor.slug, each.statement.row): (each.step, each.reason)
        for each in ratings
    }


# who may


@pytest.mark.parametrize("state", ["open_round", "closed_round"])
def test_the_unit_and_those_above_read_and_its_rektor_writes(
    state: str, request: pytest.FixtureRequest, cast: Cast
) -> None:
    path = address(request.getfixturevalue(state))
    readers = (cast.lill_rektor, cast.few[0], cast.skolchef, cast.admin)
    others = (cast.rektor, cast.teachers[0], cast.outsider)
    assert [as_(user).get(path).status_code for user in readers] == [200] * 4
    assert [as_(user).get(path).status_code for user in others] == [404] * 3
    assert [as_(user).post(path).status_code for user in readers] == [422, 403, 403, 403]
    assert [as_(user).post(path).status_code for user in others] == [404] * 3
    assert 'name="seen"' in as_(cast.lill_rektor).get(path).text
    assert 'name="seen"' not in as_(cast.few[0]).get(path).text
    assert not JointRating.objects.exists()


def test_ratings_are_visible_like_other_results(open_round: Round, cast: Cast) -> None:
    JointRating.objects.create(
        round=open_round, unit=cast.lill, statement=statement(), step=3, agreed_on=today()
    )
    people = (cast.lill_rektor, cast.few[0], cast.skolchef, cast.rektor, cast.outsider)
    counts = [JointRating.objects.visible_to(user).count() for user in people]
    assert counts == [1, 1, 1, 0, 0]


def test_a_draft_has_none_and_what_is_not_asked_is_not_found(open_round: Round, cast: Cast) -> None:
    rektor = as_(cast.lill_rektor)
    assert rektor.get(address(open_round, position=3)).status_code == 404
    assert rektor.get(address(open_round) + "?niva=huvudman").status_code == 404
    open_round.assessments.filter(unit=cast.lill).delete()
    assert rektor.get(address(open_round)).status_code == 404
    Round.objects.update(opened_at=None)
    assert as_(cast.admin).get(address(open_round, "bjorkskolan")).status_code == 404


# saving


def test_what_is_agreed_on_is_saved_changed_and_taken_away(open_round: Round, cast: Cast) -> None:
    path = address(open_round)
    row, overall = statement(), statement(0)
    assert send(cast.lill_rektor, path, (row, "3", WORDS), (overall, "0", "")).status_code == 302
    assert standing(open_round, cast.lill) == {("ansvar", 1): (3, WORDS), ("ansvar", 0): (None, "")}
    send(cast.lill_rektor, path, (row, "2", ""), (overall, "", ""), day=today())
    assert standing(open_round, cast.lill) == {("ansvar", 1): (2, "")}
    assert JointRating.objects.get().agreed_on == today()


def test_other_factors_and_units_stay_as_they_are(open_round: Round, cast: Cast) -> None:
    other = statement(factor="larande")
    send(cast.lill_rektor, address(open_round, position=2), (other, "4", ""))
    send(cast.rektor, address(open_round, "bjorkskolan"), (statement(), "1", ""))
    send(cast.lill_rektor, address(open_round), (statement(), "", ""))
    assert standing(open_round, cast.lill) == {("larande", 1): (4, "")}
    assert standing(open_round, cast.bjork) == {("ansvar", 1): (1, "")}


def test_that_the_rektor_saved_is_remembered_and_not_what(open_round: Round, cast: Cast) -> None:
    send(cast.lill_rektor, address(open_round), (statement(), "3", WORDS))
    event = AuditEvent.objects.get(verb="joint_rating.saved")
    assert (event.actor, event.organisation) == (cast.lill_rektor, cast.organisation)
    assert event.target == "Hösten: Undervisning, Lillskolan"


def test_only_what_the_factor_asks_of_teaching_can_be_agreed_on(
    open_round: Round, cast: Cast
) -> None:
    strangers = [statement(factor="larande"), statement(2, level=Level.REKTOR)]
    answers = [(each, "4", "") for each in strangers]
    assert send(cast.lill_rektor, address(open_round), *answers).status_code == 302
    assert not JointRating.objects.exists()


def test_a_round_of_its_own_has_agreements_of_its_own(
    open_round: Round, cast: Cast, edition: Edition
) -> None:
    other = add_round(cast.organisation, edition, "Våren")
    assert as_(cast.lill_rektor).get(address(other)).status_code == 404
    send(cast.lill_rektor, address(open_round), (statement(), "3", ""))
    assert not other.joint_ratings.exists()


def test_a_statement_that_the_source_cuts_off_is_not_offered(open_round: Round, cast: Cast) -> None:
    row = statement()
    Statement.objects.filter(pk=row.pk).update(complete=False)
    path = address(open_round)
    assert f"step-{row.pk}" not in as_(cast.lill_rektor).get(path).text
    send(cast.lill_rektor, path, (row, "4", ""))
    assert not JointRating.objects.exists()


def test_markup_stays_text_and_control_characters_go(open_round: Round, cast: Cast) -> None:
    path = address(open_round)
    send(cast.lill_rektor, path, (statement(), "3", "<script>x</script>\x00\x07\r\n\u2028{{ 7 }}"))
    assert standing(open_round, cast.lill) == {("ansvar", 1): (3, "<script>x</script>\n\n{{ 7 }}")}
    for page in (path, result(open_round)):
        text = as_(cast.few[0]).get(page).text
        assert "&lt;script&gt;x&lt;/script&gt;<br><br>{{ 7 }}" in text
        assert "<script>x" not in text


@pytest.mark.parametrize(
    ("step", "reason", "day", "told"),
    [
        ("3", "x" * 1001, today(), "Texten är 1001 tecken, och högst 1000 får plats."),
        ("", "Skrivet", today(), "Välj också ett svar, eller ta bort texten."),
        ("5", "Skrivet", today(), "Välj ett av stegen"),
        ("3", "Skrivet", "", "Välj en dag."),
        ("3", "Skrivet", today() + DAY, "till och med i dag"),
        ("3", "Skrivet", today() - DAY, "från det att omgången öppnade"),
    ],
)
def test_what_is_refused_is_told_and_nothing_is_lost(
    open_round: Round, cast: Cast, step: str, reason: str, day: object, told: str
) -> None:
    overall = (statement(0), "4", "Kvar")
    answers = [(statement(), step, reason), overall]
    client = as_(cast.lill_rektor)
    path = address(open_round)
    data = sheet(*answers, seen=seen_by(client, path)) | {"agreed_on": str(day)}
    response = client.post(path, data)
    assert response.status_code == 422
    assert told in response.text
    assert f"{reason}</textarea>" in response.text
    assert "Kvar</textarea>" in response.text
    assert not JointRating.objects.exists()


def test_a_thousand_characters_are_kept_whole(open_round: Round, cast: Cast) -> None:
    send(cast.lill_rektor, address(open_round), (statement(), "3", "å" * 1000))
    assert JointRating.objects.get().reason == "å" * 1000


# two at once


def test_a_save_over_somebody_elses_shows_both_and_changes_nothing(
    open_round: Round, cast: Cast
) -> None:
    path = address(open_round)
    seen = seen_by(as_(cast.lill_rektor), path)
    send(cast.lill_rektor, path, (statement(), "2", "Deras ord"))
    late = send(cast.lill_rektor, path, (statement(), "4", "Mina ord"), seen=seen)
    assert late.status_code == 409
    assert "Mina ord</textarea>" in late.text
    assert "<b>2 Stämmer delvis</b> <q>Deras ord</q>" in " ".join(late.text.split())
    assert standing(open_round, cast.lill) == {("ansvar", 1): (2, "Deras ord")}
    seen = re.search(r'name="seen" value="(\w+)"', late.text)[1]
    send(cast.lill_rektor, path, (statement(), "4", "Mina ord"), seen=seen)
    assert standing(open_round, cast.lill) == {("ansvar", 1): (4, "Mina ord")}


def test_the_same_sent_twice_is_no_quarrel(open_round: Round, cast: Cast) -> None:
    path = address(open_round)
    seen = seen_by(as_(cast.lill_rektor), path)
    sent = [
        send(cast.lill_rektor, path, (statement(), "4", "Ord"), seen=seen).status_code
        for _time in range(2)
    ]
    assert sent == [302, 302]


def test_what_was_refused_for_another_reason_is_still_old(open_round: Round, cast: Cast) -> None:
    """Correcting a fault must not hide that somebody else saved in between."""
    path = address(open_round)
    client = as_(cast.lill_rektor)
    seen = seen_by(client, path)
    send(cast.lill_rektor, path, (statement(), "2", ""))
    refused = client.post(path, sheet((statement(), "", "Ord"), seen=seen))
    again = re.search(r'name="seen" value="(\w+)"', refused.text)[1]
    assert client.post(path, sheet((statement(), "4", ""), seen=again)).status_code == 409


def test_what_nobody_has_seen_is_not_overwritten(open_round: Round, cast: Cast) -> None:
    path = address(open_round)
    send(cast.lill_rektor, path, (statement(), "2", ""))
    assert send(cast.lill_rektor, path, (statement(), "3", ""), seen="").status_code == 409


# once the report is made


def test_what_is_agreed_on_later_is_saved_and_the_kept_report_stays(
    closed_round: Round, cast: Cast
) -> None:
    kept = stored_report(closed_round, cast.lill)
    assert send(cast.lill_rektor, address(closed_round), (statement(), "1", WORDS))
    assert standing(closed_round, cast.lill) == {("ansvar", 1): (1, WORDS)}
    assert stored_report(closed_round, cast.lill).sha256 == kept.sha256
    renewed = stored_report(closed_round, cast.lill, renew=True)
    with renewed.file.open() as file:
        assert "Vi <b>ser</b> det varje vecka" in text_of(file.read())


# other levels


def test_a_unit_also_agrees_on_the_rektors_statements(closed_round: Round, cast: Cast) -> None:
    path = f"{address(closed_round)}?niva=rektor"
    mine, theirs = statement(level=Level.REKTOR), statement()
    send(cast.lill_rektor, address(closed_round), (theirs, "2", ""))
    send(cast.lill_rektor, path, (mine, "4", "Vi vet"), (theirs, "1", ""))
    agreed = JointRating.objects.order_by("step").values_list("statement", "step")
    assert list(agreed) == [(theirs.pk, 2), (mine.pk, 4)]
    assert "Rektorsnivån hos oss bidrar" in as_(cast.lill_rektor).get(path).text
    assert "Vi vet" in as_(cast.few[0]).get(result(closed_round)).text


def test_the_huvudmans_level_agrees_for_itself(closed_round: Round, cast: Cast) -> None:
    path = reverse("assessments:huvudman_joint_ratings", args=["ekby", closed_round.pk, 1])
    own = statement(level=Level.HUVUDMAN)
    for step in ("3", "2"):
        assert send(cast.admin, path, (own, step, WORDS)).status_code == 302
    assert JointRating.objects.get(unit=None).step == 2
    people = (cast.skolchef, cast.rektor, cast.outsider)
    assert [as_(user).get(path).status_code for user in people] == [200, 403, 404]
    assert as_(cast.skolchef).post(path).status_code == 403
    assert JointRating.objects.visible_to(cast.rektor).count() == 0
    overview = reverse("assessments:results", args=["ekby", closed_round.pk])
    assert "Vi &lt;b&gt;ser&lt;/b&gt;" in as_(cast.skolchef).get(overview).text
    assert "huvudmannanivån överens om" in html_of(closed_round, None)
    assert "huvudmannanivån överens om" not in html_of(closed_round, cast.lill)


# where they show


LEAD = "Det som ni kommer överens om i ett samtal kan däremot visas"
BUTTON = "Skriv in er gemensamma skattning"


def leads(user: User, page: str) -> tuple[bool, bool]:
    """Whether the page says that there is another way, and whether it opens it."""
    text = as_(user).get(page).text
    return LEAD in text, BUTTON in text


def test_units_with_few_asked_are_led_to_a_joint_rating_at_once(
    open_round: Round, cast: Cast
) -> None:
    assert leads(cast.lill_rektor, result(open_round)) == (True, True)
    assert leads(cast.few[0], result(open_round)) == (True, False)
    assert leads(cast.rektor, result(open_round, "bjorkskolan")) == (False, False)


def test_pooled_units_are_led_to_a_joint_rating(closed_round: Round, cast: Cast) -> None:
    for rektor, unit in ((cast.lill_rektor, "lillskolan"), (cast.rektor, "bjorkskolan")):
        assert leads(rektor, result(closed_round, unit)) == (True, True)
    assert leads(cast.skolchef, result(closed_round)) == (True, False)


def test_units_left_out_are_led_and_those_shown_alone_are_offered(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    for teacher in cast.teachers:
        answer(teacher, 3, 3, 3, 3)
    close_round(open_round)
    assert leads(cast.lill_rektor, result(open_round)) == (True, True)
    assert leads(cast.rektor, result(open_round, "bjorkskolan")) == (False, True)
    assert leads(cast.teachers[0], result(open_round, "bjorkskolan")) == (False, False)


def test_the_units_page_shows_what_is_agreed_on_and_figures_stay(
    closed_round: Round, cast: Cast
) -> None:
    before = as_(cast.few[0]).get(result(closed_round)).context["unit"]
    send(cast.lill_rektor, address(closed_round), (statement(), "1", WORDS))
    page = as_(cast.few[0]).get(result(closed_round))
    assert "<b>Stämmer inte</b>" in page.text
    assert "Vi &lt;b&gt;ser&lt;/b&gt; det varje vecka" in page.text
    assert page.context["unit"].factors == before.factors
    assert "Vi &lt;b&gt;" not in as_(cast.rektor).get(result(closed_round, "bjorkskolan")).text


def html_of(round: Round, unit: Unit | None) -> str:
    return report_html(QualityReport(round=round, unit=unit))


def test_the_units_report_shows_it_as_agreed_in_a_conversation(
    closed_round: Round, cast: Cast
) -> None:
    assert "Gemensam skattning" not in html_of(closed_round, cast.lill)
    send(cast.lill_rektor, address(closed_round), (statement(), "1", WORDS))
    html = html_of(closed_round, cast.lill)
    assert html.count("Det här kom enheten överens om i ett samtal") == 1
    assert "Vi &lt;b&gt;ser&lt;/b&gt; det varje vecka" in html
    for other in (cast.bjork, None):
        assert "Gemensam skattning" not in html_of(closed_round, other)


def test_a_report_that_a_save_has_overtaken_is_made_again(
    closed_round: Round, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rektor saves while the report is being rendered."""
    render = storage.render_pdf

    def overtaken(html: str) -> bytes:
        monkeypatch.setattr(storage, "render_pdf", render)
        send(cast.lill_rektor, address(closed_round), (statement(), "1", "Nyss sagt"))
        return render(html)

    monkeypatch.setattr(storage, "render_pdf", overtaken)
    with stored_report(closed_round, cast.lill).file.open() as file:
        assert "Nyss sagt" in text_of(file.read())


def test_those_in_small_units_are_told_before_they_write(open_round: Round, cast: Cast) -> None:
    offer = "Ni erbjuds en gemensam skattning i stället."
    for user, offered in ((cast.few[0], True), (cast.teachers[0], False)):
        mine = Participation.objects.get(user=user)
        page = reverse("assessments:participation", args=["ekby", mine.pk])
        assert (offer in as_(user).get(page).text) is offered


# what must never be false, and queries


def test_a_unit_agrees_on_a_statement_once(open_round: Round, cast: Cast) -> None:
    agreed = {"round": open_round, "unit": cast.lill, "statement": statement()}
    JointRating.objects.create(**agreed, step=3, agreed_on=today())
    with pytest.raises(IntegrityError):
        JointRating.objects.create(**agreed, step=2, agreed_on=today())


def test_a_step_beyond_the_scale_cannot_be_stored(open_round: Round, cast: Cast) -> None:
    agreed = {"round": open_round, "unit": cast.lill, "statement": statement()}
    with pytest.raises(IntegrityError):
        JointRating.objects.create(**agreed, step=5, agreed_on=today())


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_rows(
    open_round: Round, cast: Cast, rows: int, django_assert_num_queries: Callable
) -> None:
    factor = statement().factor
    for row in range(2, rows + 1):
        Statement.objects.create(factor=factor, row=row, level=Level.UNDERVISNING, text=f"{row}")
    answers = [(statement(row), "3", "Ord") for row in range(1, rows + 1)]
    client, path = as_(cast.lill_rektor), address(open_round)
    data = sheet(*answers, seen=seen_by(client, path))
    with django_assert_num_queries(16):
        assert client.post(path, data).status_code == 302
    with django_assert_num_queries(7):
        assert client.get(path).status_code == 200
