import datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from assessments import opening
from assessments.forms.rounds import RoundForm
from assessments.models import Assessment, Participation, Response, Round
from assessments.terms import RoundState
from factors.models import Edition, Factor
from portal.days import today
from portal.models import AuditEvent, Organisation, User
from portal.terms import Level, Role, SchoolForm
from tests.assessments.conftest import Answer, add_round
from tests.conftest import Cast, add_factor, add_person, add_unit

DAY = datetime.timedelta(days=1)


def url(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=["ekby", *args])


def sign_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.admin)


@pytest.fixture
def fields(cast: Cast, edition: Edition) -> dict[str, Any]:
    """What an administrator fills in, all of it right."""
    return {
        "title": "Läsåret 2026/27",
        "factors": [factor.pk for factor in edition.factors.all()],
        "levels": [level.value for level in Level],
        "units": [cast.bjork.pk, cast.lill.pk],
        "floor": 5,
        "opens_on": str(today() + DAY),
        "closes_on": str(today() + 20 * DAY),
    }


def make_draft(cast: Cast, edition: Edition, title: str = "Hösten") -> Round:
    round = add_round(cast.organisation, edition, title)
    round.opened_at = None
    round.save()
    for level in (Level.REKTOR, Level.UNDERVISNING):
        Assessment.objects.create(round=round, level=level, unit=cast.bjork)
    return round


@pytest.fixture
def draft(cast: Cast, edition: Edition) -> Round:
    return make_draft(cast, edition)


# Making a round


def test_a_round_is_made_on_one_page(admin: Client, cast: Cast, fields: dict[str, Any]) -> None:
    response = admin.post(url("round_create"), fields)
    made = Round.objects.get()
    assert response["Location"] == url("round", made.pk)
    assert (made.title, made.created_by, made.state) == (
        "Läsåret 2026/27",
        cast.admin,
        RoundState.DRAFT,
    )
    assert [str(factor) for factor in made.factors.order_by("round_factors__position")] == [
        "Ansvar",
        "Lärande",
    ]
    assert set(made.assessments.values_list("level", "unit")) == {
        ("huvudman", None),
        ("rektor", cast.bjork.pk),
        ("rektor", cast.lill.pk),
        ("undervisning", cast.bjork.pk),
        ("undervisning", cast.lill.pk),
    }
    assert AuditEvent.objects.get().verb == "round.created"


