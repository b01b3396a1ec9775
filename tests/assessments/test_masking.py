"""Names of persons are taken out of comments, for ever and wherever the comment is read."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from assessments.closing import close_round
from assessments.comments import comments
from assessments.masking import (
    MASK,
    Gone,
    Stale,
    capitalised,
    digest,
    is_emptied,
    mask,
    masked,
    stands_in,
)
from assessments.models import Comment, Participation, QualityReport, Reflection, Remark, Round
from assessments.report import storage
from assessments.report.storage import report_html, stored_report
from portal.models import AuditEvent, User
from portal.sorting import search_key
from portal.verbs import Verb
from tests.assessments.conftest import Answer, Everybody, overall
from tests.assessments.test_comments import reflect, remark
from tests.assessments.test_results import get, read
from tests.conftest import Cast

TEXT = "Karin Öberg leder mötena. Utan Karin blir det inget, säger karins lag."


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def told_round(cast: Cast, open_round: Round, answer: Answer, everybody: Everybody) -> Round:
    """A teacher names somebody in a comment and in a reflection, the rektor in a comment."""
    remark(everybody[0], TEXT)
    reflect(everybody[0], "Karin igen.", shared=True)
    remark(answer(cast.rektor, 3), "Jag litar på Karin.")
    close_round(open_round)
    return open_round


@pytest.fixture
def comment(told_round: Round) -> Comment:
    return Comment.objects.get(text=TEXT)


@pytest.fixture
def office_comment(told_round: Round) -> Comment:
    return Comment.objects.get(text="Jag litar på Karin.")


def address(comment: Comment, unit: str | None = None) -> str:
    place = ["ekby", comment.block.round_id, *([unit] if unit else []), comment.pk]
    return reverse(f"assessments:{'unit_' if unit else ''}comment_mask", args=place)


def send(user: User, comment: Comment, *, seen: str = TEXT, step: str = "", **data: Any) -> Any:
    """To the page of the unit's rektor."""
    client = Client()
    client.force_login(user)
    sent = {"seen": digest(seen), **data, **({step: ""} if step else {})}
    return client.post(address(comment, "bjorkskolan"), sent)


# the words


@pytest.mark.parametrize(
    ("text", "words", "after"),
    [
        ("Anna såg Annas bok, sa ANNA.", ["anna"], f"{MASK} såg Annas bok, sa {MASK}."),
        ("Bo bor i Boden.", ["Bo"], f"{MASK} bor i Boden."),
        ("Fråga Eva Ek.", ["Eva", "Ek"], f"Fråga {MASK}."),
        ("Fråga Eva\nEk.", ["Eva Ek"], f"Fråga {MASK}."),
        ("Åsa-Lena (Åsa)", ["Åsa-Lena", "Åsa"], f"{MASK} ({MASK})"),
        (f"{MASK} är ett namn.", ["namn"], f"{MASK} är ett {MASK}."),
        ("a.b a+b", ["a+b"], f"a.b {MASK}"),
    ],
)
def test_only_whole_words_are_masked_in_any_case(text: str, words: list[str], after: str) -> None:
    assert masked(text, words) == after


def test_a_word_stands_in_a_text_when_it_is_whole_and_not_in_a_mask() -> None:
    text = f"{MASK} och Annas bok"
    assert stands_in(text, "annas")
    assert [stands_in(text, word) for word in ("Anna", "namn", MASK)] == [False] * 3


def test_what_may_be_a_name_is_offered_once_in_the_order_of_the_text() -> None:
    assert capitalised(TEXT) == ["Karin", "Öberg", "Utan"]
    assert capitalised(f"{MASK} sa Bo-Göran, BO-GÖRAN, bo-göran och 3Anna") == ["Bo-Göran"]


def test_a_text_of_masks_alone_is_emptied() -> None:
    assert is_emptied(masked("Anna!", ["Anna"]))
    assert not is_emptied(masked("Anna, 3", ["Anna"]))


# the page


def test_the_rektor_sees_before_and_after_and_nothing_is_changed(
    comment: Comment, cast: Cast
) -> None:
    page = send(cast.rektor, comment, names=["Karin", "Öberg"], other="karins").text
    assert "<mark>Karin</mark> <mark>Öberg</mark> leder mötena." in page
    assert f"{MASK} leder mötena. Utan {MASK} blir det inget, säger {MASK} lag." in page
    comment.refresh_from_db()
    assert (comment.text, comment.masked_on) == (TEXT, None)


def test_what_was_chosen_can_be_changed(comment: Comment, cast: Cast) -> None:
    page = send(cast.rektor, comment, names=["Karin"], other="lag", step="change").text
    ticked = re.findall(r'value="(\w+)"[^>]* checked', page)
    assert ticked == ["Karin"]
    assert 'value="lag"' in page
    assert "Se hur det blir" in page


