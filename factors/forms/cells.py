"""The fields of one cell of a table: its text, and what is said about it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from factors.forms.fields import CatalogueText, source_choice
from factors.grids import Remark
from factors.models import Edition, Statement, SubGoal
from factors.terms import NOTE_LIMIT

DASHES = {"-", "–", "—"}
PARTS = ("text", "cut", "note", "source")


def tidied(text: str) -> str:
    """A cell's text in one line; a dash alone is no text."""
    line = " ".join(text.split())
    return "" if line in DASHES else line


class CellText(CatalogueText):
    """Line breaks are the source's or the screen's, and mean nothing in a cell."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        return tidied(super().to_python(value))


class Sources(NamedTuple):
    """The sources that a text can name, looked up once for all the cells of a table."""

    edition: Edition
    choices: list[tuple[int | str, str | Promise]]


def source_choices(edition: Edition, none: str | Promise) -> Sources:
    """`none` says what it means that no source is named."""
    found = [(source.pk, source.title) for source in edition.sources.all()]
    return Sources(edition, [("", none), *found])


def cell_fields(
    name: str, label: str, limit: int, sources: Sources, standing: Statement | SubGoal | None
) -> dict[str, forms.Field]:
    source = source_choice(sources.edition)
    source.choices = sources.choices
    source.initial = standing and standing.source_id
    return {
        f"text-{name}": CellText(
            limit=limit, required=False, label=label, initial=standing.text if standing else ""
        ),
        f"cut-{name}": forms.BooleanField(
            required=False,
            label=_("Avklippt i källan: kan läsas men inte skattas"),
            initial=bool(standing and not standing.complete),
        ),
        f"note-{name}": CatalogueText(
            limit=NOTE_LIMIT,
            required=False,
            label=_("Anmärkning"),
            initial=standing.note if standing else "",
        ),
        f"source-{name}": source,
    }


def refuse_remarks_on_nothing(form: forms.BaseForm, names: Iterable[str]) -> None:
    """Where there is no text, a remark has no place to be: it is not thrown away unseen."""
    for name in names:
        note = f"note-{name}"
        written = note in form.changed_data and form.cleaned_data.get(note)
        if written and form.cleaned_data.get(f"text-{name}") == "":
            message = _("Det finns ingen text att anmärka på. Skriv den, eller ta bort det här.")
            form.add_error(note, message)


def differing(form: forms.BaseForm, names: Iterable[str]) -> list[tuple[str, str]]:
    """Label and stored text of the cells that stand otherwise than on the person's page."""
    found = []
    for name in names:
        fields = [form[f"{part}-{name}"] for part in PARTS]
        if any(each.field.has_changed(each.field.initial, each.data) for each in fields):
            found.append((str(fields[0].label), fields[0].field.initial))
    return found


def remark_of(cleaned: dict[str, Any], name: str) -> Remark:
    cut, note, source = (cleaned[f"{part}-{name}"] for part in PARTS[1:])
    return Remark(not cut, note, source)


def is_remarked(*fields: BoundField) -> bool:
    """Whether anything is said there, or is wrong."""
    return any(field.value() or field.errors for field in fields)


def stands(entry: Statement | SubGoal) -> tuple[Any, ...]:
    """What two editors can have seen otherwise."""
    return entry.text, entry.complete, entry.note, entry.source_id