def test_a_round_of_the_huvudman_level_alone_needs_no_unit(
    admin: Client, fields: dict[str, Any]
) -> None:
    admin.post(url("round_create"), fields | {"levels": ["huvudman"], "units": []})
    assert Round.objects.get().assessments.get().unit is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"title": ""}, "Skriv en titel"),
        ({"title": "x" * 101}, "Titeln har 101 tecken"),
        ({"title": "Hösten\x07"}, "tecken som inte syns"),
        ({"title": "Hösten\x00"}, "inte"),
        ({"factors": []}, "Välj minst en framgångsfaktor"),
        ({"factors": ["999999"]}, "finns inte här längre"),
        ({"factors": ["Ansvar"]}, "finns inte här längre"),
        ({"levels": []}, "Välj minst en nivå"),
        ({"levels": ["elev"]}, "finns inte här längre"),
        ({"units": []}, "Välj minst en enhet"),
        ({"units": ["9" * 30]}, "finns inte här längre"),
        ({"opens_on": ""}, "Välj en dag"),
        ({"opens_on": "i morgon"}, "Skriv dagen som år-månad-dag"),
        ({"opens_on": "2020-01-01"}, "Den dagen har varit"),
        ({"opens_on": "9999-12-31", "closes_on": "9999-12-31"}, "inom två år"),
        ({"closes_on": str(today())}, "Sista dagen är före första dagen"),
        ({"closes_on": "9999-12-31"}, "högst ett år"),
        ({"closes_on": "2026-02-30"}, "Skriv dagen som år-månad-dag"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(
    admin: Client, fields: dict[str, Any], wrong: dict[str, Any], message: str
) -> None:
    response = admin.post(url("round_create"), fields | wrong)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Round.objects.exists()


def test_an_emoji_in_the_title_is_no_fault(admin: Client, fields: dict[str, Any]) -> None:
    admin.post(url("round_create"), fields | {"title": "Våren 🌱"})
    assert Round.objects.get().title == "Våren 🌱"


def test_a_factor_needs_something_to_rate_at_each_level(
    admin: Client, fields: dict[str, Any]
) -> None:
    factor = Factor.objects.get(slug="ansvar")
    factor.statements.filter(level=Level.HUVUDMAN).update(complete=False)
    page = admin.post(url("round_create"), fields).content.decode()
    assert "”Ansvar” har inga påståenden att skatta på huvudmannanivån" in page


def test_another_organisations_units_and_factors_are_no_choices(
    admin: Client, cast: Cast, fields: dict[str, Any]
) -> None:
    elsewhere = Organisation.objects.get(slug="annanby")
    unit = add_unit(elsewhere, "Annanskolan", "annanskolan", SchoolForm.GR)
    factor = add_factor(local_edition(elsewhere), "annan", "Annan", 1)
    for wrong in ({"units": [unit.pk]}, {"factors": [factor.pk]}):
        assert admin.post(url("round_create"), fields | wrong).status_code == 422
    page = admin.get(url("round_create")).content.decode()
    assert "Annan" not in page


def local_edition(
    organisation: Organisation, slug: str = "lokal", day: str = "2026-02-01"
) -> Edition:
    return Edition.objects.create(
        organisation=organisation, slug=slug, title="Egna", published_on=day
    )


def test_a_unit_that_has_been_shut_down_is_no_choice(
    admin: Client, cast: Cast, fields: dict[str, Any]
) -> None:
    cast.lill.closed_on = today()
    cast.lill.save()
    assert admin.post(url("round_create"), fields).status_code == 422


def test_factors_are_of_the_newest_editions_the_national_ones_first(
    admin: Client, cast: Cast, edition: Edition
) -> None:
    newer = Edition.objects.create(slug="ny", title="Ny", published_on="2026-09-01")
    add_factor(newer, "ansvar", "Nytt ansvar", 1)
    add_factor(local_edition(cast.organisation), "sprak", "Språk förr", 1)
    add_factor(local_edition(cast.organisation, "lokal-2", "2026-03-01"), "sprak", "Språk", 1)
    form = admin.get(url("round_create")).context["form"]
    assert [factor.name for factor in form.offered_factors] == ["Nytt ansvar", "Språk"]
    assert "Lokal" in admin.get(url("round_create")).content.decode()


def newer_edition(*slugs: str) -> Edition:
    """Published a moment ago."""
    newer = Edition.objects.create(slug="ny", title="Ny utgåva", published_on=today())
    for position, slug in enumerate(slugs, 1):
        add_factor(newer, slug, f"Ny {slug}", position)
    return newer


def test_what_nobody_can_rate_is_not_offered(admin: Client, cast: Cast) -> None:
    newer = newer_edition("ansvar")
    Factor.objects.create(edition=newer, slug="namn", name="Bara namn", position=2, complete=False)
    page = admin.get(url("round_create")).content.decode()
    assert "Ny ansvar" in page
    assert "Bara namn" not in page


def test_a_draft_edition_is_not_offered(admin: Client, cast: Cast, edition: Edition) -> None:
    for keeper in (None, cast.organisation):
        draft = Edition.objects.create(slug="utkast", title="Utkast", organisation=keeper)
        add_factor(draft, "hemlig", "Hemlig", 1)
    form = admin.get(url("round_create")).context["form"]
    assert {factor.edition for factor in form.offered_factors} == {edition}
    secret = list(Factor.objects.filter(slug="hemlig").values_list("pk", flat=True))
    page = admin.post(url("round_create"), {"factors": secret, "pick": "all"})
    assert "Hemlig" not in page.content.decode()


def test_an_edition_published_meanwhile_is_told_and_nothing_is_lost(
    admin: Client, fields: dict[str, Any]
) -> None:
    newer = newer_edition("ansvar")
    page = admin.post(url("round_create"), fields)
    assert page.status_code == 422
    form = page.context["form"]
    assert form.picked("factors") == [newer.factors.get()]
    assert form["title"].value() == fields["title"]
    text = page.content.decode()
    assert "Ny ansvar: nu ur Ny utgåva." in text
    assert "En ny utgåva publicerades medan du skrev." in text
    assert not Round.objects.exists()
    again = fields | {"factors": [str(factor.pk) for factor in form.picked("factors")]}
    assert admin.post(url("round_create"), again).status_code == 302
    assert Round.objects.get().factors.get() == newer.factors.get()


def test_a_factor_that_the_new_edition_lacks_is_told(admin: Client, fields: dict[str, Any]) -> None:
    newer_edition("annat")
    page = admin.post(url("round_create"), fields | {"pick": "all"})
    assert page.status_code == 200
    assert "Ansvar finns inte i den nya utgåvan" in page.content.decode()


def test_a_draft_keeps_its_edition_until_somebody_chooses_the_newer(
    admin: Client, draft: Round, fields: dict[str, Any]
) -> None:
    before = list(draft.factors.all())
    newer = newer_edition(*(factor.slug for factor in before))
    page = admin.get(url("round_edit", draft.pk))
    assert page.context["form"].picked("factors") == before
    assert "Det finns en nyare utgåva" in page.content.decode()
    kept = fields | {"factors": [factor.pk for factor in before]}
    admin.post(url("round_edit", draft.pk), kept)
    assert list(draft.factors.all()) == before
    renewed = admin.post(url("round_edit", draft.pk), kept | {"renew": "1"})
    chosen = renewed.context["form"].picked("factors")
    assert [factor.edition for factor in chosen] == [newer] * len(before)
    admin.post(url("round_edit", draft.pk), fields | {"factors": [each.pk for each in chosen]})
    assert {factor.edition for factor in draft.factors.all()} == {newer}


def test_a_factor_is_asked_about_out_of_one_edition(
    admin: Client, draft: Round, fields: dict[str, Any]
) -> None:
    newer = newer_edition("ansvar")
    old = draft.factors.get(slug="ansvar")
    both = fields | {"factors": [old.pk, newer.factors.get().pk]}
    page = admin.post(url("round_edit", draft.pk), both)
    assert page.status_code == 422
    assert "är förkryssad ur två utgåvor" in page.content.decode()
    assert newer.factors.get() not in draft.factors.all()


def test_a_quick_choice_tells_of_an_edition_published_meanwhile(
    admin: Client, fields: dict[str, Any]
) -> None:
    """The list of factors on the page stands still; what is counted and saved is the new one."""
    told = "En ny utgåva har publicerats sedan sidan öppnades."
    htmx = {"HTTP_HX_REQUEST": "true"}
    pressed = fields | {"pick": "all"}
    assert told not in admin.post(url("round_create"), pressed, **htmx).content.decode()
    newer = newer_edition("ansvar")
    answered = admin.post(url("round_create"), pressed, **htmx)
    assert answered.content.decode().count(told) == 1
    assert answered.context["form"].picked("factors") == [newer.factors.get()]
    assert answered.context["form"].preview.asked > 0
    whole = admin.post(url("round_create"), pressed).content.decode()
    assert whole.count(told) == 1


def test_an_organisations_own_edition_is_renewed_likewise(
    admin: Client, cast: Cast, edition: Edition, fields: dict[str, Any]
) -> None:
    old = add_factor(local_edition(cast.organisation), "sprak", "Språk", 1)
    chosen = fields | {"factors": [*fields["factors"], old.pk]}
    new = add_factor(local_edition(cast.organisation, "var-2", "2026-03-01"), "sprak", "Språk", 1)
    page = admin.post(url("round_create"), chosen)
    assert page.status_code == 422
    assert page.context["form"].picked("factors")[-1] == new
    assert page.context["form"].picked("factors")[:-1] == list(
        Factor.objects.filter(pk__in=fields["factors"])
    )


def test_what_adds_to_a_national_factor_is_asked_right_after_it(
    admin: Client, cast: Cast, edition: Edition, fields: dict[str, Any]
) -> None:
    local = local_edition(cast.organisation)
    for position, (slug, adds_to) in enumerate([("eget", ""), ("mer", "ansvar")], 1):
        factor = add_factor(local, slug, slug.title(), position)
        Factor.objects.filter(pk=factor.pk).update(adds_to=adds_to)
    assert "Tillägg till Ansvar" in admin.get(url("round_create")).content.decode()
    chosen = [factor.pk for factor in Factor.objects.all()]
    admin.post(url("round_create"), fields | {"factors": chosen})
    asked = Round.objects.get().round_factors.all()
    assert [each.factor.slug for each in asked] == ["ansvar", "mer", "larande", "eget"]


# Quick choices and the preview


def test_a_quick_choice_ticks_its_units_and_keeps_what_is_written(
    admin: Client, cast: Cast, fields: dict[str, Any]
) -> None:
    sent = fields | {"pick": "form:FS", "opens_on": "snart"}
    form = admin.post(url("round_create"), sent).context["form"]
    assert form.picked("units") == [cast.bjork, cast.lill, cast.tall]
    assert form["title"].value() == "Läsåret 2026/27"
    assert form["opens_on"].value() == "snart"
    assert not form.errors
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("ticked", "pick", "names"),
    [
        ([], "all", ["Björkskolan", "Lillskolan", "Tallens förskola"]),
        ([], "form:GR", ["Björkskolan", "Lillskolan"]),
        ([], "area:Norra", ["Björkskolan", "Lillskolan"]),
        (["bjork", "lill"], "form:GR", []),
        (["bjork"], "form:GR", ["Björkskolan", "Lillskolan"]),
        (["bjork"], "form:trams", ["Björkskolan"]),
    ],
)
def test_a_quick_choice_adds_a_group_or_takes_it_away(
    admin: Client,
    cast: Cast,
    fields: dict[str, Any],
    ticked: list[str],
    pick: str,
    names: list[str],
) -> None:
    cast.tall.area = "Södra"
    cast.tall.save()
    units = [getattr(cast, name).pk for name in ticked]
    response = admin.post(url("round_create"), fields | {"units": units, "pick": pick})
    assert [unit.name for unit in response.context["form"].picked("units")] == names


