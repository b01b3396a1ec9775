"""Results over HTTP: who sees which pages, and what they say."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round, close_unit
from assessments.disclosure import Figure, Status
from assessments.distribution import Distribution
from assessments.models import Participation, Remark, Round
from assessments.results.chain import Cell, Row
from factors.models import Edition, Factor, Prompt, Statement
from portal.days import today
from portal.models import User
from portal.terms import Level
from tests.assessments.conftest import Answer, add_assessment, add_round, rate, statements_of
from tests.conftest import Cast


def address(round: Round, *where: object, unit: str | None = None) -> str:
    place = [round.organisation.slug, round.pk, *([unit] if unit else []), *where]
    name = "unit_results" if unit else "results"
    return reverse(f"assessments:{name}_factor" if where else f"assessments:{name}", args=place)


def get(reader: User, path: str):
    client = Client()
    client.force_login(reader)
    return client.get(path)


def read(reader: User, path: str) -> str:
    """The text of the page's own part, as it is read."""
    response = get(reader, path)
    assert response.status_code == 200, response.status_code
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").split())


# who may read


def test_overview_is_for_the_huvudman_level(closed_round: Round, cast: Cast):
    for path in (address(closed_round), address(closed_round, 1)):
        assert [get(user, path).status_code for user in (cast.admin, cast.skolchef)] == [200, 200]
        assert [get(user, path).status_code for user in (cast.rektor, cast.few[0])] == [403, 403]
        assert get(cast.outsider, path).status_code == 404


@pytest.mark.parametrize("where", [(), (1,)])
def test_a_unit_is_for_its_own_people_and_for_those_above(
    closed_round: Round, cast: Cast, where: tuple[int, ...]
):
    path = address(closed_round, *where, unit="lillskolan")
    for reader in (cast.admin, cast.skolchef, cast.lill_rektor, cast.few[0]):
        assert get(reader, path).status_code == 200
    for reader in (cast.rektor, cast.teachers[0], cast.outsider):
        assert get(reader, path).status_code == 404


def test_a_draft_has_no_results(open_round: Round, cast: Cast):
    Round.objects.filter(pk=open_round.pk).update(opened_at=None)
    assert get(cast.admin, address(open_round)).status_code == 404
    assert get(cast.rektor, address(open_round, unit="bjorkskolan")).status_code == 404


def test_a_round_of_another_organisation_is_not_found(closed_round: Round, cast: Cast):
    path = reverse("assessments:results", args=["annanby", closed_round.pk])
    assert get(cast.outsider, path).status_code == 404
    assert get(cast.admin, path).status_code == 404


def test_what_does_not_exist_is_not_found(closed_round: Round, cast: Cast):
    paths = [
        address(closed_round) + "?niva=alla",
        address(closed_round) + "?niva=huvudman",
        address(closed_round, 1) + "?ordning=poang",
        address(closed_round, 3),
        address(closed_round, 10**30),
        address(closed_round, unit="finns-inte"),
        address(closed_round, 3, unit="bjorkskolan"),
        reverse("assessments:results", args=["ekby", 10**30]),
    ]
    assert [get(cast.admin, path).status_code for path in paths] == [404] * len(paths)


def test_results_are_only_read(closed_round: Round, client: Client, cast: Cast):
    client.force_login(cast.admin)
    assert client.post(address(closed_round)).status_code == 405


# the overview


def test_overview_tells_response_units_means_and_differences(closed_round: Round, cast: Cast):
    text = read(cast.admin, address(closed_round))
    assert "har svarat, 11 av 12 tillfrågade på alla nivåer 92 %" in text
    assert "enheter visas för undervisningen, varav 2 ihop med andra; 1 utan svar 2 av 3" in text
    assert "Undervisning medel sammantaget, 15 skattningar av 2 nationella faktorer 2,7" in text
    assert "rader av 3 där minst ett steg skiljer mellan nivåerna 2" in text


def test_overview_shows_the_level_that_the_address_names(closed_round: Round, cast: Cast):
    teaching = read(cast.admin, address(closed_round))
    rektor = read(cast.admin, address(closed_round) + "?niva=rektor")
    assert "Björkskolan Förskoleklass, Grundskola räknas ihop med Lillskolan 2,5 n = 8" in teaching
    assert "Björkskolan Förskoleklass, Grundskola 4,0 n = 1" in rektor
    assert "Tallens förskola Förskola inga svar" in rektor


def test_rows_that_differ_are_named_neutrally_widest_first(closed_round: Round, cast: Cast):
    text = read(cast.admin, address(closed_round)).split("Här ser nivåerna olika saker")[1]
    spans = re.findall(r"(\d,\d) steg mellan (\w+ och \w+)", text)
    assert spans == sorted(spans, reverse=True)
    assert spans
    assert min(float(span.replace(",", ".")) for span, _levels in spans) >= 1


