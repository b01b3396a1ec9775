"""The pack for a quality dialogue: goals, figures, and what the place wants to talk about."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from assessments.analyses.saving import Spot, save_finding
from assessments.analyses.sharing import share
from assessments.models import Action, Assessment, Round
from assessments.report.quality_dialogue import QualityDialogue, build_quality_dialogue
from assessments.saving import Attempt
from assessments.terms import FindingKind, Stance
from factors.models import Edition, NationalGoal
from portal.days import today
from portal.models import Unit, User
from portal.terms import Level
from tests.assessments.documents import develop
from tests.conftest import Cast
from tests.factors.conftest import main_of
from tests.factors.sub_goals import add_concern, add_goal


def pack_of(round: Round, unit: Unit | None = None) -> QualityDialogue:
    return build_quality_dialogue(round, unit, today(), 1)


def page_of(round: Round, user: User, unit: Unit | None = None) -> str:
    client = Client()
    client.force_login(user)
    place = f"enheter/{unit.slug}/" if unit else ""
    return main_of(client.get(f"/ekby/omgangar/{round.pk}/{place}kvalitetsdialog/"))


def confirm(spot: Spot, edition: Edition, slug: str, row: int, **more: Any) -> None:
    kind = more.get("kind", FindingKind.DEVELOP)
    key = (kind.value, edition.factors.get(slug=slug).pk, row)
    stance = more.get("stance", Stance.CONFIRMED)
    text = "Därför." if stance == Stance.DECLINED else ""
    save_finding(spot, key, f"Iakttagelse om {slug}.", stance, text, Attempt(0, uuid4()))


def act_on(round: Round, cast: Cast, edition: Edition, slug: str, row: int) -> Action:
    action = Action.objects.create(
        organisation=cast.organisation,
        round=round,
        level=Level.HUVUDMAN,
        title=f"Insats om {slug}",
        begins_on=today(),
        ends_on=today(),
        created_on=today(),
    )
    action.rows.create(factor=edition.factors.get(slug=slug), row=row)
    return action


def test_what_most_reasons_point_at_comes_first(
    closed_round: Round, cast: Cast, edition: Edition
) -> None:
    spot = Spot(closed_round, None, cast.admin)
    confirm(spot, edition, "ansvar", 1)
    confirm(spot, edition, "larande", 1, kind=FindingKind.SPAN)
    confirm(spot, edition, "larande", 2, stance=Stance.DECLINED)
    confirm(spot, edition, "ansvar", 2, kind=FindingKind.STRENGTH)
    act_on(closed_round, cast, edition, "larande", 1)
    assert [each.row.title for each in pack_of(closed_round).points] == ["Lärande, rad\u00a01"]
    share(spot)
    points = pack_of(closed_round).points
    assert [each.row.title for each in points] == ["Lärande, rad\u00a01", "Ansvar, rad\u00a01"]
    assert len(points[0].reasons) == 2
    assert "Ordningen är ett förslag efter en enkel regel" in page_of(closed_round, cast.admin)


def test_without_anybodys_word_nothing_is_proposed(closed_round: Round, cast: Cast) -> None:
    assert "Analysen är inte delad än, och ingen insats" in page_of(closed_round, cast.admin)


def test_each_school_form_has_its_goals_and_its_own_units_figures(
    closed_round: Round, cast: Cast, edition: Edition
) -> None:
    goal = add_goal(edition, 1)
    add_goal(edition, 2)
    add_concern(cast, edition.factors.get(slug="ansvar"), goal, row=1)
    NationalGoal.objects.create(edition=edition, school_form="GR", text="Varje elev lär sig.")
    forms = {part.goals.form: part for part in pack_of(closed_round).forms}
    assert list(forms) == ["FS", "FKLASS", "GR"]
    grundskola = forms["GR"]
    assert [len(each.found) for each in grundskola.goals.goals] == [1, 0]
    assert grundskola.national
    assert _answered(grundskola) == {"huvudman": 1, "rektor": 2, "undervisning": 8}
    # Björkskolan's voices are counted with Lillskolan's, which has no förskoleklass.
    assert _answered(forms["FKLASS"]) == {"huvudman": 1, "rektor": 1, "undervisning": 0}
    page = page_of(closed_round, cast.admin)
    assert "Varje elev lär sig." in page
    assert "Inget i omgången är kopplat till delmålet." in page


def _answered(part: Any) -> dict[str, int]:
    return {cell.level.value: cell.voices.total for cell in part.results[0].overall.cells}


def test_a_unit_has_its_own_pack_which_tells_of_no_other(
    closed_round: Round, cast: Cast, edition: Edition
) -> None:
    develop(closed_round, cast, "Vi vill se varandra undervisa.")
    page = page_of(closed_round, cast.teachers[0], cast.bjork)
    assert "Björkskolan" in page
    assert "Tallens förskola" not in page
    forms = [part.goals.form for part in pack_of(closed_round, cast.bjork).forms]
    assert forms == ["FKLASS", "GR"]


@pytest.mark.parametrize("units", [1, 3])
def test_a_pack_takes_the_same_queries_however_many_units(
    closed_round: Round, cast: Cast, units: int, django_assert_num_queries: Any
) -> None:
    kept = [cast.bjork, cast.lill, cast.tall][:units]
    Unit.objects.update(school_forms=["GR"])
    Assessment.objects.filter(round=closed_round, unit__isnull=False).exclude(
        unit__in=kept
    ).delete()
    round = Round.objects.select_related("organisation").get(pk=closed_round.pk)
    with django_assert_num_queries(26):
        pack_of(round)