def test_the_preview_counts_people_and_minutes_per_level(
    admin: Client, cast: Cast, fields: dict[str, Any]
) -> None:
    response = admin.post(url("round_create"), fields | {"preview": "1"})
    preview = response.context["form"].preview
    assert [(each.level, each.asked, each.statements, each.minutes) for each in preview.levels] == [
        (Level.HUVUDMAN, 1, 6, 4),
        (Level.REKTOR, 2, 6, 4),
        (Level.UNDERVISNING, 8, 4, 3),
    ]
    assert [each.units for each in preview.forecast.pooled] == [(cast.bjork, cast.lill)]


def test_the_preview_tells_of_units_with_nobody_to_ask(
    admin: Client, cast: Cast, fields: dict[str, Any]
) -> None:
    sent = fields | {"levels": ["undervisning"], "units": [cast.tall.pk], "preview": "1"}
    assert admin.post(url("round_create"), sent).context["form"].preview.empty == [cast.tall]


def test_htmx_gets_only_what_changes(admin: Client, fields: dict[str, Any]) -> None:
    htmx = {"HX-Request": "true"}
    preview = admin.post(url("round_create"), fields | {"preview": "1"}, headers=htmx)
    picked = admin.post(url("round_create"), fields | {"pick": "all"}, headers=htmx)
    assert preview.content.decode().lstrip().startswith('<section id="preview"')
    assert picked.content.decode().lstrip().startswith('<fieldset id="units"')
    assert 'id="preview"' in picked.content.decode()


