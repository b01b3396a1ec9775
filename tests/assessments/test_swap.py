"""Who answered what leaves no trace: two answer sheets of one block are exchanged before
closing, and every result and report of every reader is the same, byte for byte."""

import re
from collections.abc import Collection
from itertools import product
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round, close_unit
from assessments.models import Participation, Rating, Reflection, Remark, Round
from assessments.report.storage import stored_report
from factors.models import Prompt
from portal.models import Unit, User
from portal.terms import Level
from tests.assessments.conftest import Answer, statements_of
from tests.conftest import Cast
from tests.url_matrix import LINES

# By the reader's number and the address: the status, and what is said.
Pages = dict[tuple[int, str], tuple[int, bytes]]
PLACES = {"unit": ("bjorkskolan", "lillskolan", "tallens-forskola"), "position": (1, 2)}
# They say the same to everybody who may read them.
REPORTS = {
    f"assessments:{place}report{form}"
    for place in ("", "unit_")
    for form in ("", "_pdf", "_xlsx", "_csv", "_json")
}
# Printed from what the reports' pages say, which costs a second each: once is enough.
PDFS = {"assessments:report_pdf", "assessments:unit_report_pdf"}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
ASKED_FOR = (
    ("assessments:results", "?niva=rektor"),
    ("assessments:results", "?skolform=GR&grupp=omrade"),
    ("assessments:results_included", "?siffra=svarat"),
    ("assessments:results_included", "?siffra=olika"),
    ("assessments:results_included", "?niva=undervisning&faktor=1&enhet=bjorkskolan"),
    ("assessments:results_factor", "?ordning=spannvidd"),
)


@pytest.fixture
def answered_round(cast: Cast, open_round: Round, answer: Answer) -> Round:
    """As the closed round of the small cast, but open and with comments and reflections."""
    answer(cast.skolchef, 3, 4, 3, 2, 3, None)
    answer(cast.rektor, 4, 4, 3, 3, 3, 2)
    answer(cast.lill_rektor, 2, 2, 1, 3, 2, 2)
    for number, teacher in enumerate(cast.teachers):
        participation = answer(teacher, number % 4 + 1, 4 - number % 3, None, number % 2 + 2)
        write(participation, f"Kommentar {9 - number}")
    return open_round


def write(participation: Participation, text: str) -> None:
    statement = statements_of(participation.assessment)[0]
    Remark.objects.create(
        response=participation.response, statement=statement, text=text, token=uuid4()
    )
    Reflection.objects.create(
        participation=participation,
        factor=statement.factor,
        prompt=Prompt.objects.first(),
        text=f"Tanke: {text}",
        shared=True,
        token=uuid4(),
    )


def exchange(round: Round, one: User, other: User) -> None:
    """The two persons' answer sheets change owner."""
    asked = Participation.objects.filter(assessment__round=round)
    first, second = asked.get(user=one), asked.get(user=other)
    for model in (Rating, Remark):
        trade(model, "response", first.response_id, second.response_id)
    trade(Reflection, "participation", first.pk, second.pk)


def trade(model, owner: str, first: int, second: int) -> None:
    """By way of memory, since both may have answered the same statement."""
    sheets = {key: list(model.objects.filter(**{owner: key})) for key in (first, second)}
    model.objects.filter(**{f"{owner}__in": sheets}).delete()
    for key, rows in ((first, sheets[second]), (second, sheets[first])):
        for row in rows:
            row.pk = None
            setattr(row, f"{owner}_id", key)
            row.save(force_insert=True)


def addresses(round: Round) -> dict[str, list[str]]:
    """Every page of the matrix that is about a closed round, by name, at each unit and factor.

    A page that comes to be is in the matrix, and so here.
    """
    found: dict[str, list[str]] = {}
    for line in LINES:
        named = line.arguments.keys() - {"organisation", "pk"}
        about_results = line.verb == "GET" and line.arguments.get("pk") == "closed"
        if about_results and named <= PLACES.keys():
            found[line.name] = [
                reverse(
                    line.name,
                    kwargs={"organisation": round.organisation.slug, "pk": round.pk}
                    | dict(zip(sorted(named), place, strict=True)),
                )
                for place in product(*(PLACES[name] for name in sorted(named)))
            ]
    for name, query in ASKED_FOR:
        found[f"{name}{query}"] = [f"{address}{query}" for address in found[name]]
    return found


