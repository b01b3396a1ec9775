"""A person's own answers as a plain text that opens anywhere."""

from collections.abc import Iterator

from django.utils import formats
from django.utils.translation import gettext as _

from assessments.answering import Part, Question, Sheet, reflections_of
from assessments.models import Participation, Reflection
from assessments.reading import factor_name
from portal.days import today
from portal.terms import Level


def as_text(sheet: Sheet) -> str:
    """Answers while they are the person's own; after closing the reflections alone."""
    blocks = [
        *_head(sheet.participation),
        *(line for part in sheet.parts if part.told for line in _part(part)),
        *_reflections(sheet.participation),
    ]
    return "\n".join(blocks) + "\n"


def _head(participation: Participation) -> Iterator[str]:
    assessment = participation.assessment
    day = formats.date_format(today(), "j F Y")
    yield _("Mina svar i %(round)s") % {"round": assessment.round}
    yield f"{assessment.place}, {Level(assessment.level).label}"
    yield _("Hämtat %(day)s") % {"day": day}


def _part(part: Part) -> Iterator[str]:
    yield from _heading(factor_name(part.factor))
    for question in part.questions:
        yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    answer = question.rating.words or _("inget svar")
    yield ""
    if question.mirrors:
        yield _("Så ser du %(level)s:") % {"level": Level(question.statement.level).place}
    yield f"{question.number}. {question.statement.text}"
    yield _("Svar: %(answer)s") % {"answer": answer}
    if question.remark.text:
        yield _("Hur vet vi det? %(text)s") % {"text": question.remark.text}


def _reflections(participation: Participation) -> Iterator[str]:
    for factor, reflections in reflections_of(participation):
        yield from _heading(_("Egen reflektion: %(factor)s") % {"factor": factor_name(factor)})
        for reflection in reflections:
            yield from _reflection(reflection)


def _reflection(reflection: Reflection) -> Iterator[str]:
    yield ""
    shared = _("delad utan namn") if reflection.shared else _("privat")
    yield f"{reflection.prompt.text} ({shared})"
    yield reflection.text


def _heading(title: str) -> Iterator[str]:
    yield ""
    yield title
    yield "=" * len(title)