def test_the_fragment_is_what_a_fresh_page_shows(admin: Client, fields: dict[str, Any]) -> None:
    fragment = admin.post(
        url("round_create"), fields | {"preview": "1"}, headers={"HX-Request": "true"}
    )
    page = admin.post(url("round_create"), fields | {"preview": "1"})
    assert fragment.content.decode().strip() in page.content.decode()


# A draft


def test_a_draft_is_changed(
    admin: Client, cast: Cast, draft: Round, fields: dict[str, Any]
) -> None:
    page = admin.get(url("round_edit", draft.pk)).context["form"]
    assert page.picked("units") == [cast.bjork]
    assert page.picked("levels") == [Level.REKTOR, Level.UNDERVISNING]
    assert len(page.picked("factors")) == 2
    admin.post(url("round_edit", draft.pk), fields | {"levels": ["rektor"]})
    draft.refresh_from_db()
    assert draft.title == "Läsåret 2026/27"
    assert set(draft.assessments.values_list("level", "unit")) == {
        ("rektor", cast.bjork.pk),
        ("rektor", cast.lill.pk),
    }


def test_an_open_round_is_not_changed(
    admin: Client, open_round: Round, fields: dict[str, Any]
) -> None:
    response = admin.post(url("round_edit", open_round.pk), fields, follow=True)
    assert "kan inte ändras längre" in response.content.decode()
    assert open_round.assessments.count() == 7