def test_an_open_round_says_when_and_shows_no_figures(
    open_round: Round, cast: Cast, answer: Answer
):
    for teacher in cast.teachers:
        answer(teacher, 3, 3, 3, 3)
    for path in (address(open_round), address(open_round, unit="bjorkskolan")):
        page = get(cast.admin, path).content.decode()
        assert "Pågår fortfarande" in page
        assert 'class="step-' not in page
        assert '<svg class="drawing' not in page
    assert "Pågår fortfarande" in read(cast.admin, address(open_round, 1))
    assert "Pågår fortfarande" in read(cast.teachers[0], address(open_round, 1, unit="bjorkskolan"))


def test_a_round_where_nobody_answered_says_so(open_round: Round, cast: Cast):
    close_round(open_round)
    assert "Det finns inga siffror att visa" in read(cast.admin, address(open_round))
    text = read(cast.rektor, address(open_round, unit="bjorkskolan"))
    assert "Inga svar från undervisningen" in text


# the chain


def test_a_row_shows_three_levels_or_why_not(closed_round: Round, cast: Cast):
    text = read(cast.admin, address(closed_round, 1))
    row = text.split("Rad 2 ")[1]
    assert "… ansvar huvudman 2 1 svar: 100 % stämmer till stor del. 1 svar · 3: 100 %" in row
    assert "2 svar · 1: 50 % · 3: 50 %" in row.split("… ansvar rektor 2 ")[1]
    assert "Ingen rad på den här nivån." in row


def test_two_findings_are_kept_apart(open_round: Round, cast: Cast, answer: Answer):
    answer(cast.skolchef, 4, 4)
    for number, teacher in enumerate(cast.teachers):
        answer(teacher, 2, 1 if number < 3 else 4)
    close_round(open_round)
    text = read(cast.admin, address(open_round, 1))
    assert (
        "Mellan nivåerna Nivåerna ser olika saker: 1,5 steg mellan huvudman och undervisning "
        "Inom nivåerna Inom undervisningsnivån går svaren isär."
    ) in text


@pytest.mark.parametrize(("twos", "apart"), [(24, True), (23, True), (9, False)])
def test_what_reads_a_whole_step_is_a_whole_step(twos: int, apart: bool):
    """Means of 3 and 2,04 are 0,96 apart, which reads 1,0; 3 and 2,1 are 0,9 apart."""
    voices = {Level.HUVUDMAN: Distribution(n3=1), Level.UNDERVISNING: Distribution(n2=twos, n3=1)}
    cells = (Cell(level, None, Figure(Status.SHOWN, voices[level])) for level in voices)
    row = Row(1, tuple(cells))
    assert row.apart is apart
    assert row.span_words.startswith("1,0" if apart else "0,9")


def test_rows_can_stand_by_span(closed_round: Round, cast: Cast):
    by_table = read(cast.admin, address(closed_round, 1))
    by_span = read(cast.admin, address(closed_round, 1) + "?ordning=spannvidd")
    assert by_table.index("Rad 1 ") < by_table.index("Rad 2 ")
    order = {row.number: row.span for row in rows_of(cast.admin, closed_round)}
    assert sorted(order, key=lambda number: -order[number]) == [
        int(number) for number in re.findall(r"(?<!: )Rad (\d) ", by_span)
    ]


def rows_of(reader: User, round: Round):
    return get(reader, address(round, 1) + "?ordning=spannvidd").context["rows"]


def test_a_cut_statement_says_that_it_was_not_rated(open_round: Round, cast: Cast):
    Statement.objects.filter(factor__slug="ansvar", row=1).update(complete=False)
    close_round(open_round)
    row = read(cast.admin, address(open_round, 1)).split("Rad 1 ")[1].split("Rad 2 ")[0]
    assert row.count("Avklippt i källan.") == 3


def test_means_are_of_national_factors_alone(closed_round: Round, cast: Cast, edition: Edition):
    own = Edition.objects.create(
        organisation=cast.organisation, slug="egen", published_on=today(), title="Egen"
    )
    edition.factors.filter(slug="larande").update(edition=own)
    text = read(cast.admin, address(closed_round))
    assert "Undervisning medel sammantaget, 8 skattningar av 1 nationell faktor" in text
    edition.factors.update(edition=own, position=9)
    text = read(cast.admin, address(closed_round))
    assert "Undervisning medel sammantaget, 15 skattningar av 2 lokala faktorer" in text


def test_a_local_factor_is_marked(closed_round: Round, cast: Cast, edition: Edition):
    assert " Lokal " not in read(cast.admin, address(closed_round))
    Edition.objects.update(organisation=cast.organisation)
    for path in (
        address(closed_round),
        address(closed_round, 1),
        address(closed_round, unit="bjorkskolan"),
    ):
        assert " Lokal " in read(cast.admin, path)


