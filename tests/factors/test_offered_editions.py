"""Local editions are an organisation's own, until it chooses to offer them to others."""

import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factors import drafts
from factors.catalogue.dumping import content_of
from factors.models import Edition, Statement
from portal.models import AuditEvent
from portal.verbs import Verb
from tests.conftest import Cast, add_factor
from tests.factors.conftest import main_of

OFFERED = "/annanby/katalog/erbjudna/"
DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def local(cast: Cast) -> Edition:
    """Ekby's own, published, that goes on from an earlier one."""
    first = add_local(cast, "forst", "Först")
    local = drafts.go_on_from(first, "lokal", "Ekbys fokusområden")
    local.background = "Ekby valde detta."
    local.save()
    local.prompts.create(kind="reflection", text="Vad ser vi?", position=1)
    local.publish(None, DAY)
    return local


def add_local(cast: Cast, slug: str, title: str) -> Edition:
    edition = drafts.begin(cast.organisation, slug, title)
    factor = add_factor(edition, f"digitalt-{slug}", "Digitala lärmiljöer", 1)
    factor.source = edition.sources.get()
    factor.save()
    edition.publish(None, DAY)
    return edition


def offer(edition: Edition) -> Edition:
    edition.offered_on = DAY
    edition.save()
    return edition


def test_an_edition_is_offered_and_withdrawn_by_choice_and_the_log_tells(
    client: Client, cast: Cast, local: Edition
) -> None:
    client.force_login(cast.admin)
    page = "/ekby/katalog/lokal/"
    assert "Utgåvan är bara er." in main_of(client.get(page))
    assert client.post(f"{page}erbjud/").url == page
    assert "Sluta erbjuda" in main_of(client.get(page))
    client.post(f"{page}erbjud/")
    client.post(f"{page}sluta-erbjuda/")
    local.refresh_from_db()
    assert local.offered_on is None
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [Verb.EDITION_OFFERED, Verb.EDITION_WITHDRAWN]


def test_a_draft_is_not_offered(client: Client, cast: Cast) -> None:
    draft = drafts.begin(cast.organisation, "eget", "Eget")
    client.force_login(cast.admin)
    assert client.post("/ekby/katalog/eget/erbjud/").status_code == 404
    draft.refresh_from_db()
    assert draft.offered_on is None


def test_others_find_only_what_is_offered(client: Client, cast: Cast, local: Edition) -> None:
    client.force_login(cast.outsider)
    assert "Ingen erbjuder något än" in main_of(client.get(OFFERED))
    assert client.get(f"{OFFERED}{local.pk}/").status_code == 404
    assert client.post(f"{OFFERED}{local.pk}/kopiera/").status_code == 404
    offer(local)
    page = main_of(client.get(OFFERED))
    assert "Ekby kommun Ekbys fokusområden Digitala lärmiljöer" in page
    assert "Först" not in page


def test_ones_own_is_not_among_what_others_offer(
    client: Client, cast: Cast, local: Edition
) -> None:
    offer(local)
    client.force_login(cast.admin)
    assert "Ekbys fokusområden" not in main_of(client.get("/ekby/katalog/erbjudna/"))


def test_what_is_offered_can_be_read_before_it_is_copied(
    client: Client, cast: Cast, local: Edition
) -> None:
    offer(local)
    client.force_login(cast.outsider)
    page = main_of(client.get(f"{OFFERED}{local.pk}/"))
    for text in ("Ekby valde detta.", "digitalt-forst rektor 1", "Vad ser vi?", "Lokal"):
        assert text in page
    assert "Ingen rad på den här nivån" in page
    assert "Ekby kommun, egen text" in page


def test_a_copy_is_a_draft_of_ones_own_that_names_its_origin_and_follows_nothing(
    client: Client, cast: Cast, local: Edition
) -> None:
    offer(local)
    before = content_of(local)
    client.force_login(cast.outsider)
    response = client.post(f"{OFFERED}{local.pk}/kopiera/")
    assert response.url == "/annanby/katalog/ekbys-fokusomraden/"
    copy = Edition.objects.get(organisation__slug="annanby")
    assert copy.is_draft
    assert (copy.base, copy.offered_on) == (None, None)
    assert not Statement.objects.filter(factor__edition=copy).exclude(follows=None).exists()
    assert [source.title for source in copy.sources.all()] == [
        "Annanby kommun, egen text",
        "Ekby kommun: Ekbys fokusområden",
        "Ekby kommun, egen text",
    ]
    factor, prompt = copy.factors.get(), copy.prompts.get()
    assert str(factor.source) == "Ekby kommun, egen text"
    assert str(prompt.source) == "Ekby kommun: Ekbys fokusområden"
    copied = [each.text for each in content_of(copy).factors[0].statements]
    assert copied == [each.text for each in before.factors[0].statements]
    assert copied
    assert content_of(Edition.objects.get(pk=local.pk)) == before
    assert AuditEvent.objects.get(organisation__slug="annanby").verb == Verb.EDITION_COPIED


def test_copying_twice_makes_two_drafts(client: Client, cast: Cast, local: Edition) -> None:
    offer(local)
    client.force_login(cast.outsider)
    for _time in range(2):
        client.post(f"{OFFERED}{local.pk}/kopiera/")
    names = Edition.objects.filter(organisation__slug="annanby").values_list("slug", flat=True)
    assert set(names) == {"ekbys-fokusomraden", "ekbys-fokusomraden-2"}


def test_a_copy_stays_when_the_offer_is_withdrawn(
    client: Client, cast: Cast, local: Edition
) -> None:
    offer(local)
    client.force_login(cast.outsider)
    client.post(f"{OFFERED}{local.pk}/kopiera/")
    client.force_login(cast.admin)
    client.post("/ekby/katalog/lokal/sluta-erbjuda/")
    client.force_login(cast.outsider)
    assert client.get("/annanby/katalog/ekbys-fokusomraden/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_as_many_queries_whatever_its_length(
    client: Client,
    cast: Cast,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in range(number):
        offer(add_local(cast, f"lokal-{each}", f"Lokal {each}"))
    client.force_login(cast.outsider)
    with django_assert_num_queries(5):
        client.get(OFFERED)


def test_the_local_page_tells_background_source_and_edition_and_leads_administrators_on(
    client: Client, cast: Cast, local: Edition
) -> None:
    drafts.begin(cast.organisation, "eget", "Ett utkast")
    client.force_login(cast.teachers[0])
    response = client.get("/ekby/faktorer/")
    page = main_of(response)
    assert "Ekby valde detta." in page
    assert "Publicerad 2 mars 2026. Källa: Ekby kommun, egen text" in page
    assert "Ett utkast" not in page
    assert "/ekby/katalog/" not in response.content.decode()
    client.force_login(cast.admin)
    assert 'href="/ekby/katalog/"' in client.get("/ekby/faktorer/").content.decode()
    assert 'href="/ekby/katalog/"' in client.get("/ekby/administration/").content.decode()
