"""An analysis is written: who may, two at once, what it said before, and with no script."""

import datetime
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from assessments.analyses.saving import Spot
from assessments.models import Analysis, Passage, PassageVersion, Round
from assessments.saving import Saved, Stale
from assessments.terms import ANALYSIS_LIMIT, Section
from portal.days import today
from portal.models import User
from portal.terms import Role
from tests.assessments.analyses.conftest import Write, as_, main, url
from tests.conftest import Cast, add_person

SENT = {"kind": "passage", "section": "causes", "factor": "", "seen": 0, "text": "Tiden."}


@pytest.fixture
def deputy(cast: Cast) -> User:
    return add_person("Dag", cast.organisation, Role.REKTOR, cast.bjork)


# who may


def test_who_reads_and_who_writes(write: Write, spot: Spot, cast: Cast) -> None:
    write("Tiden.")
    write("Vi.", at=Spot(spot.round, None, cast.admin))
    people = (cast.rektor, cast.teachers[0], cast.lill_rektor, cast.skolchef, cast.admin)
    theirs, ours = (url(spot.round, unit) for unit in (cast.bjork, None))
    statuses = [[as_(user).get(page).status_code for user in people] for page in (theirs, ours)]
    assert statuses == [[200, 404, 404, 404, 404], [403, 403, 403, 200, 200]]
    assert "Vi." not in main(as_(cast.skolchef).get(ours))
    assert "Vi." in main(as_(cast.admin).get(ours))

    Analysis.objects.update(shared_on=today())
    statuses = [[as_(user).get(page).status_code for user in people] for page in (theirs, ours)]
    assert statuses == [[200, 200, 404, 200, 200], [403, 403, 403, 200, 200]]
    assert "Vi." in main(as_(cast.skolchef).get(ours))
    edit = url(spot.round, cast.bjork, "analysis_edit")
    assert [as_(user).get(edit).status_code for user in people] == [200, 403, 404, 403, 403]
    seen = [Analysis.objects.visible_to(user).count() for user in (*people, cast.outsider)]
    assert seen == [1, 1, 0, 2, 2, 0]


# saving by the script


def test_a_text_is_saved_as_it_is_typed_and_a_repeat_changes_nothing(
    closed_round: Round, cast: Cast
) -> None:
    client, save = as_(cast.rektor), url(closed_round, cast.bjork, "analysis_save")
    sent = SENT | {"token": str(uuid4()), "shared": "true"}
    for _time in range(2):
        assert client.post(save, sent).json()["version"] == 1
    passage = Passage.objects.get()
    assert (passage.text, passage.quotable, passage.analysis.unit) == ("Tiden.", True, cast.bjork)
    version = PassageVersion.objects.get()
    assert (version.text, version.saved_by) == ("Tiden.", cast.rektor)


def test_the_second_of_two_is_told_and_nothing_is_overwritten(
    closed_round: Round, cast: Cast, deputy: User
) -> None:
    save = url(closed_round, cast.bjork, "analysis_save")
    as_(cast.rektor).post(save, SENT)
    late = as_(deputy).post(save, SENT | {"text": "Pengarna."})
    assert (late.status_code, late.json()["reason"]) == (409, "stale")
    assert late.json()["value"] == {"text": "Tiden.", "shared": False}
    assert Passage.objects.get().text == "Tiden."
    assert as_(deputy).post(save, SENT | {"text": "Båda.", "seen": 1}).json()["version"] == 2


def test_a_judgement_is_of_a_factor_of_the_round_and_other_texts_of_none(
    closed_round: Round, cast: Cast
) -> None:
    client, save = as_(cast.rektor), url(closed_round, cast.bjork, "analysis_save")
    factor = closed_round.factors.first()
    judgement = SENT | {"section": "judgement", "factor": factor.pk}
    assert client.post(save, judgement).status_code == 200
    for wrong in ({"factor": ""}, {"factor": factor.pk + 1000}, {"section": "causes"}):
        assert client.post(save, judgement | wrong).status_code == 404
    assert client.post(save, SENT | {"section": "annat"}).status_code == 400
    long = client.post(save, SENT | {"text": "x" * (ANALYSIS_LIMIT + 1)})
    assert long.status_code == 413
    assert Passage.objects.get().factor == factor


def test_the_huvudmans_own_is_not_quoted_by_itself(closed_round: Round, cast: Cast) -> None:
    sent = SENT | {"shared": "true"}
    as_(cast.admin).post(url(closed_round, None, "analysis_save"), sent)
    assert not Passage.objects.get().quotable


# by the button, without a script