def test_comments_of_an_office_are_for_those_above(open_round: Round, cast: Cast, answer: Answer):
    remark(answer(cast.rektor, 3, 3), "Från rektorn")
    for teacher in cast.teachers:
        remark(answer(teacher, 3, 3), f"Från {teacher.name}")
    close_round(open_round)
    path = address(open_round, 1, unit="bjorkskolan")
    above, beside = read(cast.admin, path), read(cast.teachers[0], path)
    assert "Från rektorn" in above
    assert "Från rektorn" not in beside
    assert "6 kommentarer" in beside
    assert "Från Tilda" in beside


def test_a_shared_reflection_tells_its_level(open_round: Round, cast: Cast, answer: Answer):
    for teacher in cast.teachers:
        reflect(answer(teacher, 3, 3), "Vi hinner prata.")
    close_round(open_round)
    text = read(cast.teachers[0], address(open_round, 1, unit="bjorkskolan"))
    assert "Undervisning Vi hinner prata." in text.split("Delade reflektioner")[1]


def reflect(participation: Participation, text: str) -> None:
    prompt, factor = Prompt.objects.first(), Factor.objects.get(slug="ansvar")
    participation.reflections.create(
        factor=factor, prompt=prompt, text=text, shared=True, token=uuid4()
    )


def remark(participation: Participation, text: str) -> None:
    statement = statements_of(participation.assessment)[0]
    Remark.objects.create(
        response=participation.response, statement=statement, text=text, token=uuid4()
    )


# a unit


def test_a_pooled_unit_says_whose_figures_it_shows(closed_round: Round, cast: Cast):
    text = read(cast.few[0], address(closed_round, unit="lillskolan"))
    assert "Undervisningens siffror räknas ihop med Björkskolan" in text
    assert "har svarat, 8 av 8 i de hopräknade enheterna" in text


def test_a_unit_lifts_rows_without_repeating_them(closed_round: Round, cast: Cast):
    unit = get(cast.rektor, address(closed_round, unit="bjorkskolan")).context["unit"]
    best = {id(one.row) for one in unit.strongest}
    assert len(best) == 1
    assert best.isdisjoint(id(one.row) for one in unit.weakest)
    assert unit.strongest[0].cell.voices.mean >= unit.weakest[0].cell.voices.mean


def test_too_few_answers_lead_to_a_conversation(open_round: Round, cast: Cast, answer: Answer):
    answer(cast.lill_rektor, 3, 3)
    answer(cast.few[0], 2, 2)
    close_round(open_round)
    text = read(cast.few[0], address(open_round, unit="lillskolan"))
    assert "För få svar från undervisningen för att visas" in text
    assert "Ta samtalet tillsammans" in text
    assert "Undervisning för få svar" in text


def test_a_unit_that_closed_early_shows_its_figures_at_once(
    open_round: Round, cast: Cast, answer: Answer
):
    for teacher in cast.teachers:
        answer(teacher, 3, 3, 3, 3)
    answer(cast.few[0], 2, 2)
    close_unit(open_round, cast.bjork)
    close_unit(open_round, cast.lill)
    text = read(cast.teachers[0], address(open_round, unit="bjorkskolan"))
    assert "Undervisning 3,0" in text
    assert "Huvudman pågår fortfarande" in text
    waiting = read(cast.few[0], address(open_round, unit="lillskolan"))
    assert "Undervisningens svar väntar" in waiting
    overview = read(cast.admin, address(open_round))
    assert "Björkskolan Förskoleklass, Grundskola 3,0 n = 6" in overview
    assert "Alla enheter tillsammans pågår fortfarande" in overview


# queries


@pytest.fixture
def small_round(cast: Cast, edition: Edition) -> Round:
    """One unit only."""
    round = add_round(cast.organisation, edition, "Våren")
    add_assessment(round, Level.HUVUDMAN, None, [cast.skolchef])
    for level, people in ((Level.REKTOR, [cast.rektor]), (Level.UNDERVISNING, cast.teachers)):
        assessment = add_assessment(round, level, cast.bjork, people)
        for participation in assessment.participations.all():
            rate(participation, 3, 3, 3, 3)
    close_round(round)
    return round


PAGES = [((), None, 19), ((1,), None, 9), ((), "bjorkskolan", 15), ((1,), "bjorkskolan", 9)]


@pytest.mark.parametrize(("where", "unit", "queries"), PAGES)
def test_queries_do_not_grow_with_the_units(
    first_round: Round,
    closed_round: Round,
    small_round: Round,
    cast: Cast,
    client: Client,
    django_assert_num_queries,
    where: tuple[int, ...],
    unit: str | None,
    queries: int,
):
    client.force_login(cast.admin)
    for round in (small_round, closed_round):
        with django_assert_num_queries(queries):
            assert client.get(address(round, *where, unit=unit)).status_code == 200
