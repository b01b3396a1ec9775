"""Reading statistics in: the file, what it would change, the yes, and the source itself."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from factors.figures.writing import Gone, plan_of, write
from factors.models import Figure, FigureReading
from portal.models import AuditEvent, Unit
from tests.conftest import Cast
from tests.factors.figures import (
    BJORK,
    CERTIFIED,
    FEW,
    LILL,
    MERIT,
    add_codes,
    add_figures,
    add_reading,
    answer,
    figure,
)
from tests.portal.imports.services import Query, Service, running

START = "/ekby/siffror/"
FILE = f"{START}fil/"
FETCH = f"{START}hamta/"


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    add_codes(cast)
    client.force_login(cast.admin)
    return client


def upload(client: Client, document: Any, name: str = "statistik.json") -> Any:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return client.post(FILE, {"file": SimpleUploadedFile(name, data)}, follow=True)


def stored() -> list[tuple[str, str, str, Decimal | None]]:
    figures = Figure.objects.order_by("unit__slug", "measure", "period")
    return list(figures.values_list("unit__slug", "period", "text", "value"))


def test_from_a_file_to_figures_in_the_portal(admin: Client) -> None:
    document = [
        answer(BJORK, **{MERIT: [figure("231,5"), figure("228,0", "2023/24")]}),
        answer(LILL, **{MERIT: [figure("..", kind=FEW)]}),
        answer("99999999", **{MERIT: [figure("1")]}),
    ]
    page = upload(admin, document)
    text = page.content.decode()
    assert "2 enheter, 1 mått och 2 läsår" in text
    assert "1 enhet är okänd och tas inte med" in text
    assert "99999999" in text
    assert not Figure.objects.exists()
    done = admin.post(page.request["PATH_INFO"], follow=True)
    assert done.redirect_chain == [(START, 302)]
    assert "Inläst: 3 nya siffror och 0 ändrade." in done.content.decode()
    assert stored() == [
        ("bjorkskolan", "2023/24", "228,0", Decimal(228)),
        ("bjorkskolan", "2024/25", "231,5", Decimal("231.5")),
        ("lillskolan", "2024/25", "..", None),
    ]
    event = AuditEvent.objects.get(verb="figures.imported")
    assert event.text == "statistik.json: 3 nya siffror och 0 ändrade"


def test_the_page_tells_what_there_is_and_where_from(admin: Client, cast: Cast) -> None:
    assert "Ingen statistik är inläst än" in admin.get(START).content.decode()
    add_figures(cast, answer(**{MERIT: [figure("231,5"), figure("1", "2020/21")]}))
    page = admin.get(START).content.decode()
    assert "Genomsnittligt meritvärde i årskurs 9" in page
    assert "2020/21 – 2024/25" in page
    assert "statistik.json" in page
    assert "Agnes" in page


def test_the_same_file_again_changes_nothing(admin: Client, cast: Cast) -> None:
    document = [answer(**{MERIT: [figure("231,5")]})]
    first = add_figures(cast, *document)
    page = upload(admin, document)
    assert "Inget att ändra" in page.content.decode()
    plan = write(FigureReading.objects.get(is_written=False))
    assert (len(plan.new), len(plan.changed), plan.unchanged) == (0, 0, 1)
    assert Figure.objects.get().reading == first


def test_a_figure_that_the_source_has_mended_is_mended(cast: Cast) -> None:
    add_codes(cast)
    add_figures(cast, answer(**{MERIT: [figure("231,5"), figure("220", "2020/21")]}))
    later = add_figures(cast, answer(**{MERIT: [figure("..", kind=FEW)]}))
    assert [(text, value) for _unit, _period, text, value in stored()] == [
        ("220", Decimal(220)),
        ("..", None),
    ]
    assert Figure.objects.get(period="2024/25").reading == later


def test_a_suppressed_figure_can_have_no_value_in_the_database(cast: Cast) -> None:
    add_codes(cast)
    add_figures(cast, answer(**{MERIT: [figure("..", kind=FEW)]}))
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.update(value=0)


def test_a_file_with_faults_is_not_read_in_and_each_is_told(admin: Client) -> None:
    page = upload(admin, [answer(**{MERIT: [figure("231,5"), figure("<b>", "2023/24")]})])
    assert page.status_code == 422
    assert f"[0].body.{MERIT}[1].value" in page.content.decode()
    assert "”&lt;b&gt;” är ingen siffra" in page.content.decode()
    assert not FigureReading.objects.exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Filen är tom"),
        (b"PK\3\4", "inte giltig JSON"),
        (b"{}", "Det framgår inte vilken enhet"),
        (b"[]", "Filen har ingen statistik"),
        (b" " * 5_000_001, "högst 5 MB"),
    ],
)
def test_a_file_that_is_something_else_is_refused(admin: Client, data: bytes, told: str) -> None:
    page = upload(admin, data)
    assert page.status_code == 422
    assert told in page.content.decode()


def test_only_others_units_leave_nothing_to_read_in(admin: Client) -> None:
    page = upload(admin, [answer("99999999", **{MERIT: [figure("1")]})]).content.decode()
    assert "Ingen av enheterna är er" in page
    assert "say-yes" not in page


def test_another_organisations_unit_with_the_code_is_left_alone(cast: Cast) -> None:
    elsewhere = cast.outsider.memberships.get().organisation
    Unit.objects.create(
        organisation=elsewhere, name="Deras", slug="deras", code=BJORK, school_forms=("GR",)
    )
    reading = add_reading(cast, answer(**{MERIT: [figure("1")]}))
    assert plan_of(reading).unknown_units == [BJORK]


def test_a_yes_twice_reads_in_once(admin: Client, cast: Cast) -> None:
    reading = add_reading(cast)
    address = f"{START}{reading.pk}/"
    admin.post(address)
    again = admin.post(address, follow=True)
    assert "redan gjord eller avbruten" in again.content.decode()
    assert Figure.objects.count() == 1
    assert AuditEvent.objects.filter(verb="figures.imported").count() == 1
    assert admin.get(address).url == START
    with pytest.raises(Gone):
        write(reading)


def test_a_no_leaves_all_as_it_was(admin: Client, cast: Cast) -> None:
    reading = add_reading(cast)
    admin.post(f"{START}{reading.pk}/avbryt/")
    assert not FigureReading.objects.exists()
    assert not Figure.objects.exists()


def test_what_is_written_cannot_be_cancelled(admin: Client, cast: Cast) -> None:
    reading = add_figures(cast)
    assert admin.post(f"{START}{reading.pk}/avbryt/").status_code == 404
    assert Figure.objects.count() == 1


def test_a_preview_is_seen_by_the_one_who_read_it(client: Client, cast: Cast) -> None:
    reading = add_reading(cast)
    client.force_login(cast.skolchef)
    assert client.get(f"{START}{reading.pk}/").status_code == 403
    client.force_login(cast.outsider)
    assert client.get(f"{START}{reading.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_however_much_there_is(
    admin: Client, cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    measures = [MERIT, CERTIFIED, "nyttMatt"][:number]
    for measure in measures:
        add_figures(cast, answer(**{measure: [figure("1")]}))
    with django_assert_num_queries(5):
        assert admin.get(START).content.decode().count('<th scope="row">') == number


class Statistics(Service):
    """Planned Educations with some answers."""

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__()
        self.answers = answers

    def answer(self, path: str, query: Query, token: str) -> tuple[int, object]:
        return (200, self.answers[path]) if path in self.answers else (404, {"status": "404"})


def test_from_the_source_to_a_preview(admin: Client, settings: Settings) -> None:
    body = answer(BJORK, **{MERIT: [figure("231,5")]})
    service = Statistics({f"/v4/school-units/{BJORK}/statistics/gr": body})
    with running(service):
        settings.STATISTICS_URL = service.address
        page = admin.post(FETCH, follow=True)
    assert "1 enhet, 1 mått och 1 läsår" in page.content.decode()
    assert "Skolverkets statistik, http://127.0.0.1" in page.content.decode()
    # It refuses whoever asks for plain JSON.
    assert service.accepted == {"application/vnd.skolverket.plannededucations.api.v4.hal+json"}
    assert service.asked == [
        f"/v4/school-units/{BJORK}/statistics/fsk",
        f"/v4/school-units/{BJORK}/statistics/gr",
        f"/v4/school-units/{LILL}/statistics/gr",
    ]


def test_a_source_in_trouble_is_told_and_changes_nothing(admin: Client, settings: Settings) -> None:
    service = Statistics({})
    with running(service):
        settings.STATISTICS_URL = service.address
        nothing = admin.post(FETCH, follow=True).content.decode()
        service.troubles = [401]
        refused = admin.post(FETCH, follow=True).content.decode()
    assert "Källan har ingen statistik om era enheter." in nothing
    assert "godtar inte portalens nyckel" in refused
    assert not FigureReading.objects.exists()


def test_there_is_nothing_to_fetch_without_an_address(admin: Client) -> None:
    assert admin.post(FETCH).status_code == 404
    assert "Hämta statistiken" not in admin.get(FILE).content.decode()
