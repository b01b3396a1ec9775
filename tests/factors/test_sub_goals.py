"""Which sub-goals a factor and its rows concern: chosen by administrators, never official."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factors import drafts
from factors.models import Edition, Factor, Statement, SubGoal, SubGoalLink
from factors.sub_goal_links import concerned_by, sub_goal_links
from portal.days import today
from portal.models import AuditEvent, User
from tests.conftest import Cast, add_factor, add_unit
from tests.factors.sub_goals import add_concern, add_goal

PAGE = "/ekby/faktorer/ansvar/delmal/"
OWN = "/ekby/faktorer/ansvar/"


@pytest.fixture
def goals(edition: Edition) -> list[SubGoal]:
    return [add_goal(edition, 1), add_goal(edition, 2), add_goal(edition, 1, "FS")]


@pytest.fixture
def factor(edition: Edition) -> Factor:
    return edition.factors.get(slug="ansvar")


@pytest.fixture
def local(cast: Cast, edition: Edition) -> Factor:
    """The organisation's own, which adds to the national one."""
    kept = Edition.objects.create(
        slug="egen", title="Egen utgåva", organisation=cast.organisation, published_on=today()
    )
    add_factor(kept, "mer", "Mer ansvar", 1)
    Factor.objects.filter(edition=kept).update(adds_to="ansvar")
    return kept.factors.get()


def text_of(page: Any) -> str:
    main = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)
    assert main, page.status_code
    return " ".join(re.sub(r"<[^>]+>", " ", main.group()).replace("\u00a0", " ").split())


def read(client: Client, person: User, address: str = OWN) -> str:
    client.force_login(person)
    return text_of(client.get(address))


def save(client: Client, cast: Cast, *goals: object, row: int = 0, page: str = PAGE) -> Any:
    client.force_login(cast.admin)
    chosen = [getattr(goal, "pk", goal) for goal in goals]
    return client.post(f"{page}?rad={row}", {"sub_goals": chosen}, follow=True)


def linked() -> set[tuple[str, int, str, int]]:
    found = SubGoalLink.objects.values_list(
        "factor__slug", "row", "sub_goal__school_form", "sub_goal__row"
    )
    return set(found)


def republish(edition: Edition, slug: str) -> Edition:
    """A newer edition where each text goes on from the same one here."""
    newer = drafts.go_on_from(edition, slug, f"Utgåva {slug}")
    newer.publish(None, today())
    return newer


# choosing


def test_the_page_offers_the_sub_goals_of_the_forms_that_the_organisation_has(
    client: Client, cast: Cast, edition: Edition, goals: list[SubGoal]
) -> None:
    add_goal(edition, 1, "GY")
    client.force_login(cast.admin)
    groups = client.get(PAGE).context["form"].fields["sub_goals"].choices
    assert [(form, [label for _pk, label in options]) for form, options in groups] == [
        ("Förskola", ["1. Delmål FS 1 i prov-2026."]),
        ("Grundskola", ["1. Delmål GR 1 i prov-2026.", "2. Delmål GR 2 i prov-2026."]),
    ]


def test_a_choice_is_saved_for_the_factor_and_for_a_row_and_remembered(
    client: Client, cast: Cast, goals: list[SubGoal]
) -> None:
    page = save(client, cast, goals[0], goals[2])
    assert page.redirect_chain == [(f"{PAGE}?rad=0", 302)]
    assert "Valet är sparat." in page.content.decode()
    save(client, cast, goals[1], row=2)
    assert linked() == {
        ("ansvar", 0, "GR", 1), ("ansvar", 0, "FS", 1), ("ansvar", 2, "GR", 2),
    }  # fmt: skip
    assert {link.linked_by for link in SubGoalLink.objects.all()} == {cast.admin}
    told = AuditEvent.objects.filter(verb="sub_goal.linked").values_list("text", flat=True)
    assert "Ansvar, rad 2: Delmål GR 2 i prov-2026." in told
    assert len(told) == 3


def test_what_is_unticked_is_taken_away_and_the_rest_stays_as_it_was(
    client: Client, cast: Cast, factor: Factor, goals: list[SubGoal]
) -> None:
    kept = add_concern(cast, factor, goals[0])
    add_concern(cast, factor, goals[1])
    other = add_concern(cast, factor, goals[1], row=1)
    save(client, cast, goals[0])
    assert list(SubGoalLink.objects.order_by("pk")) == [kept, other]
    event = AuditEvent.objects.get(verb="sub_goal.unlinked")
    assert event.text == "Ansvar: Delmål GR 2 i prov-2026."


