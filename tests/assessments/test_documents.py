"""Every document on paper can be read by those who do not see it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.template.loader import render_to_string

from assessments.analyses.saving import Spot, save_finding
from assessments.closing import close_round
from assessments.models import Participation, QualityReport, Remark, Round
from assessments.report.storage import report_html
from assessments.saving import Attempt
from assessments.terms import FindingKind, Stance
from assessments.views import board_summaries, own_answers, quality_dialogues
from factors.models import Edition, Statement
from portal.models import User
from portal.pdf import render_pdf
from portal.slip_codes import new_code
from portal.slip_paper import slips_html
from portal.slips import told
from portal.terms import Level
from tests.assessments.conftest import Answer
from tests.assessments.documents import analyse, develop
from tests.conftest import Cast
from tests.factors.sub_goals import add_concern, add_goal
from tests.pdfs import document_problems

TEXT = "Vi planerar tillsammans. Men vi ser sällan varandra undervisa, och det vill vi ändra på."


@pytest.fixture
def told_round(cast: Cast, edition: Edition, open_round: Round, answer: Answer) -> Round:
    """With comments, an analysis, actions, needs and a sub-goal that the first factor concerns."""
    for teacher, step in zip(cast.teachers, (1, 2, 2, 1, 2, 1), strict=True):
        comment_on(answer(teacher, 3, step, 4, 4))
    answer(cast.rektor, 3, 4, 3, 4, 3, 4)
    comment_on(answer(cast.skolchef, 3, 3, 3, 3, 3, 3))
    close_round(open_round)
    analyse(open_round, cast, TEXT)
    factor = edition.factors.get(slug="ansvar")
    key = (FindingKind.SPAN.value, factor.pk, 1)
    save_finding(
        Spot(open_round, None, cast.admin), key, TEXT, Stance.CONFIRMED, "", Attempt(0, uuid4())
    )
    develop(open_round, cast, TEXT)
    add_concern(cast, factor, add_goal(edition, 1), row=1)
    return Round.objects.select_related("organisation").get(pk=open_round.pk)


def comment_on(participation: Participation) -> None:
    level = Level(participation.assessment.level)
    first = Statement.objects.get(factor__slug="ansvar", row=1, level=level)
    Remark.objects.create(
        response=participation.response, statement=first, text=TEXT, token=uuid4()
    )


def unit_report(round: Round, cast: Cast) -> str:
    return report_html(QualityReport(round=round, unit=cast.bjork))


def huvudman_report(round: Round, cast: Cast) -> str:
    return report_html(QualityReport(round=round, unit=None))


def board_summary(round: Round, cast: Cast) -> str:
    return render_to_string("report/board_summary_paper.html", board_summaries.told_of(round))


def quality_dialogue(round: Round, cast: Cast) -> str:
    pack = quality_dialogues.told_of(round, None)
    return render_to_string("report/quality_dialogue_paper.html", pack)


def unit_quality_dialogue(round: Round, cast: Cast) -> str:
    pack = quality_dialogues.told_of(round, cast.bjork)
    return render_to_string("report/quality_dialogue_paper.html", pack)


def the_answers_of_a_role(round: Round, cast: Cast) -> str:
    mine = Participation.objects.get(user=cast.skolchef)
    return render_to_string("report/own_answers_paper.html", own_answers.told_of(mine))


def slips(round: Round, cast: Cast) -> str:
    people = told(User.objects.filter(pk__in=[each.pk for each in cast.few]), cast.organisation)
    return slips_html(cast.organisation, {person: new_code() for person in people})


DOCUMENTS = (
    unit_report,
    huvudman_report,
    board_summary,
    quality_dialogue,
    unit_quality_dialogue,
    the_answers_of_a_role,
    slips,
)


@pytest.mark.one_database
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: each.__name__)
def test_a_document_can_be_read_by_those_who_do_not_see_it(
    told_round: Round, cast: Cast, document: Callable[[Round, Cast], str]
) -> None:
    html = document(told_round, cast)
    assert document_problems(render_pdf(html), html) == []


@pytest.mark.one_database
def test_what_is_missing_or_out_of_order_is_found() -> None:
    page = "<!doctype html><html lang=sv><head><title>T</title></head><body>{}</body></html>"
    pdf = render_pdf(page.format("<h1>Ett</h1><p>två</p><table><tr><td>tre</table>"))
    [problem] = document_problems(pdf, page.format("<h1>Ett</h1><p>tre</p><p>två</p>"))[-1:]
    assert "missing, or comes earlier: Etttre" in problem
    assert "a table has no header cell" in document_problems(pdf, "")
