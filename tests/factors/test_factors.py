import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from factors.catalogue.loading import load
from factors.catalogue.reading import read_catalogue
from factors.models import Edition, Factor, Statement
from tests.conftest import Cast, add_factor
from tests.factors.conftest import LOCAL

pytestmark = pytest.mark.django_db

PROFESSIONAL = "/faktorer/professionell-utveckling/"
PERMANENT = "/utgavor/nationell-2024/professionell-utveckling/"
ROLES = "/faktorer/tydlig-roll-och-ansvarsfordelning/"
LOCAL_FACTORS = "/ekby/faktorer/"
LOCAL_FACTOR = "/ekby/faktorer/fokusomraden-2025/digitala-larmiljoer/"


@pytest.fixture
def local(cast: Cast) -> Edition:
    load(read_catalogue(LOCAL.read_bytes()), cast.organisation)
    return Edition.objects.get(organisation=cast.organisation)


def words(client: Client, url: str) -> str:
    return " ".join(strip_tags(client.get(url).content.decode()).split())


@pytest.mark.parametrize("factors", [1, 3])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client: Client,
    edition: Edition,
    factors: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    edition.factors.filter(slug="larande").delete()
    for number in range(1, factors):
        add_factor(edition, f"faktor-{number}", f"Faktor {number}", number + 1)
    with django_assert_num_queries(3):
        page = client.get("/faktorer/").content.decode()
    assert page.count("<article") == factors


def test_the_list_says_why_and_what_is_incomplete(client: Client, national: Edition) -> None:
    page = words(client, "/faktorer/")
    assert "Professionell utveckling kan bidra till framgångsrik skolutveckling när" in page
    assert page.count("Ofullständig i källan") == 1
    assert "Systematiskt kvalitetsarbete med undervisningen i fokus" in page


def test_an_empty_catalogue_says_so(client: Client) -> None:
    assert "Katalogen är inte inläst än" in words(client, "/faktorer/")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_factor_takes_as_many_queries_whatever_its_length(
    client: Client,
    edition: Edition,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    factor = edition.factors.get(slug="ansvar")
    factor.statements.filter(row__gt=1).delete()
    for row in range(2, rows + 1):
        Statement.objects.create(factor=factor, row=row, level="rektor", text="leda.")
    with django_assert_num_queries(5):
        page = client.get("/faktorer/ansvar/").content.decode()
    assert page.count("<tr id=") == rows


def test_a_factor_shows_why_how_it_shows_and_its_table(client: Client, national: Edition) -> None:
    page = words(client, PROFESSIONAL)
    factor = national.factors.get(slug="professionell-utveckling")
    assert factor.why in page
    assert factor.signs in page
    assert factor.stem in page
    for statement in factor.statements.all():
        assert statement.text in page


def test_every_row_has_an_anchor(client: Client, national: Edition) -> None:
    page = client.get(PROFESSIONAL).content.decode()
    assert all(f'<tr id="rad-{row}">' in page for row in range(1, 8))
    assert page.count('id="rad-0"') == 1


def test_a_cell_without_a_statement_says_so(client: Client, national: Edition) -> None:
    assert words(client, PROFESSIONAL).count("Ingen rad på den här nivån") == 1


def test_a_cut_statement_is_shown_as_cut(client: Client, national: Edition) -> None:
    page = words(client, ROLES)
    assert "huvudmannanivån är tydligt […] Avklippt i källan. Raden kan läsas men inte" in page
    assert page.count("Avklippt i källan.") == 3


def test_the_overall_question_is_shown_once_as_the_portals_own(
    client: Client, national: Edition
) -> None:
    page = words(client, PROFESSIONAL)
    question = "Sammantaget: hur väl stämmer beskrivningen"
    assert page.count(question) == 1
    assert page.index("Portalens egen formulering") < page.index(question)


def test_prompts_edition_and_source_are_told(client: Client, national: Edition) -> None:
    page = words(client, ROLES)
    assert "Vilka utmaningar ser jag?" in page
    assert "Källan ställer frågorna om framgångsfaktorn Professionell utveckling" in page
    assert national.title in page
    assert "RUN-konferens 2024" in page


def test_the_factor_of_the_newest_national_edition_is_shown(
    client: Client, national: Edition
) -> None:
    newer = Edition.objects.create(slug="ny", title="Ny", published_on="2026-01-01")
    add_factor(newer, "professionell-utveckling", "Professionell utveckling", 1)
    assert "Professionell utveckling märks i vardagen." in words(client, PROFESSIONAL)
    assert client.get(ROLES).status_code == 404


@pytest.mark.parametrize(
    "url",
    ["/faktorer/finns-inte/", "/faktorer/trygga-overgangar/", "/faktorer/%00/", "/faktorer/å/"],
)
def test_an_unknown_factor_does_not_exist(
    client: Client, national: Edition, local: Edition, url: str
) -> None:
    assert client.get(url).status_code == 404


def test_local_factors_are_for_members_and_marked_as_local(
    client: Client,
    cast: Cast,
    local: Edition,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(cast.teachers[0])
    with django_assert_num_queries(3 + 4):
        page = words(client, LOCAL_FACTORS)
    assert page.count("Lokal ") == 3
    assert "hör inte till det nationella kvalitetssystemet" in page


def test_a_local_factor_is_marked_as_local(
    client: Client,
    cast: Cast,
    local: Edition,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(cast.rektor)
    with django_assert_num_queries(3 + 5):
        page = words(client, LOCAL_FACTOR)
    assert "Lokal Exempelkommuns egna fokusområden 2025" in page
    assert "den hör till Ekby kommun och inte till det nationella kvalitetssystemet" in page


@pytest.mark.parametrize("url", [LOCAL_FACTORS, LOCAL_FACTOR])
def test_others_may_not_know_of_local_factors(
    client: Client, cast: Cast, local: Edition, url: str
) -> None:
    assert client.get(url).url.startswith("/logga-in/")
    client.force_login(cast.outsider)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "/ekby/faktorer/finns-inte/x/",
        "/ekby/faktorer/fokusomraden-2025/x/",
        "/finns-inte/faktorer/",
    ],
)
def test_an_unknown_local_factor_does_not_exist(
    client: Client, cast: Cast, local: Edition, url: str
) -> None:
    client.force_login(cast.admin)
    assert client.get(url).status_code == 404


def test_an_organisation_without_an_edition_is_told_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.admin)
    assert "Inga egna framgångsfaktorer än" in words(client, LOCAL_FACTORS)


def test_a_factor_knows_its_page(national: Edition, local: Edition) -> None:
    assert Factor.objects.get(slug="professionell-utveckling").get_absolute_url() == PERMANENT
    assert Factor.objects.get(slug="digitala-larmiljoer").get_absolute_url() == LOCAL_FACTOR
