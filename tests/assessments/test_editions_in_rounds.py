"""A round about a national factor and a local one: which is which is said, and kept apart."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from assessments.answering import sheet_of
from assessments.closing import close_round
from assessments.download import as_text
from assessments.letters import asked_in, letters_to
from assessments.models import JointRating, Participation, QualityReport, Reflection, Round
from assessments.report.storage import report_html
from assessments.selection import offered_factors
from assessments.terms import MailingKind
from factors import drafts
from factors.models import Edition, Factor, Prompt
from portal.days import today
from portal.models import User
from portal.terms import Level
from tests.assessments.conftest import Answer
from tests.conftest import Cast, add_factor


@pytest.fixture
def local(cast: Cast, edition: Edition, open_round: Round) -> Edition:
    """Lärande is the organisation's own, in an edition with a question for reflection."""
    local = Edition.objects.create(
        organisation=cast.organisation, slug="var", title="Vår utgåva", published_on=today()
    )
    edition.factors.filter(slug="larande").update(edition=local)
    Prompt.objects.create(
        edition=local, kind=Prompt.Kind.REFLECTION, position=1, text="Hur gör vi här?"
    )
    return local


@pytest.fixture
def mixed_round(local: Edition, open_round: Round, cast: Cast, answer: Answer) -> Round:
    """Closed. The levels differ widely on Lärande, and agree on Ansvar."""
    Round.objects.filter(pk=open_round.pk).update(title="Hösten")
    answer(cast.skolchef, 4, 4, 4, 4, 4, 4)
    answer(cast.rektor, 4, 4, 4, 4, 4, 4)
    for teacher in cast.teachers:
        answer(teacher, 4, 4, 1, 1)
    JointRating.objects.create(
        round=open_round,
        unit=cast.bjork,
        statement=Factor.objects.get(slug="larande").statements.get(
            row=1, level=Level.UNDERVISNING
        ),
        step=2,
        agreed_on=today(),
    )
    close_round(open_round)
    return open_round


