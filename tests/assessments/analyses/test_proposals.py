"""What the portal proposes: nothing while anything is open, and nothing in anybody's stead."""

import pytest

from assessments.closing import close_round, close_unit
from assessments.models import Finding, Round
from tests.assessments.analyses.conftest import as_, main, url
from tests.assessments.conftest import Answer
from tests.conftest import Cast

CONFIRMED = {"step": "confirmed", "text": "", "seen": 0, "kind": "finding"}


def proposed(client_page: str) -> int:
    return client_page.count('data-kind="finding"')


def test_a_round_that_is_open_proposes_nothing(open_round: Round, cast: Cast) -> None:
    rektor, edit = as_(cast.rektor), url(open_round, cast.bjork, "analysis_edit")
    assert "Analysen skrivs när svaren är räknade" in main(rektor.get(edit, follow=True))
    about = {"about": "strength", "factor": 1, "row": 1}
    sent = rektor.post(url(open_round, cast.bjork, "analysis_save"), CONFIRMED | about)
    assert sent.status_code == 404
    assert "Skriv analysen" not in main(rektor.get(url(open_round, cast.bjork, "unit_results")))


def test_a_unit_that_closed_early_has_its_own_proposals(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    for teacher in cast.teachers:
        answer(teacher, 3, 4, 3, 1)
    close_unit(open_round, cast.bjork)
    page = main(as_(cast.rektor).get(url(open_round, cast.bjork, "analysis_edit")))
    assert "Ansvar, rad 1 (”ansvar undervisning 1”): 100 % (6 av 6) på undervisningsnivån" in page
    assert "Lärande, rad 1 (”larande undervisning 1”): 100 % (6 av 6) på und" in page
    assert proposed(page) == 2
    huvudman = main(as_(cast.admin).get(url(open_round, None, "analysis_edit"), follow=True))
    assert "Analysen skrivs när svaren är räknade" in huvudman


def test_too_few_answers_propose_nothing_of_them(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    for person in (cast.few[0], cast.lill_rektor):
        answer(person, 1, 4, 1, 4, 1, 4)
    close_round(open_round)
    page = main(as_(cast.lill_rektor).get(url(open_round, cast.lill, "analysis_edit")))
    assert "på undervisningsnivån svarar" not in page
    assert "på rektorsnivån svarar att det stämmer till stor del eller helt" in page


def test_a_pools_figures_say_whose_they_are(closed_round: Round, cast: Cast) -> None:
    page = main(as_(cast.rektor).get(url(closed_round, cast.bjork, "analysis_edit")))
    assert "Siffran gäller tillsammans med Lillskolan." in page


def test_the_widest_span_and_the_largest_change_are_proposed_too(
    first_round: Round, closed_round: Round, cast: Cast
) -> None:
    for user, unit in ((cast.rektor, cast.bjork), (cast.admin, None)):
        page = main(as_(user).get(url(closed_round, unit, "analysis_edit")))
        assert "på undervisningsnivån sedan Den första: från 3,0 till" in page
        assert "Störst förändring sedan förra gången" in page
    assert "Nivåerna ser olika saker: mellan" in main(
        as_(cast.rektor).get(url(closed_round, cast.bjork, "analysis_edit"))
    )


@pytest.fixture
def about(closed_round: Round) -> dict[str, object]:
    """The row that holds least at Björkskolan."""
    factor = closed_round.factors.get(slug="ansvar")
    return {"about": "develop", "factor": factor.pk, "row": 1}


def test_only_what_a_person_stands_for_is_told(
    closed_round: Round, cast: Cast, about: dict[str, object]
) -> None:
    client, save = as_(cast.rektor), url(closed_round, cast.bjork, "analysis_save")
    told = "Ansvar, rad 1 (”ansvar undervisning 1”)"
    report = url(closed_round, cast.bjork, "unit_report")
    client.post(url(closed_round, cast.bjork, "analysis_share"))
    assert told not in main(client.get(url(closed_round, cast.bjork)))

    saved = client.post(save, CONFIRMED | about)
    assert saved.json()["version"] == 1
    assert told in main(client.get(url(closed_round, cast.bjork)))
    assert told in main(client.get(report))

    own = CONFIRMED | about | {"step": "changed", "text": "Med <b>våra</b> ord.", "seen": 1}
    assert client.post(save, own).json()["version"] == 2
    page = main(client.get(report))
    assert "Med &lt;b&gt;våra&lt;/b&gt; ord." in page
    no = CONFIRMED | about | {"step": "declined", "text": "Inte vi.", "seen": 2}
    assert client.post(save, no).status_code == 200
    assert "Inte vi." not in main(client.get(report))
    assert Finding.objects.get().stance == "declined"


def test_what_the_figures_do_not_say_cannot_be_confirmed(
    closed_round: Round, cast: Cast, about: dict[str, object]
) -> None:
    save = url(closed_round, cast.bjork, "analysis_save")
    for wrong in ({"row": 7}, {"about": "change"}, {"factor": 2**40}):
        assert as_(cast.rektor).post(save, CONFIRMED | about | wrong).status_code == 404
    assert not Finding.objects.exists()