def test_saving_without_a_change_says_so(
    client: Client, cast: Cast, factor: Factor, goals: list[SubGoal]
) -> None:
    add_concern(cast, factor, goals[0])
    assert "Inget var ändrat." in save(client, cast, goals[0]).content.decode()
    assert not AuditEvent.objects.filter(verb__startswith="sub_goal").exists()


def test_what_cannot_be_chosen_is_told_and_nothing_is_saved(
    client: Client, cast: Cast, edition: Edition, factor: Factor, goals: list[SubGoal]
) -> None:
    add_concern(cast, factor, goals[0])
    elsewhere = add_goal(edition, 1, "GY")
    for wrong in (elsewhere, 10**9, "x", "\0"):
        page = save(client, cast, goals[1], wrong)
        assert page.status_code == 422
        assert "Valet är inte sparat." in text_of(page)
    assert linked() == {("ansvar", 0, "GR", 1)}


@pytest.mark.parametrize(
    "address",
    [
        f"{PAGE}?rad=3",
        f"{PAGE}?rad=x",
        f"{PAGE}?rad=",
        f"{PAGE}?rad={10**30}",
        "/ekby/faktorer/finns-inte/delmal/",
        "/ekby/faktorer/egen/finns-inte/delmal/",
        "/ekby/faktorer/prov-2026/ansvar/delmal/",
        "/ekby/faktorer/finns-inte/",
    ],
)
def test_what_does_not_exist_is_not_found(
    client: Client, cast: Cast, local: Factor, address: str
) -> None:
    client.force_login(cast.admin)
    assert client.get(address).status_code == 404


def test_without_sub_goals_there_is_nothing_to_choose(
    client: Client, cast: Cast, edition: Edition
) -> None:
    assert "Det finns inga delmål att välja" in read(client, cast.admin, PAGE)