def page(user: User, name: str, *where: object) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(reverse(f"assessments:{name}", args=["ekby", *where]))
    assert response.status_code == 200
    html = re.sub(r"</span>(?=,)", "", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def said_of(text: str, name: str) -> list[str]:
    """What follows the factor's name wherever it stands: "Lokal" or something else."""
    return re.findall(rf"{name} +(\S+)", text)


def test_pages_of_a_closed_round_say_what_is_local_and_from_where(
    mixed_round: Round, cast: Cast
) -> None:
    pk, unit = mixed_round.pk, cast.bjork.slug
    assert "Ansvar, Lärande (lokal)" in page(cast.admin, "rounds")
    for name, where in (
        ("round", [pk]),
        ("results", [pk]),
        ("unit_results", [pk, unit]),
    ):
        text = page(cast.admin, name, *where)
        assert "Lokal" in said_of(text, "Lärande"), name
        assert "Lokal" not in said_of(text, "Ansvar"), name
        assert "Provutgåva" in text, name
        assert "Vår utgåva" in text, name
    for name, where in (
        ("results_factor", [pk, 2]),
        ("unit_results_factor", [pk, unit, 2]),
        ("joint_ratings", [pk, unit, 2]),
    ):
        text = page(cast.admin, name, *where)
        assert "Lokal" in said_of(text, "Lärande"), name
        assert "Vår utgåva" in text, name
        assert "Provutgåva" not in text, name


def test_a_units_rows_and_agreements_about_local_factors_are_marked(
    mixed_round: Round, cast: Cast
) -> None:
    text = page(cast.rektor, "unit_results", mixed_round.pk, cast.bjork.slug)
    for heading in ("Stämmer minst", "Här ser nivåerna olika saker"):
        assert re.search(rf" {heading} .*?Lärande ?, rad.1 +Lokal", text), heading
    assert re.search(r"Det räknas aldrig ihop med de enskilda svaren. +Lärande +Lokal", text)


def test_who_answers_sees_what_is_local(local: Edition, open_round: Round, cast: Cast) -> None:
    mine = Participation.objects.get(user=cast.teachers[0])
    assert "Ur utgåvan Provutgåva" in page(cast.teachers[0], "answers", mine.pk, 1)
    text = page(cast.teachers[0], "answers", mine.pk, 2)
    assert "Lokal Ur utgåvan Vår utgåva" in text
    assert "Lokal" in said_of(page(cast.teachers[0], "review", mine.pk), "Lärande")


def test_a_local_editions_questions_for_reflection_stand_by_its_factors(
    local: Edition, open_round: Round, cast: Cast
) -> None:
    mine = Participation.objects.get(user=cast.teachers[0])
    national, own = (page(cast.teachers[0], "answers", mine.pk, part) for part in (1, 2))
    assert "Vad fungerar?" in national
    assert "Hur gör vi här?" not in national
    assert "Hur gör vi här?" in own
    assert "Vad fungerar?" not in own
    prompt, factor = Prompt.objects.get(edition=local), local.factors.get()
    client = Client()
    client.force_login(cast.teachers[0])
    field = f"reflection-{factor.pk}-{prompt.pk}"
    saved = client.post(
        reverse("assessments:answers", args=["ekby", mine.pk, 2]), {field: "Vi läser högt."}
    )
    assert saved.status_code == 302
    assert Reflection.objects.get().text == "Vi läser högt."
    assert "Lärande (lokal)" in as_text(sheet_of(mine))


def test_an_edition_of_questions_and_background_alone_offers_no_factor(
    cast: Cast, edition: Edition
) -> None:
    before = offered_factors(cast.organisation)
    for keeper in (cast.organisation, None):
        bare = Edition.objects.create(
            organisation=keeper, slug="fragor", title="Frågor", published_on=today(), background="B"
        )
        Prompt.objects.create(
            edition=bare, kind=Prompt.Kind.REFLECTION, position=1, text="Och hos oss?"
        )
    assert offered_factors(cast.organisation) == before
    assert before


def test_letters_say_what_is_local(local: Edition, open_round: Round, cast: Cast) -> None:
    letters = letters_to(MailingKind.ASKED, open_round, asked_in(open_round))
    assert letters
    for letter in letters:
        assert "”Ansvar” och ”Lärande (lokal)”" in letter.text


def test_the_report_says_what_is_local_and_from_where(mixed_round: Round, cast: Cast) -> None:
    for unit in (None, cast.bjork):
        html = report_html(QualityReport(round=mixed_round, unit=unit))
        assert "Underlag: Provutgåva, Vår utgåva (lokal)" in html
        assert '<span class="local">lokal</span> · Vår utgåva</p>' in html
        assert '<p class="eyebrow">Framgångsfaktor · Provutgåva</p>' in html
        assert '<a href="#faktor-2">Lärande (lokal)</a>' in html
        assert "Lärande (lokal), rad" in html


# Figures


def test_the_overview_counts_rows_of_national_factors_alone(mixed_round: Round, cast: Cast) -> None:
    """The levels differ on Lärande's rows; the two of Ansvar they see alike."""
    text = page(cast.admin, "results", mixed_round.pk)
    assert (
        "rader av 2 där minst ett steg skiljer mellan nivåerna; lokala faktorer är inte"
        " medräknade 0"
    ) in text
    assert re.search(r" Här ser nivåerna olika saker .*?Lärande , rad.1 +Lokal", text)
    assert "4,0" in text.split("medel sammantaget, 6 skattningar av 1 nationell faktor")[1][:9]


def test_the_reports_figures_are_of_national_factors_alone(mixed_round: Round, cast: Cast) -> None:
    for unit in (None, cast.bjork):
        html = report_html(QualityReport(round=mixed_round, unit=unit))
        assert "Nivåerna ser olika saker på 0 av 2 rader" in html
        assert "<td>2 av 2</td>" in html
        assert "<td>0,0 steg</td>" in html
        assert "De lokala räknas inte med" in html
        apart = html.split("Här skiljer det mest mellan nivåerna")[1]
        assert "I de nationella framgångsfaktorerna: Ingen rad har en spännvidd" in apart
        assert re.search(r"I de lokala: <a [^>]+><strong>Lärande \(lokal\), rad", apart)


def test_a_round_of_local_factors_alone_has_figures_of_them(mixed_round: Round, cast: Cast) -> None:
    Factor.objects.filter(slug="ansvar").update(edition=Edition.objects.get(slug="var"), position=9)
    html = report_html(QualityReport(round=mixed_round, unit=None))
    assert "Nivåerna ser olika saker på 1 av 4 rader" in html
    assert "De lokala räknas inte med" not in html
    text = page(cast.admin, "results", mixed_round.pk)
    assert "lokala faktorer är inte medräknade" not in text


def test_a_national_round_says_nothing_of_local_factors(closed_round: Round, cast: Cast) -> None:
    for unit in (None, cast.bjork):
        assert "lokal" not in report_html(QualityReport(round=closed_round, unit=unit)).lower()
    assert "okal" not in page(cast.admin, "results", closed_round.pk)


def test_links_from_a_round_lead_to_the_edition_that_was_asked(
    mixed_round: Round, edition: Edition, cast: Cast, client: Client
) -> None:
    client.force_login(cast.admin)
    for position, slug in ((1, "prov-2026"), (2, "var")):
        address = reverse("assessments:results_factor", args=["ekby", mixed_round.pk, position])
        html = client.get(address).content.decode()
        link = re.search(r'href="([^"]+)">Läs faktorn som den lydde', html)
        assert link
        assert f"/{slug}/" in link[1]
        assert client.get(link[1]).status_code == 200


def test_an_open_rounds_pages_stay_the_same_when_a_newer_edition_comes(
    edition: Edition, open_round: Round, cast: Cast
) -> None:
    mine = Participation.objects.get(user=cast.teachers[0]).pk
    where = [("participation", [mine]), ("answers", [mine, 1]), ("review", [mine])]
    before = [page(cast.teachers[0], name, *args) for name, args in where]
    newer = drafts.go_on_from(edition, "ny", "Ny")
    newer.factors.update(name="Omskriven", why="Annat.")
    newer.publish(None, today())
    assert [page(cast.teachers[0], name, *args) for name, args in where] == before
    assert "Ansvar" in before[1]


def test_of_two_editions_published_the_same_day_the_later_is_offered(
    cast: Cast, edition: Edition
) -> None:
    later = Edition.objects.create(slug="ny", title="Ny", published_on=edition.published_on)
    factor = add_factor(later, "ansvar", "Nytt ansvar", 1)
    assert offered_factors(cast.organisation) == [factor]
