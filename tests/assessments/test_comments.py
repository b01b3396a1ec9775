"""What people wrote: what closing keeps of it, who may read that, and how it is found."""

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round, close_unit
from assessments.comments import comments
from assessments.models import Comment, Participation, Reflection, Remark, Round
from factors.models import Prompt, Statement
from portal.days import today
from portal.models import Unit, User
from portal.terms import Level
from tests.assessments.conftest import Answer, Everybody, overall, statements_of
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def remark(participation: Participation, text: str, statement: Statement | None = None) -> None:
    statement = statement or statements_of(participation.assessment)[0]
    Remark.objects.create(
        response=participation.response, statement=statement, text=text, token=uuid4()
    )


def reflect(participation: Participation, text: str, *, shared: bool) -> Reflection:
    prompt = Prompt.objects.earliest("position")
    factor = overall().factor
    return Reflection.objects.create(
        participation=participation,
        factor=factor,
        prompt=prompt,
        text=text,
        shared=shared,
        token=uuid4(),
    )


def reflections(round: Round, unit: Unit) -> list[str]:
    found = comments(round, unit, from_above=False).reflections(overall().factor)
    return [comment.text for comment in found]


def test_comments_lie_in_alphabetical_order(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    for participation, text in zip(everybody, ("Örn", "zebra", "Ål", " ", "apa", ""), strict=True):
        remark(participation, text)
    close_round(open_round)
    shown = comments(open_round, cast.bjork, from_above=False)
    assert [str(each) for each in shown.on(overall())] == ["apa", "zebra", "Ål", "Örn"]
    stored = Comment.objects.order_by("pk").values_list("text", flat=True)
    assert list(stored) == ["apa", "zebra", "Ål", "Örn"]


def test_comments_on_a_statement_that_few_rated_are_not_kept(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    unrated = statements_of(everybody[0].assessment)[2]
    remark(everybody[0], "bara jag", unrated)
    close_round(open_round)
    assert not Comment.objects.exists()
    assert not Remark.objects.exists()


def test_comments_from_a_pool_are_not_kept(
    open_round: Round, cast: Cast, answer: Answer, everybody: Everybody
) -> None:
    remark(everybody[0], "från den stora")
    remark(answer(cast.few[0], 3), "från den lilla")
    close_round(open_round)
    assert not Comment.objects.exists()
    assert not Remark.objects.exists()


def test_only_shared_reflections_are_copied_and_all_stay_the_persons_own(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    private = reflect(everybody[0], "mitt eget", shared=False)
    reflect(everybody[1], "till alla", shared=True)
    close_round(open_round)
    assert reflections(open_round, cast.bjork) == ["till alla"]
    private.refresh_from_db()
    assert (private.text, private.participation) == ("mitt eget", everybody[0])


def test_a_reflection_shared_where_nothing_is_shown_is_not_copied(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    reflect(answer(cast.few[0], 3), "nästan ensam", shared=True)
    close_round(open_round)
    assert not Comment.objects.exists()


def test_comments_of_a_rektor_are_for_those_above(
    open_round: Round, cast: Cast, answer: Answer
) -> None:
    participation = answer(cast.rektor, 3)
    remark(participation, "Vi är på väg.")
    close_round(open_round)
    assert not comments(open_round, cast.bjork, from_above=False)
    shown = comments(open_round, cast.bjork, from_above=True)
    assert [str(each) for each in shown.on(overall(Level.REKTOR))] == ["Vi är på väg."]
    assert Remark.objects.filter(response=participation.response).exists()


# The pages


def address(round: Round, unit: str | None = None, **chosen: object) -> str:
    place = [round.organisation.slug, round.pk, *([unit] if unit else [])]
    path = reverse(f"assessments:{'unit_' if unit else ''}comments", args=place)
    return f"{path}?{urlencode(chosen)}"


def main(reader: User, path: str) -> str:
    """The page's own part, marks and all."""
    client = Client()
    client.force_login(reader)
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    return " ".join(response.text.partition("<main")[2].partition("</main>")[0].split())


def texts(page: str) -> list[str]:
    found = re.findall(r'<blockquote class="comment"[^>]*> <p>(.*?)</p>', page)
    return [html.unescape(re.sub("<[^>]+>", "", each)) for each in found]


@pytest.fixture
def told_round(cast: Cast, open_round: Round, answer: Answer, everybody: Everybody) -> Round:
    """Teachers of Björkskolan, a rektor and the skolchef wrote on the first factor."""
    for participation, text in zip(everybody, ("Örnar.", "Mötestid saknas", "älgar"), strict=False):
        remark(participation, text)
    remark(everybody[0], "Andra raden: tid & <b>ro</b>", statements_of(everybody[0].assessment)[1])
    reflect(everybody[4], "Tänk om vi fick tid.", shared=True)
    remark(answer(cast.rektor, 3), "Rektors ord om tid.")
    remark(answer(cast.skolchef, 3), "Skolchefens ord.")
    close_round(open_round)
    return open_round


def test_a_units_comments_are_read_by_statement_and_alphabetically(
    told_round: Round, cast: Cast
) -> None:
    page = main(cast.teachers[3], address(told_round, "bjorkskolan"))
    assert texts(page) == [
        "Mötestid saknas",
        "älgar",
        "Örnar.",
        "Andra raden: tid & <b>ro</b>",
        "Tänk om vi fick tid.",
    ]
    assert page.index("Sammantaget") < page.index("Rad 1") < page.index("Delad reflektion")
    assert "… ansvar undervisning 1" in page
    assert "Vad fungerar?" in page
    assert 'aria-current="page">Kommentarer' in page


def test_a_comment_leads_to_an_action_and_a_talk_on_its_row(told_round: Round, cast: Cast) -> None:
    at = f"omgang={told_round.pk}&amp;enhet=bjorkskolan&amp;faktor=1&amp;rad=0"
    address = f"/ekby/omgangar/{told_round.pk}/enheter/bjorkskolan/kommentarer/"
    ways = {f'href="/ekby/utveckling/ny/?{at}"', f'href="/ekby/samtal/nytt/?{at}"'}
    client = Client()
    for reader, led in ((cast.rektor, ways), (cast.skolchef, set())):
        client.force_login(reader)
        page = client.get(address).content.decode()
        assert {way for way in ways if way in page} == led


def test_those_above_read_what_the_rektor_wrote_too(told_round: Round, cast: Cast) -> None:
    assert "Rektors ord om tid." in main(cast.skolchef, address(told_round, "bjorkskolan"))
    assert "Rektors ord om tid." not in main(cast.rektor, address(told_round, "bjorkskolan"))


def test_the_huvudman_reads_all_with_the_unit_at_the_anonymous_ones_alone(
    told_round: Round, cast: Cast
) -> None:
    page = main(cast.skolchef, address(told_round))
    assert texts(page) == [
        "Skolchefens ord.",
        "Rektors ord om tid.",
        "Mötestid saknas",
        "älgar",
        "Örnar.",
        "Andra raden: tid & <b>ro</b>",
        "Tänk om vi fick tid.",
    ]
    assert page.count(">Björkskolan</a>") == 5
    rektors = page.partition("Rektors ord om tid.")[2].partition("</blockquote>")[0]
    assert "skolan" not in rektors


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tid", ["Mötestid", "tid", "tid"]),
        ("MÖTEST", ["Mötestid"]),
        ("motestid", ["Mötestid"]),
        ("ÄLG", ["älgar"]),
        ("tid raden", ["raden", "tid"]),
        ("fick vi", ["vi", "fick"]),
    ],
)
def test_words_and_parts_of_words_are_found_and_marked(
    told_round: Round, cast: Cast, query: str, found: list[str]
) -> None:
    page = main(cast.rektor, address(told_round, "bjorkskolan", q=query))
    assert re.findall("<mark>(.*?)</mark>", page) == found
    assert "innehåller" in page


@pytest.mark.parametrize("query", ["zebra", "tid zebra", "—", "%", "Rektors"])
def test_what_stands_nowhere_is_told(told_round: Round, cast: Cast, query: str) -> None:
    page = main(cast.rektor, address(told_round, "bjorkskolan", q=query))
    assert f"Inget som innehåller ”{query}”" in page
    assert not texts(page)


def test_comments_are_narrowed_to_a_factor(told_round: Round, cast: Cast) -> None:
    assert len(texts(main(cast.rektor, address(told_round, "bjorkskolan", faktor=1)))) == 5
    page = main(cast.rektor, address(told_round, "bjorkskolan", faktor=2))
    assert "Inga kommentarer om den faktorn" in page


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"faktor": 3}, "Den faktorn är inte med här."),
        ({"faktor": "ansvar"}, "Den faktorn är inte med här."),
        ({"q": "x" * 101}, "som mest 100 tecken"),
        ({"q": "\0"}, "Null"),
    ],
)
def test_what_cannot_be_read_narrows_nothing_and_says_so(
    told_round: Round, cast: Cast, chosen: dict[str, object], told: str
) -> None:
    page = main(cast.rektor, address(told_round, "bjorkskolan", **chosen))
    assert told in page
    assert len(texts(page)) == 5


