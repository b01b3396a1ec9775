"""Who answered what leaves no trace: two answer sheets of one block are exchanged before
closing, and every result and report of every reader is the same, byte for byte."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round
from assessments.models import Participation, Rating, Reflection, Remark, Round
from factors.models import Prompt
from portal.models import User
from tests.assessments.conftest import Answer, statements_of
from tests.conftest import Cast

Pages = dict[tuple[str, str], tuple[int, bytes]]


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


def addresses(round: Round) -> Iterator[str]:
    place = [round.organisation.slug, round.pk]
    yield reverse("assessments:results", args=place)
    yield reverse("assessments:results", args=place) + "?niva=rektor"
    yield reverse("assessments:comments", args=place)
    yield reverse("assessments:comments", args=place) + "?q=kommentar+9"
    for unit in ("bjorkskolan", "lillskolan", "tallens-forskola"):
        yield reverse("assessments:unit_results", args=[*place, unit])
        yield reverse("assessments:unit_comments", args=[*place, unit])
        for position in (1, 2):
            yield reverse("assessments:unit_results_factor", args=[*place, unit, position])
    for position in (1, 2):
        yield reverse("assessments:results_factor", args=[*place, position]) + "?ordning=spannvidd"


def reports(round: Round) -> Iterator[str]:
    """They say the same to everybody who may read them."""
    place = [round.organisation.slug, round.pk]
    for name in ("report", "report_pdf"):
        yield reverse(f"assessments:{name}", args=place)
        for unit in ("bjorkskolan", "lillskolan", "tallens-forskola"):
            yield reverse(f"assessments:unit_{name}", args=[*place, unit])


def pages_after_closing(round: Round, cast: Cast) -> Pages:
    """Every page of every reader once the round is closed, in a world that is then undone."""
    readers = (cast.admin, cast.skolchef, cast.rektor, cast.lill_rektor, cast.teachers[0])
    with transaction.atomic():
        close_round(Round.objects.get(pk=round.pk))
        pages = {
            (reader.email, address): page(reader, address)
            for reader in (*readers, cast.few[0])
            for address in addresses(round)
        }
        pages |= {(cast.admin.email, each): page(cast.admin, each) for each in reports(round)}
        transaction.set_rollback(True)
    return pages


def page(reader: User, address: str) -> tuple[int, bytes]:
    """Only what the page says: its frame holds tokens that are new each time.

    Comments are numbered on as they are written, in alphabetical order: the first one is 1.
    """
    client = Client()
    client.force_login(reader)
    response = client.get(address)
    said = response.getvalue()
    main = re.search(rb"<main.*</main>", said, re.DOTALL)
    return response.status_code, renumbered(main.group()) if main else said


def renumbered(main: bytes) -> bytes:
    number = re.compile(rb"(?<=kommentar-)\d+|(?<=kommentarer/)\d+(?=/maskera)")
    first = min(map(int, number.findall(main)), default=1)
    return number.sub(lambda match: b"%d" % (int(match[0]) - first + 1), main)


def test_exchanged_sheets_in_a_unit_of_its_own_leave_no_trace(answered_round: Round, cast: Cast):
    before = pages_after_closing(answered_round, cast)
    exchange(answered_round, cast.teachers[0], cast.teachers[1])
    assert pages_after_closing(answered_round, cast) == before
    assert any(b"Kommentar 9" in main for _status, main in before.values())
    assert any(said.startswith(b"%PDF") for _status, said in before.values())


def test_exchanged_sheets_of_two_pooled_units_leave_no_trace(
    answered_round: Round, cast: Cast, answer: Answer
):
    answer(cast.few[0], 1, 1, 1, 1)
    before = pages_after_closing(answered_round, cast)
    exchange(answered_round, cast.teachers[2], cast.few[0])
    assert pages_after_closing(answered_round, cast) == before
    assert any("räknas ihop".encode() in main for _status, main in before.values())


def test_sheets_exchanged_between_blocks_are_seen(answered_round: Round, cast: Cast):
    """The fault that the tests above must be able to notice."""
    before = pages_after_closing(answered_round, cast)
    exchange(answered_round, cast.rektor, cast.lill_rektor)
    assert pages_after_closing(answered_round, cast) != before
