from email.header import decode_header, make_header
from typing import Any

import pytest

from portal.mail.kinds import KINDS
from portal.mail.messages import message
from portal.mail.writing import compose, queue
from portal.models import Letter, User
from tests.conftest import Cast
from tests.portal.mail.conftest import write


def test_a_letter_says_the_same_in_text_and_html(cast: Cast) -> None:
    letter = write(cast, cast.rektor)
    assert letter.subject == "Inbjudan till Styrkedjan från Ekby kommun"
    for part in (letter.text, letter.html):
        assert "Hej Rut!" in part
        assert "som rektor" in part
        assert "https://x.example/" in part
        assert "http://localhost:8000/" in part


def test_the_greeting_is_text_and_nothing_else(cast: Cast) -> None:
    cast.organisation.greeting = "<b>Hej & hå</b>\n{{ user.email }}"
    letter = write(cast, cast.rektor)
    assert "<b>Hej & hå</b>\n{{ user.email }}" in letter.text
    assert "&lt;b&gt;Hej &amp; hå&lt;/b&gt;<br>{{ user.email }}" in letter.html


def test_names_are_written_as_they_are_in_text_and_escaped_in_html(cast: Cast) -> None:
    cast.rektor.name = "Rut <O'Hara>"
    letter = write(cast, cast.rektor)
    assert "Hej Rut <O'Hara>!" in letter.text
    assert "Hej Rut &lt;O&#x27;Hara&gt;!" in letter.html


def test_nothing_in_a_name_becomes_a_header(cast: Cast) -> None:
    cast.organisation.name = "Ekby\r\nBcc: alla@ekby.example"
    mail = message(write(cast, cast.rektor), None).message()
    assert mail["Bcc"] is None
    subject = str(make_header(decode_header(mail["Subject"])))
    assert subject == "Inbjudan till Styrkedjan från Ekby Bcc: alla@ekby.example"
    assert mail["From"] == '"Ekby Bcc: alla@ekby.example genom Styrkedjan" <styrkedjan@localhost>'


def test_answers_go_to_the_organisation_where_it_has_said_so(cast: Cast) -> None:
    letter = write(cast, cast.rektor)
    assert "Reply-To" not in message(letter, None).message()
    assert "Det går inte att svara på mejlet" in letter.text
    cast.organisation.contact_email = "fraga@ekby.example"
    letter = write(cast, cast.rektor)
    assert message(letter, None).message()["Reply-To"] == "fraga@ekby.example"
    assert "skriv till fraga@ekby.example" in letter.text


def test_nobody_on_holiday_answers_a_letter(cast: Cast) -> None:
    mail = message(write(cast, cast.rektor), None).message()
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("people", [1, 3])
def test_many_letters_are_queued_in_one_query(
    cast: Cast, django_assert_num_queries: Any, people: int
) -> None:
    context = KINDS["invitation"].example(cast.organisation)
    with django_assert_num_queries(1):
        letters = (
            compose("invitation", cast.organisation, user, context)
            for user in cast.teachers[:people]
        )
        assert queue(letters) == people
    assert Letter.objects.count() == people


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_an_example_without_pictures_or_what_is_not_ours(
    cast: Cast, kind: str
) -> None:
    letter = compose(
        kind, cast.organisation, User(name="Kim"), KINDS[kind].example(cast.organisation)
    )
    assert letter.subject
    assert "Hej Kim!" in letter.text
    for outside in ("<img", "<link", "<script", "url("):
        assert outside not in letter.html
