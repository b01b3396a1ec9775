"""A person's own answers as a document, which nobody else can open."""

from typing import Any
from uuid import uuid4

from django.test import Client

from assessments.closing import close_round
from assessments.models import Participation, QualityReport, Reflection, Remark, Round
from factors.models import Prompt, Statement
from portal.models import User
from tests.assessments.conftest import Answer
from tests.conftest import Cast
from tests.factors.conftest import main_of
from tests.pdfs import text_of


def fetched(user: User, participation: Participation, end: str = "/") -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/ekby/svar/{participation.pk}/mina-svar{end}")


def test_it_holds_what_the_person_has_said(cast: Cast, open_round: Round, answer: Answer) -> None:
    tea = cast.teachers[0]
    mine = answer(tea, 3, None)
    statement = Statement.objects.get(factor__slug="ansvar", level="undervisning", row=1)
    Remark.objects.create(
        response=mine.response, statement=statement, text="Vi ses varje vecka.", token=uuid4()
    )
    Reflection.objects.create(
        participation=mine,
        factor=statement.factor,
        prompt=Prompt.objects.first(),
        text="Jag vill pröva mer.",
        token=uuid4(),
    )
    page = main_of(fetched(tea, mine))
    paper = fetched(tea, mine, ".pdf")
    for told in (page, text_of(paper.content)):
        assert "3 Stämmer till stor del" in told
        assert "Kan inte bedöma" in told
        assert "Vi ses varje vecka." in told
        assert "Jag vill pröva mer." in told
        assert "larande" not in told
    assert "no-store" in paper["Cache-Control"]
    assert not QualityReport.objects.exists()


def test_nobody_else_opens_it(cast: Cast, open_round: Round, answer: Answer) -> None:
    mine = answer(cast.teachers[0], 3)
    for other in (cast.teachers[1], cast.rektor, cast.admin, cast.outsider):
        assert fetched(other, mine).status_code == 404
        assert fetched(other, mine, ".pdf").status_code == 404


def test_what_was_counted_is_no_longer_anybodys_but_a_role_keeps_its_own(
    cast: Cast, open_round: Round, answer: Answer
) -> None:
    tea, rektor = answer(cast.teachers[0], 3), answer(cast.rektor, 4)
    for teacher in cast.teachers[1:]:
        answer(teacher, 3)
    close_round(open_round)
    gone = main_of(fetched(cast.teachers[0], tea))
    assert "Det finns inget här som är ditt längre" in gone
    assert "Stämmer" not in gone
    assert "4 Stämmer helt" in main_of(fetched(cast.rektor, rektor))