def test_the_words_are_gone_for_ever_and_the_comment_says_so(comment: Comment, cast: Cast) -> None:
    response = send(cast.rektor, comment, names=["Karin", "Öberg"], other="karins", step="mask")
    assert response.status_code == 302
    comment.refresh_from_db()
    assert comment.text == f"{MASK} leder mötena. Utan {MASK} blir det inget, säger {MASK} lag."
    assert comment.search_key == search_key(comment.text)
    for reader in (cast.rektor, cast.teachers[1], cast.skolchef):
        text = read(reader, response.url)
        assert "Maskerad av rektor" in text
        assert "Öberg" not in text
    place = ["ekby", comment.block.round_id, "bjorkskolan", 1]
    factor = read(cast.rektor, reverse("assessments:unit_results_factor", args=place))
    assert f"{MASK} leder mötena." in factor
    assert "Maskerad av rektor" in factor


def test_the_place_of_a_masked_comment_does_not_tell_its_first_letter(
    open_round: Round, cast: Cast, everybody: Everybody
) -> None:
    for participation, text in zip(everybody, ("Örnulf", "Bra.", "Oklart."), strict=False):
        remark(participation, text)
    close_round(open_round)
    mask(Comment.objects.get(text="Örnulf"), ["Örnulf"], digest("Örnulf"))
    said = comments(open_round, cast.bjork, from_above=False).on(overall())
    assert [str(each) for each in said] == [MASK, "Bra.", "Oklart."]


def test_the_log_says_who_and_where_and_never_what(comment: Comment, cast: Cast) -> None:
    send(cast.rektor, comment, names=["Karin"], step="mask")
    event = AuditEvent.objects.get(verb=Verb.COMMENT_MASKED)
    assert (event.actor, event.text) == (cast.rektor, "Hösten, Björkskolan: Ansvar")


def test_masking_everything_is_allowed_but_said(comment: Comment, cast: Cast) -> None:
    words = TEXT.replace(".", "").replace(" ", ",")
    assert "Hela kommentaren försvinner" in send(cast.rektor, comment, other=words).text
    assert "Hela kommentaren försvinner" not in send(cast.rektor, comment, names=["Karin"]).text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Kryssa för eller skriv minst ett ord som ska bort."),
        ({"other": " , ;"}, "Kryssa för eller skriv minst ett ord som ska bort."),
        ({"other": "Karin, Stina"}, "”Stina” står inte i kommentaren som ett eget ord."),
        ({"other": "Kari"}, "”Kari” står inte i kommentaren som ett eget ord."),
        ({"other": MASK}, f"”{MASK}” står inte i kommentaren som ett eget ord."),
        ({"names": ["Stina"]}, "”Stina” står inte i kommentaren. Välj igen."),
        ({"other": "x" * 201}, "som mest 200 tecken"),
    ],
)
def test_words_that_cannot_be_masked_are_told(
    comment: Comment, cast: Cast, data: dict[str, Any], told: str
) -> None:
    response = send(cast.rektor, comment, step="mask", **data)
    assert response.status_code == 422
    assert told in response.text
    comment.refresh_from_db()
    assert comment.text == TEXT


def test_who_comes_second_is_told_and_shown_how_it_stands(comment: Comment, cast: Cast) -> None:
    send(cast.rektor, comment, names=["Karin"], step="mask")
    response = send(cast.rektor, comment, names=["Karin"], other="Öberg", step="mask")
    assert response.status_code == 409
    assert "Kommentaren har ändrats" in response.text
    assert f"{MASK} Öberg leder mötena." in response.text
    assert 'value="Öberg"' in response.text


@pytest.mark.django_db(transaction=True)
def test_of_two_who_mask_at_once_one_does_and_the_other_is_told(comment: Comment) -> None:
    at_once = threading.Barrier(2, timeout=60)
    told: list[str] = []

    def press(word: str) -> None:
        at_once.wait()
        try:
            mask(Comment.objects.get(pk=comment.pk), [word], digest(TEXT))
            told.append("masked")
        except Stale:
            told.append("too late")
        connection.close()

    pressing = [threading.Thread(target=press, args=[word]) for word in ("Karin", "Öberg")]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join()
    assert sorted(told) == ["masked", "too late"]


def test_a_comment_that_was_removed_meanwhile_is_told(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).delete()
    with pytest.raises(Gone):
        mask(comment, ["Karin"], digest(TEXT))


# who may