def test_a_draft_that_opens_while_it_is_changed_stays_as_it_was(
    admin: Client, cast: Cast, draft: Round, fields: dict[str, Any]
) -> None:
    form = RoundForm(Round.objects.get(pk=draft.pk), querydict(fields))
    assert form.is_valid()
    opening.open_round(draft)
    with pytest.raises(opening.Refused):
        form.save()
    assert Round.objects.get().title == "Hösten"


def querydict(fields: dict[str, Any]) -> Any:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_the_drafts_page_has_a_preview_and_opens_it(admin: Client, draft: Round) -> None:
    page = admin.get(url("round", draft.pk)).content.decode()
    assert "Öppna nu" in page
    response = admin.post(url("round_open", draft.pk), follow=True)
    assert "Omgången är öppen." in response.content.decode()
    assert Participation.objects.count() == 7
    assert AuditEvent.objects.get().verb == "round.opened"


def test_opening_twice_is_told(admin: Client, open_round: Round) -> None:
    response = admin.post(url("round_open", open_round.pk), follow=True)
    assert "redan öppnad" in response.content.decode()
    assert not AuditEvent.objects.exists()


# An open round


def test_a_round_is_extended(admin: Client, open_round: Round) -> None:
    day = open_round.closes_on + 3 * DAY
    admin.post(url("round_extend", open_round.pk), {"closes_on": str(day)})
    assert Round.objects.get().closes_on == day
    assert AuditEvent.objects.get().verb == "round.extended"


@pytest.mark.parametrize("day", ["", "nästa vecka", "2020-01-01", "9999-12-31", str(today())])
def test_a_wrong_new_last_day_is_told(admin: Client, open_round: Round, day: str) -> None:
    response = admin.post(url("round_extend", open_round.pk), {"closes_on": day})
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    assert Round.objects.get().closes_on == open_round.closes_on


def test_closing_asks_first_and_tells_what_will_happen(
    admin: Client, cast: Cast, open_round: Round
) -> None:
    response = admin.get(url("round_close", open_round.pk))
    page = response.content.decode()
    assert "Det går inte att ångra" in page
    assert response.context["foresight"].pooled == (cast.lill,)
    refused = admin.post(url("round_close", open_round.pk))
    assert refused.status_code == 422
    assert Round.objects.get().state is RoundState.OPEN


def test_a_round_is_closed_early(admin: Client, open_round: Round) -> None:
    response = admin.post(url("round_close", open_round.pk), {"confirmed": "on"}, follow=True)
    assert "Omgången är stängd." in response.content.decode()
    assert Round.objects.get().state is RoundState.CLOSED
    assert AuditEvent.objects.get().verb == "round.closed"


def test_an_unanswered_round_is_removed_after_a_question(admin: Client, open_round: Round) -> None:
    assert admin.post(url("round_delete", open_round.pk)).status_code == 422
    admin.post(url("round_delete", open_round.pk), {"confirmed": "on"})
    assert not Round.objects.exists()
    assert AuditEvent.objects.get().verb == "round.removed"


def test_an_answered_round_is_not_removed(
    admin: Client, cast: Cast, open_round: Round, answer: Answer
) -> None:
    answer(cast.teachers[0], 2)
    response = admin.post(url("round_delete", open_round.pk), {"confirmed": "on"}, follow=True)
    assert "Någon har svarat" in response.content.decode()
    assert not AuditEvent.objects.exists()