def test_a_row_concerns_a_sub_goal_once(cast: Cast, factor: Factor, goals: list[SubGoal]) -> None:
    add_concern(cast, factor, goals[0], row=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_concern(cast, factor, goals[0], row=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        add_concern(cast, factor, goals[0], row=100)


# from edition to edition


def test_a_link_follows_its_factor_row_and_sub_goal_into_newer_editions(
    client: Client, cast: Cast, edition: Edition, factor: Factor, goals: list[SubGoal]
) -> None:
    add_concern(cast, factor, goals[0])
    add_concern(cast, factor, goals[1], row=2)
    newer = republish(republish(edition, "prov-2027"), "prov-2028")
    moved = newer.factors.get(slug="ansvar")
    moved.statements.filter(row=2).update(row=7)
    SubGoal.objects.filter(edition=newer, school_form="GR", row=2).update(row=9)
    page = read(client, cast.rektor)
    assert "Grundskola, delmål 1 (hela faktorn) : Delmål GR 1 i prov-2026." in page
    assert "Grundskola, delmål 9 (rad 7)" in page
    client.force_login(cast.admin)
    for row, chosen in ((0, 1), (7, 9)):
        form = client.get(f"{PAGE}?rad={row}").context["form"]
        ticked = SubGoal.objects.filter(pk__in=form["sub_goals"].value())
        assert [(each.edition.slug, each.row) for each in ticked] == [("prov-2028", chosen)]


def test_a_link_made_in_a_newer_edition_is_found_from_an_older_one(
    cast: Cast, edition: Edition, factor: Factor, goals: list[SubGoal]
) -> None:
    newer = republish(edition, "prov-2027")
    later = newer.sub_goals.get(school_form="GR", row=1)
    add_concern(cast, newer.factors.get(slug="ansvar"), later, row=1)
    links = sub_goal_links(cast.organisation)
    found = concerned_by(links, factor, [0, 1, 2], goals)
    assert [(each.goal, each.rows) for each in found] == [(goals[0], [1])]


def test_what_an_older_edition_linked_can_be_taken_away_in_a_newer(
    client: Client, cast: Cast, edition: Edition, factor: Factor, goals: list[SubGoal]
) -> None:
    """Also where its row has become two: the one that is not unticked keeps what it had."""
    add_concern(cast, factor, goals[0], row=1)
    newer = republish(edition, "prov-2027").factors.get(slug="ansvar")
    first = Statement.objects.get(factor=newer, row=1, level="rektor")
    Statement.objects.create(
        factor=newer, row=3, level="rektor", text="Delad rad.", follows=first.follows
    )
    assert "Grundskola, delmål 1 (rad 1 och 3)" in read(client, cast.rektor)
    save(client, cast, row=1)
    assert linked() == {("ansvar", 3, "GR", 1)}
    assert "Grundskola, delmål 1 (rad 3)" in read(client, cast.rektor)


def test_a_local_factor_with_the_slug_of_a_national_one_is_another(
    cast: Cast, edition: Edition, factor: Factor, local: Factor, goals: list[SubGoal]
) -> None:
    Factor.objects.filter(pk=local.pk).update(slug="ansvar")
    own = Factor.objects.select_related("edition").get(pk=local.pk)
    add_concern(cast, own, goals[0])
    links = sub_goal_links(cast.organisation)
    assert concerned_by(links, own, [0], goals)
    assert not concerned_by(links, factor, [0], goals)


# the organisation's own pages, and the nation's


def test_the_factors_page_within_the_organisation_says_whose_choice_it_is(
    client: Client, cast: Cast, factor: Factor, local: Factor, goals: list[SubGoal]
) -> None:
    assert "Inget delmål är kopplat till framgångsfaktorn." in read(client, cast.rektor)
    add_concern(cast, factor, goals[0])
    add_concern(cast, local, goals[1], row=1)
    for address, told in ((OWN, "delmål 1 (hela faktorn)"), (f"{OWN[:-7]}egen/mer/", "delmål 2")):
        page = read(client, cast.rektor, address)
        assert told in page
        assert "Valt av Ekby kommun, inte en nationell koppling" in page
        assert "Välj delmål" not in page
        assert "Välj delmål" in read(client, cast.admin, address)


def test_rows_of_a_local_addition_stand_beside_the_national_ones_marked_as_local(
    client: Client, cast: Cast, edition: Edition, local: Factor
) -> None:
    page = read(client, cast.few[0])
    assert "Egna rader: Mer ansvar Lokal Raderna är lokala: Ekby kommun har lagt till dem" in page
    assert "ansvar rektor 1" in page.split("Egna rader")[0]
    assert "mer rektor 1" in page.split("Egna rader")[1]
    other = read(client, cast.few[0], "/ekby/faktorer/larande/")
    assert "Egna rader" not in other


def test_of_an_addition_the_newest_edition_is_shown_and_no_draft(
    client: Client, cast: Cast, local: Factor
) -> None:
    newer = drafts.go_on_from(local.edition, "nasta", "Nästa utgåva")
    Statement.objects.filter(factor__edition=newer).update(text="Omskriven rad.")
    assert "Omskriven rad." not in read(client, cast.rektor)
    newer.publish(None, today())
    page = read(client, cast.rektor)
    assert "Omskriven rad." in page
    assert "mer rektor 1" not in page


def test_each_id_stands_once_on_the_page(client: Client, cast: Cast, local: Factor) -> None:
    client.force_login(cast.admin)
    ids = re.findall(r'\sid="([^"]+)"', client.get(OWN).content.decode())
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", ["/faktorer/ansvar/", "/utgavor/prov-2026/ansvar/", "/mal/"])
def test_the_nations_own_pages_are_untouched(
    client: Client,
    cast: Cast,
    factor: Factor,
    goals: list[SubGoal],
    address: str,
) -> None:
    before = client.get(address).content
    own = Edition.objects.create(
        slug="egen", title="Egen", organisation=cast.organisation, published_on=today()
    )
    add_factor(own, "mer", "Mer ansvar", 1)
    own.factors.update(adds_to="ansvar")
    add_concern(cast, factor, goals[0])
    assert client.get(address).content == before


def test_an_organisation_sees_its_own_choices_only(
    client: Client, cast: Cast, factor: Factor, local: Factor, goals: list[SubGoal]
) -> None:
    add_concern(cast, factor, goals[0])
    elsewhere = cast.outsider.memberships.get().organisation
    add_unit(elsewhere, "Annanskolan", "annanskolan", "GR")
    page = read(client, cast.outsider, "/annanby/faktorer/ansvar/")
    assert "Inget delmål är kopplat till framgångsfaktorn." in page
    assert "Egna rader" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_the_same_however_much_is_linked(
    client: Client,
    cast: Cast,
    edition: Edition,
    factor: Factor,
    local: Factor,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for row in range(1, number + 1):
        add_concern(cast, factor, add_goal(edition, row), row=1)
    client.force_login(cast.admin)
    with django_assert_num_queries(16):
        page = text_of(client.get(OWN))
    assert page.count("(rad 1)") == number
    with django_assert_num_queries(13):
        client.get(f"{PAGE}?rad=1")