def test_each_masks_what_they_answer_for(
    comment: Comment, office_comment: Comment, cast: Cast
) -> None:
    at_unit, in_office = address(comment, "bjorkskolan"), address(office_comment)
    readers = (cast.rektor, cast.admin, cast.skolchef, cast.teachers[0], cast.lill_rektor)
    assert [get(each, at_unit).status_code for each in readers] == [200, 403, 403, 403, 404]
    assert [get(each, in_office).status_code for each in readers] == [403, 200, 403, 403, 403]


def test_what_stands_elsewhere_is_not_found(
    comment: Comment, office_comment: Comment, cast: Cast
) -> None:
    assert get(cast.rektor, address(office_comment, "bjorkskolan")).status_code == 404
    assert get(cast.lill_rektor, address(comment, "lillskolan")).status_code == 404
    assert get(cast.admin, address(comment)).status_code == 404


def test_the_link_is_there_for_those_who_may(
    comment: Comment, office_comment: Comment, cast: Cast
) -> None:
    place = ["ekby", comment.block.round_id]
    pages = {
        "list": reverse("assessments:unit_comments", args=[*place, "bjorkskolan"]),
        "factor": reverse("assessments:unit_results_factor", args=[*place, "bjorkskolan", 1]),
    }
    at_unit, in_office = address(comment, "bjorkskolan"), address(office_comment)
    for page in pages.values():
        assert at_unit in get(cast.rektor, page).text
        assert at_unit not in get(cast.teachers[0], page).text
        assert at_unit not in get(cast.admin, page).text
        assert in_office in get(cast.admin, page).text
        assert in_office not in get(cast.skolchef, page).text


# what it reaches


def test_what_an_office_remarked_is_masked_with_its_comment(
    office_comment: Comment, cast: Cast
) -> None:
    client = Client()
    client.force_login(cast.admin)
    seen = digest(office_comment.text)
    response = client.post(address(office_comment), {"seen": seen, "names": "Karin", "mask": ""})
    assert response.status_code == 302
    assert Remark.objects.get().text == f"Jag litar på {MASK}."
    assert "Maskerad av administratören" in read(cast.skolchef, response.url)


def test_a_reflection_of_ones_own_stays_and_the_page_says_so(told_round: Round, cast: Cast) -> None:
    shared = Comment.objects.get(text="Karin igen.")
    page = get(cast.rektor, address(shared, "bjorkskolan")).text
    assert "Den egna reflektion som texten är kopierad från." in page
    send(cast.rektor, shared, seen=shared.text, names=["Karin"], step="mask")
    assert Reflection.objects.get().text == "Karin igen."
    assert comments(told_round, cast.bjork, from_above=False).reflections(shared.factor)[
        0
    ].text == (f"{MASK} igen.")


def keep_report(round: Round, **place: Any) -> QualityReport:
    report = QualityReport(round=round, sha256="0" * 64, **place)
    report.file.save("rapport.pdf", storage.ContentFile(b"%PDF-1.7"))
    return report


def test_a_kept_report_is_made_again_without_the_name(
    comment: Comment,
    cast: Cast,
    files: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    round = Round.objects.get()
    kept = keep_report(round, unit=cast.bjork)
    above = keep_report(round)
    other = keep_report(round, unit=cast.lill)
    page = get(cast.rektor, address(comment, "bjorkskolan")).text
    assert "Den tas bort nu" in page
    with django_capture_on_commit_callbacks(execute=True):
        send(cast.rektor, comment, names=["Karin", "Öberg"], step="mask")
    assert not (files / kept.file.name).exists()
    assert all((files / report.file.name).exists() for report in (above, other))
    kept.refresh_from_db()
    assert (str(kept.file), kept.sha256) == ("", "")
    assert "Öberg" not in report_html(kept)
    assert f"{MASK} leder mötena." in report_html(kept)


def test_a_name_masked_while_its_report_is_made_is_not_in_it(
    monkeypatch: pytest.MonkeyPatch, comment: Comment, cast: Cast
) -> None:
    rendered: list[str] = []

    def overtaken(html: str) -> bytes:
        rendered.append(html)
        if len(rendered) == 1:
            mask(comment, ["Karin", "Öberg"], digest(TEXT))
        return html.encode()

    monkeypatch.setattr(storage, "render_pdf", overtaken)
    with stored_report(Round.objects.get(), cast.bjork).file.open() as file:
        said = file.read().decode()
    assert ["Öberg" in html for html in rendered] == [True, False]
    assert "Öberg" not in said


def test_the_persons_own_answers_are_not_touched_by_anothers_mask(
    comment: Comment, cast: Cast
) -> None:
    send(cast.rektor, comment, names=["Karin"], step="mask")
    assert Participation.objects.filter(user=cast.rektor).get().response
    assert Remark.objects.get().text == "Jag litar på Karin."