def test_the_page_tells_the_same_whichever_few_have_answered(
    admin: Client, cast: Cast, open_round: Round, answer: Answer
) -> None:
    before = body(admin.get(url("round", open_round.pk)))
    answer(cast.teachers[0], 2, 3)
    Response.objects.filter(participation__user=cast.teachers[0]).update(handed_in_on=today())
    assert body(admin.get(url("round", open_round.pk))) == before


def body(response: Any) -> str:
    """The page's own part, without the tokens that differ each time."""
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


# A unit closes its own part


def test_a_rektor_closes_the_units_own_part(client: Client, cast: Cast, open_round: Round) -> None:
    sign_in(client, cast.rektor)
    address = url("unit_close", open_round.pk, "bjorkskolan")
    assert "Det går inte att ångra" in client.get(address).content.decode()
    client.post(address, {"confirmed": "on"})
    closed = open_round.assessments.filter(closed_at__isnull=False)
    assert {assessment.unit for assessment in closed} == {cast.bjork}
    assert Round.objects.get().state is RoundState.OPEN
    assert AuditEvent.objects.get().verb == "assessment.closed"
    assert "är inte öppen" in client.post(address, follow=True).content.decode()


def test_who_may_close_a_units_part(client: Client, cast: Cast, open_round: Round) -> None:
    address = url("unit_close", open_round.pk, "bjorkskolan")
    expected = {
        cast.admin: 200,
        cast.rektor: 200,
        cast.skolchef: 403,
        cast.teachers[0]: 403,
        cast.lill_rektor: 404,
        cast.few[0]: 404,
        cast.outsider: 404,
    }
    assert {user: sign_in(client, user).get(address).status_code for user in expected} == expected
    assert sign_in(client, cast.admin).get(url("unit_close", 1, "finns-inte")).status_code == 404


# Who sees what

ADMIN_PAGES = ["round_edit", "round_extend", "round_close", "round_delete", "participants"]


def test_a_rektor_sees_their_own_units_part(client: Client, cast: Cast, open_round: Round) -> None:
    page = sign_in(client, cast.rektor).get(url("round", open_round.pk)).content.decode()
    assert "Björkskolan" in page
    assert "Lillskolan" not in page
    assert "Sigrid" not in page
    assert "Stäng i förtid" not in page


def test_the_huvudman_follows_but_changes_nothing(
    client: Client, cast: Cast, open_round: Round
) -> None:
    sign_in(client, cast.skolchef)
    page = client.get(url("round", open_round.pk)).content.decode()
    assert "Lillskolan" in page
    assert "Stäng i förtid" not in page
    assert [client.get(url(name, open_round.pk)).status_code for name in ADMIN_PAGES] == [403] * 5
    assert client.post(url("round_open", open_round.pk)).status_code == 403


def test_a_teacher_may_not_follow_a_round(client: Client, cast: Cast, open_round: Round) -> None:
    sign_in(client, cast.teachers[0])
    assert client.get(url("rounds")).status_code == 403
    assert client.get(url("round", open_round.pk)).status_code == 403
    assert client.get(url("round_create")).status_code == 403


def test_a_rektor_who_teaches_elsewhere_follows_only_where_they_lead(
    client: Client, cast: Cast, edition: Edition, open_round: Round
) -> None:
    both = add_person("Bo", cast.organisation, Role.UNDERVISNING, cast.bjork)
    unit = add_unit(cast.organisation, "Annexet", "annexet", SchoolForm.GR)
    both.memberships.create(organisation=cast.organisation, role=Role.REKTOR, unit=unit)
    sign_in(client, both)
    assert client.get(url("round", open_round.pk)).status_code == 403
    assert not client.get(url("rounds")).context["rounds"]


def test_a_draft_exists_only_for_administrators(client: Client, cast: Cast, draft: Round) -> None:
    for user in (cast.skolchef, cast.rektor, cast.teachers[0]):
        assert sign_in(client, user).get(url("round", draft.pk)).status_code == 404


def test_another_organisations_rounds_do_not_exist(
    client: Client, cast: Cast, open_round: Round
) -> None:
    sign_in(client, cast.outsider)
    names = ["round", "round_open", *ADMIN_PAGES]
    assert {client.post(url(name, open_round.pk)).status_code for name in names} <= {404, 405}
    assert client.get(url("rounds")).status_code == 404
    theirs = [reverse(f"assessments:{name}", args=["annanby", open_round.pk]) for name in names]
    assert {client.post(address).status_code for address in theirs} <= {404, 405}


