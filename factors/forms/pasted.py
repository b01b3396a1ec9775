"""The pasted table in cells, each to be changed before it is saved."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from factors.forms.seen import SeenForm
from factors.models import Source
from factors.pasting.mending import mend
from factors.pasting.reading import is_cut
from factors.pasting.sentences import is_dash
from factors.sheets import Place, Sheet
from factors.terms import ADDRESS_LIMIT, LAST_ROW, SOURCE_LIMIT, SOURCE_SLUG_LIMIT, STEM_LIMIT

MOST_CELLS = 400
Rows = list[list[str]]


class Shape(NamedTuple):
    rows: int
    columns: int


class Cell(NamedTuple):
    number: int
    text: BoundField
    cut: BoundField


class PastedForm(SeenForm):
    """Cells are numbered in reading order; columns say which level or school form they are."""

    start = forms.IntegerField(
        label=_("Första raden i tabellen"),
        help_text=_("Rader med lägre nummer står kvar. Skriv 1 för att ersätta hela tabellen."),
        min_value=1,
        max_value=LAST_ROW,
        error_messages={"required": _("Skriv numret på raden som tabellen ska börja på.")},
    )
    source = forms.ModelChoiceField(
        label=_("Källa"),
        queryset=Source.objects.none(),
        required=False,
        empty_label=_("En ny källa"),
        help_text=_("Skriver du en ny källas titel här under används den i stället."),
    )
    title = forms.CharField(
        label=_("Den nya källans titel"), max_length=SOURCE_LIMIT, required=False
    )
    address = forms.URLField(
        label=_("Den nya källans adress"),
        max_length=ADDRESS_LIMIT,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Skriv en webbadress som börjar med https://.")},
    )
    read_on = forms.DateField(
        label=_("Läst"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    stem = forms.CharField(
        label=_("Inledning till tabellen"), max_length=STEM_LIMIT, required=False
    )

    def __init__(self, sheet: Sheet, shape: Shape, *args: Any, **kwargs: Any) -> None:
        self.sheet, self.shape = sheet, shape
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields["source"].queryset = sheet.edition.sources.all()  # type: ignore[attr-defined]
        if not sheet.factor:
            del self.fields["stem"]
        for column in range(shape.columns):
            self.fields[f"column-{column}"] = forms.ChoiceField(
                label=_("Kolumn %(number)s") % {"number": column + 1},
                choices=[("", _("Ta inte med")), *sheet.names],
                required=False,
            )
        for row in range(shape.rows):
            for column in range(shape.columns):
                self._add_cell(row, column)

    def _add_cell(self, row: int, column: int) -> None:
        place = {"row": row + 1, "column": column + 1}
        self.fields[f"cell-{row}-{column}"] = forms.CharField(
            label=_("Ruta %(row)s:%(column)s") % place,
            required=False,
            max_length=self.sheet.limit,
            widget=forms.Textarea({"rows": 8}),
        )
        self.fields[f"cut-{row}-{column}"] = forms.BooleanField(
            label=_("Ofullständig: kan inte skattas"), required=False
        )

    def standing(self) -> dict[str, Any]:
        texts = {self.sheet.label(place): text for place, text in self.sheet.texts.items()}
        stem = (
            {str(_("Inledning till tabellen")): self.sheet.factor.stem} if self.sheet.factor else {}
        )
        return texts | stem

    @cached_property
    def overtaken(self) -> list[tuple[str, Any]]:
        return list(self.standing().items()) if self.is_stale else []

    def heads(self) -> list[BoundField]:
        return [self[f"column-{column}"] for column in range(self.shape.columns)]

    def lines(self) -> Iterator[tuple[int, list[Cell]]]:
        for row in range(self.shape.rows):
            yield row + 1, [self._cell(row, column) for column in range(self.shape.columns)]

    def _cell(self, row: int, column: int) -> Cell:
        number = row * self.shape.columns + column
        return Cell(number, self[f"cell-{row}-{column}"], self[f"cut-{row}-{column}"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        names = [name for name in self.names() if name]
        if len(set(names)) < len(names):
            self.add_error(None, _("Två kolumner är samma. Välj en för varje, eller ta bort en."))
        if not names:
            self.add_error(None, _("Ingen kolumn är vald. Välj vad minst en av dem är."))
        if not cleaned.get("source") and not cleaned.get("title"):
            self.add_error("title", _("Välj en källa, eller skriv titeln på en ny."))
        if cleaned.get("start") and cleaned["start"] + self.shape.rows - 1 > LAST_ROW:
            self.add_error("start", _("Tabellen kan ha högst %(last)s rader.") % {"last": LAST_ROW})
        if not self.errors and not self.texts():
            self.add_error(None, _("Alla rutor är tomma. Läs om tabellen, eller skriv i rutorna."))
        return cleaned

    def names(self) -> list[str]:
        chosen = [f"column-{column}" for column in range(self.shape.columns)]
        return [self.cleaned_data.get(column) or "" for column in chosen]

    def places(self) -> Iterator[tuple[int, int, Place]]:
        for column, name in enumerate(self.names()):
            for row in range(self.shape.rows) if name else ():
                yield row, column, (self.cleaned_data["start"] + row, name)

    def texts(self) -> dict[Place, str]:
        told = {
            place: mend(self.cleaned_data[f"cell-{row}-{column}"]).text
            for row, column, place in self.places()
        }
        return {place: text for place, text in told.items() if text and not is_dash(text)}

    def cut(self) -> set[Place]:
        return {
            place
            for row, column, place in self.places()
            if self.cleaned_data[f"cut-{row}-{column}"]
        }

    def save(self) -> None:
        """In the draft that is held."""
        names = {name for name in self.names() if name}
        source = self._new_source() if self.cleaned_data["title"] else self.cleaned_data["source"]
        self.sheet.save(self.texts(), names, self.cleaned_data["start"], self.cut(), source)
        factor, stem = self.sheet.factor, self.cleaned_data.get("stem")
        if factor and stem and stem != factor.stem:
            factor.stem = mend(stem).text
            factor.save(update_fields=["stem"])

    def _new_source(self) -> Source:
        sources = self.sheet.edition.sources
        last = sources.last()
        position = last.position + 1 if last else 1
        name = slugify(self.cleaned_data["title"])[: SOURCE_SLUG_LIMIT - 5].strip("-") or "kalla"
        taken = set(sources.values_list("slug", flat=True))
        return sources.create(
            slug=name if name not in taken else f"{name}-{position}",
            position=position,
            title=mend(self.cleaned_data["title"]).text,
            address=self.cleaned_data["address"],
            read_on=self.cleaned_data["read_on"],
        )


def cells_of(rows: Rows) -> dict[str, Any]:
    """What the cells of a form begin with; a text that breaks off is marked as incomplete."""
    return {
        name: value
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        for name, value in (
            (f"cell-{row}-{column}", text),
            (f"cut-{row}-{column}", is_cut(text)),
        )
    }