def pages_after_closing(
    round: Round,
    cast: Cast,
    early: Unit | None = None,
    skip: Collection[str] = (),
    beside: Collection[User] = (),
) -> Pages:
    """Every page of every reader once the round is closed, in a world that is then undone.

    The administrator reads, and those of the smaller unit, and who is named beside them.
    """
    asked = (cast.lill_rektor, cast.few[0], *beside)
    admin, *others = (signed_in(reader) for reader in (cast.admin, *asked))
    with transaction.atomic():
        if early:
            close_unit(Round.objects.get(pk=round.pk), early)
        close_round(Round.objects.get(pk=round.pk))
        if not PDFS.issubset(skip):
            print_reports(round)
        pages = {
            (number, address): page(reader, address)
            for name, found in addresses(round).items()
            for number, reader in enumerate([admin] if name in REPORTS else [admin, *others])
            for address in found
            if name not in skip
        }
        transaction.set_rollback(True)
    return pages


def print_reports(round: Round) -> None:
    for unit in (None, *Unit.objects.filter(assessments__round=round).distinct()):
        stored_report(Round.objects.get(pk=round.pk), unit)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(reader: Client, address: str) -> tuple[int, bytes]:
    """Only what the page says: its frame holds tokens that are new each time.

    Comments are numbered on as they are written, in alphabetical order: the first one is 1.
    """
    response = reader.get(address)
    said = response.getvalue()
    main = re.search(rb"<main.*</main>", TOKEN.sub(b"", said), re.DOTALL)
    return response.status_code, renumbered(main.group()) if main else said


def renumbered(main: bytes) -> bytes:
    number = re.compile(rb"(?<=kommentar-)\d+|(?<=kommentarer/)\d+(?=/maskera)")
    first = min(map(int, number.findall(main)), default=1)
    return number.sub(lambda match: b"%d" % (int(match[0]) - first + 1), main)


@pytest.mark.one_database
def test_exchanged_sheets_in_a_unit_of_its_own_leave_no_trace(answered_round: Round, cast: Cast):
    others = (cast.skolchef, cast.rektor, cast.teachers[0])
    before = pages_after_closing(answered_round, cast, beside=others)
    exchange(answered_round, cast.teachers[0], cast.teachers[1])
    assert pages_after_closing(answered_round, cast, beside=others) == before
    assert any(b"Kommentar 9" in main for _status, main in before.values())
    assert any(said.startswith(b"%PDF") for _status, said in before.values())


def test_exchanged_sheets_of_two_pooled_units_leave_no_trace(
    answered_round: Round, cast: Cast, answer: Answer
):
    answer(cast.few[0], 1, 1, 1, 1)
    before = pages_after_closing(answered_round, cast, skip=PDFS)
    exchange(answered_round, cast.teachers[2], cast.few[0])
    assert pages_after_closing(answered_round, cast, skip=PDFS) == before
    assert any("räknas ihop".encode() in main for _status, main in before.values())


def test_sheets_exchanged_between_blocks_are_seen(answered_round: Round, cast: Cast):
    """The fault that the tests above must be able to notice, on the units' pages alone."""
    others = addresses(answered_round).keys() - {"assessments:unit_results"}
    before = pages_after_closing(answered_round, cast, skip=others)
    exchange(answered_round, cast.rektor, cast.lill_rektor)
    assert pages_after_closing(answered_round, cast, skip=others) != before


@pytest.mark.one_database
def test_what_is_answered_by_those_who_are_left_out_leaves_no_trace(
    answered_round: Round, cast: Cast, answer: Answer
):
    """Björkskolan is a block before Lillskolan's one voice closes, and finds no company."""
    mine = answer(cast.few[0], 1, 1, 1, 1)
    before = pages_after_closing(answered_round, cast, early=cast.bjork, skip=PDFS)
    Rating.objects.filter(response=mine.response).update(step=4)
    assert pages_after_closing(answered_round, cast, early=cast.bjork, skip=PDFS) == before
    assert any("För få svar".encode() in main for _status, main in before.values())


@pytest.mark.one_database
def test_exchanged_sheets_of_units_that_were_placed_together_leave_no_trace(
    answered_round: Round, cast: Cast, answer: Answer
):
    answered_round.assessments.filter(level=Level.UNDERVISNING).update(company=1)
    answer(cast.few[0], 1, 1, 1, 1)
    before = pages_after_closing(answered_round, cast, cast.bjork, skip=REPORTS)
    exchange(answered_round, cast.teachers[2], cast.few[0])
    assert pages_after_closing(answered_round, cast, cast.bjork, skip=REPORTS) == before
    assert any("räknas ihop".encode() in main for _status, main in before.values())


def test_every_page_of_results_in_the_matrix_is_read(answered_round: Round):
    read = addresses(answered_round)
    assert {"assessments:results", "assessments:unit_results_factor"} | REPORTS <= read.keys()
    assert len(read["assessments:unit_results_factor"]) == 6