def test_the_wrong_method_is_refused(admin: Client, open_round: Round) -> None:
    assert admin.get(url("round_open", open_round.pk)).status_code == 405
    assert admin.post(url("round", open_round.pk)).status_code == 405
    assert admin.post(url("rounds")).status_code == 405
    assert admin.delete(url("round_delete", open_round.pk)).status_code == 405


def test_a_post_without_its_token_is_refused(cast: Cast, open_round: Round) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), cast.admin)
    for name in ("round_open", "round_extend", "round_close", "round_delete"):
        assert client.post(url(name, open_round.pk), {"confirmed": "on"}).status_code == 403
    assert Round.objects.get().state is RoundState.OPEN


def test_a_number_beyond_the_database_is_not_found(admin: Client) -> None:
    assert admin.get(f"/ekby/omgangar/{'9' * 30}/").status_code == 404


def test_a_closed_round_says_so(admin: Client, closed_round: Round) -> None:
    page = admin.get(url("round", closed_round.pk)).content.decode()
    assert "Stängd" in page
    response = admin.post(url("round_close", closed_round.pk), {"confirmed": "on"}, follow=True)
    assert "inte öppen" in response.content.decode()


def test_an_empty_list_shows_what_to_do(admin: Client) -> None:
    assert "Skapa den första" in admin.get(url("rounds")).content.decode()


# Following an open round


def test_units_under_half_come_first_with_links_to_remind(
    admin: Client, cast: Cast, open_round: Round
) -> None:
    place = open_round.assessments.get(unit=cast.tall, level=Level.UNDERVISNING)
    for number in range(10):
        user = User.objects.create_user(f"{number}@tall.example", str(number))
        place.participations.create(user=user, response=place.responses.create())
    page = admin.get(url("round", open_round.pk)).content.decode()
    under, few = page.index("Under hälften har svarat"), page.index("Färre än 10 tillfrågade")
    assert under < page.index(url("unit_remind", open_round.pk, "tallens-forskola")) < few
    assert few < page.index(url("unit_remind", open_round.pk, "bjorkskolan"))
    assert url("remind", open_round.pk) in page
    assert "<b>0 av 3</b> har lämnat in" in page


def test_a_rektor_follows_and_reminds_the_own_unit_alone(
    client: Client, cast: Cast, open_round: Round
) -> None:
    page = sign_in(client, cast.rektor).get(url("round", open_round.pk)).content.decode()
    assert url("unit_remind", open_round.pk, "bjorkskolan") in page
    assert url("remind", open_round.pk) not in page
    assert "Lillskolan" not in page


def test_opening_tells_how_many_have_no_address(admin: Client, cast: Cast, draft: Round) -> None:
    User.objects.filter(pk=cast.rektor.pk).update(email=None)
    page = admin.post(url("round_open", draft.pk), follow=True).content.decode()
    assert "1 tillfrågad saknar e-post: skriv ut en inloggningslapp." in page


# How much each page asks of the database


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list(
    admin: Client, cast: Cast, edition: Edition, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        make_draft(cast, edition, f"Omgång {number}")
    with django_assert_num_queries(5):
        admin.get(url("rounds"))


@pytest.mark.parametrize("units", [1, 3])
def test_queries_of_a_draft_and_of_its_form(
    admin: Client, cast: Cast, draft: Round, django_assert_num_queries: Any, units: int
) -> None:
    for unit in (cast.lill, cast.tall)[: units - 1]:
        Assessment.objects.create(round=draft, level=Level.REKTOR, unit=unit)
    with django_assert_num_queries(11):
        admin.get(url("round", draft.pk))
    with django_assert_num_queries(13):
        admin.get(url("round_edit", draft.pk))


@pytest.mark.parametrize("units", [1, 3])
def test_queries_of_an_open_round(
    admin: Client, cast: Cast, open_round: Round, django_assert_num_queries: Any, units: int
) -> None:
    if units == 1:
        open_round.assessments.filter(unit__in=[cast.lill, cast.tall]).delete()
    with django_assert_num_queries(10):
        admin.get(url("round", open_round.pk))