def sheet(page: str, **changed: str) -> dict[str, str]:
    """The page's fields as they stand, and what is changed."""
    hidden = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    texts = dict(re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>\n?([^<]*)</textarea>', page))
    return hidden | texts | changed


def test_the_whole_page_is_saved_by_its_button(closed_round: Round, cast: Cast) -> None:
    client, edit = as_(cast.rektor), url(closed_round, cast.bjork, "analysis_edit")
    data = sheet(
        client.get(edit).text, **{"passage-causes": "Tiden.", "shared-passage-causes": "on"}
    )
    read = client.post(edit, data, follow=True)
    assert "Analysen är sparad." in read.text
    assert "Tiden." in main(read)
    assert [each.section for each in Passage.objects.all()] == [Section.CAUSES]
    assert Passage.objects.get().quotable


def test_both_texts_are_shown_where_another_saved_first_and_only_there(
    closed_round: Round, cast: Cast, deputy: User, write: Write
) -> None:
    write("Gammal orsak.")
    write("Gammal styrka.", section=Section.STRENGTHS)
    client, edit = as_(deputy), url(closed_round, cast.bjork, "analysis_edit")
    opened = client.get(edit).text
    write("Ny orsak.", 1)
    write("Ny styrka.", 1, section=Section.STRENGTHS)
    sent = sheet(opened, **{"passage-causes": "Min orsak."})
    refused = client.post(edit, sent)
    page = main(refused)
    assert refused.status_code == 409
    assert "Ny orsak." in page
    assert "Min orsak." in page
    assert page.count('value="other"') == 1  # the strength was not the deputy's to change
    texts = set(Passage.objects.values_list("text", flat=True))
    assert texts == {"Ny orsak.", "Ny styrka."}

    again = sheet(refused.text) | {"choose-passage-causes": "mine"}
    assert client.post(edit, again).status_code == 302
    assert Passage.objects.get(section=Section.CAUSES).text == "Min orsak."
    assert Passage.objects.get(section=Section.STRENGTHS).text == "Ny styrka."


def test_who_was_signed_out_gets_to_see_what_they_wrote(closed_round: Round, cast: Cast) -> None:
    edit = url(closed_round, cast.bjork, "analysis_edit")
    response = Client().post(edit, {"passage-causes": "Lång text."})
    assert response.status_code == 401
    assert "Lång text." in response.text
    saved = Client().post(url(closed_round, cast.bjork, "analysis_save"), SENT)
    assert saved.status_code == 401


# what it said before


def test_an_hour_of_one_person_is_one_version(
    write: Write, spot: Spot, deputy: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    write("Tiden")
    write("Tiden och", 1)
    write("Tiden, igen", 2, at=Spot(spot.round, spot.unit, deputy))
    write("Tiden, igen och", 3)
    later = now + datetime.timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    write("Tiden, igen och igen", 4)
    write("", 5)  # most of it is taken away: what stood there is kept
    texts = [each.text for each in PassageVersion.objects.order_by("pk")]
    said = ["Tiden och", "Tiden, igen", "Tiden, igen och", "Tiden, igen och igen", ""]
    assert texts == said


def test_an_earlier_text_comes_back_as_a_new_version(
    write: Write, spot: Spot, cast: Cast, deputy: User
) -> None:
    write("Först.")
    write("Sedan något annat.", 1, at=Spot(spot.round, spot.unit, deputy))
    old = PassageVersion.objects.get(text="Först.")
    client = as_(deputy)
    page = url(spot.round, spot.unit, "analysis_versions")
    assert "Rut" in main(client.get(page))
    back = url(spot.round, spot.unit, "analysis_restore", old.pk)
    assert "Inget ändrades" in client.post(back, {"seen": 1}, follow=True).text
    assert "Texten är återställd." in client.post(back, {"seen": 2}, follow=True).text
    assert Passage.objects.get().text == "Först."
    texts = [each.text for each in PassageVersion.objects.order_by("pk")]
    assert texts == ["Först.", "Sedan något annat.", "Först."]


def test_a_version_is_found_at_its_own_place_alone(write: Write, spot: Spot, cast: Cast) -> None:
    write("Tiden.")
    version = PassageVersion.objects.get()
    elsewhere = url(spot.round, cast.lill, "analysis_restore", version.pk)
    assert as_(cast.lill_rektor).post(elsewhere, {"seen": 1}).status_code == 404


def test_saves_tell_what_became_of_them(write: Write) -> None:
    assert write("Tiden.") == Saved(1)
    assert isinstance(write("Pengarna."), Stale)
    assert isinstance(write("Pengarna.", 7), Stale)