def test_a_long_list_is_paged_with_what_was_searched_for(
    monkeypatch: pytest.MonkeyPatch, told_round: Round, cast: Cast
) -> None:
    monkeypatch.setattr("assessments.views.comments.PAGE", 2)
    first = main(cast.rektor, address(told_round, "bjorkskolan", q="tid"))
    assert "Sida 1 av 2" in first
    assert "?q=tid&amp;sida=2" in first
    assert texts(main(cast.rektor, address(told_round, "bjorkskolan", q="tid", sida=2))) == [
        "Tänk om vi fick tid."
    ]
    assert "Sida 3 av 3" in main(cast.rektor, address(told_round, "bjorkskolan", sida=99))


def test_while_it_is_open_nothing_is_read(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    remark(everybody[0], "Hemligt än.")
    for path in (address(open_round), address(open_round, "bjorkskolan")):
        page = main(cast.admin, path)
        assert "Pågår fortfarande" in page
        assert "Hemligt än." not in page


def test_of_a_unit_that_closed_early_the_huvudmans_page_waits_for_the_round(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    remark(everybody[0], "Redan klart.")
    close_unit(open_round, cast.bjork)
    assert "Redan klart." in main(cast.admin, address(open_round, "bjorkskolan"))
    assert "Redan klart." not in main(cast.admin, address(open_round))


def test_where_nobody_wrote_and_where_it_is_removed_look_different(
    closed_round: Round, cast: Cast
) -> None:
    assert "Inga kommentarer" in main(cast.admin, address(closed_round))
    pooled = main(cast.rektor, address(closed_round, "bjorkskolan"))
    assert "Inga kommentarer" in pooled
    assert "hopräknade med andra enheters" in pooled
    Round.objects.update(comments_removed_on=today())
    for path in (address(closed_round), address(closed_round, "bjorkskolan")):
        assert "Kommentarerna är gallrade" in main(cast.admin, path)


@pytest.mark.parametrize("written", [1, 3])
def test_queries_do_not_grow_with_the_comments(
    open_round: Round,
    cast: Cast,
    everybody: Everybody,
    django_assert_num_queries: Callable[[int], Any],
    written: int,
) -> None:
    for participation in everybody[:written]:
        remark(participation, f"Skrivet {participation.pk}")
        reflect(participation, f"Tanke {participation.pk}", shared=True)
    close_round(open_round)
    client = Client()
    client.force_login(cast.rektor)
    with django_assert_num_queries(10):
        assert client.get(address(open_round, "bjorkskolan")).text.count("Skrivet ") == 2 * written
    client.force_login(cast.skolchef)
    with django_assert_num_queries(8):
        assert client.get(address(open_round)).text.count("Skrivet ") == written
