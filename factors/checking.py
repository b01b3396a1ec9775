"""The pasted table while a person checks it: what is doubted, and how its cells are moved."""

from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from factors.forms.pasted import Cell, PastedForm, Rows, Shape, cells_of
from factors.forms.pasting import PasteForm
from factors.pasting.doubts import Doubt, begin_small, doubts
from factors.pasting.mending import Mend
from factors.pasting.reading import Pasted, in_columns
from factors.sheets import Sheet
from factors.terms import LAST_ROW
from portal.days import today

MOVES = ("gap", "join", "drop", "split")
WIDEST = 20
DOUBTS = {
    Doubt.LONG: _("Ovanligt lång. Är det flera rutor i en?"),
    Doubt.CUT: _("Slutar mitt i en mening. Är texten avklippt, markera den som ofullständig."),
    Doubt.MID_SENTENCE: _("Börjar på ett annat sätt än de andra. Hör den ihop med rutan före?"),
    Doubt.FOREIGN: _("Ser inte ut att vara på svenska."),
}


class Shown(NamedTuple):
    cell: Cell
    name: str
    doubts: list[Any]
    mends: list[Mend]


def begun(sheet: Sheet, pasted: Pasted) -> PastedForm:
    start = sheet.likely_start(pasted.rows, pasted.columns)
    initial = {
        "start": min(start, LAST_ROW),
        "source": sheet.source or sheet.edition.sources.last(),
        "read_on": today(),
        "stem": pasted.stem or (sheet.factor.stem if sheet.factor else ""),
    }
    initial |= {f"column-{number}": name for number, name in enumerate(pasted.columns)}
    shape = Shape(len(pasted.rows), len(pasted.columns))
    return PastedForm(sheet, shape, initial=initial | cells_of(pasted.rows))


def posted_form(sheet: Sheet, data: QueryDict) -> PastedForm:
    return PastedForm(sheet, shape_of(data), data)


def shape_of(data: QueryDict) -> Shape:
    """How many cells were posted: those in an unbroken sequence from the first."""
    columns = next((each for each in range(WIDEST) if f"cell-0-{each}" not in data), WIDEST)
    rows = next((each for each in range(LAST_ROW) if f"cell-{each}-0" not in data), LAST_ROW)
    return Shape(rows, columns)


def rearranged(sheet: Sheet, data: QueryDict) -> PastedForm:
    """The cells after one of them was parted, joined to the one before, taken out or put in."""
    shape = shape_of(data)
    by_column = data.get("order") == "columns"
    move, _colon, number = str(data["do"]).partition(":")
    flow = moved(_flow(data, shape, by_column), move, int(number) if number.isdecimal() else 0)
    rows = _rows(flow, shape.columns, by_column)
    initial = {name: data.get(name) for name in ("seen", "start", "source", "title", "address")}
    initial |= {name: data.get(name) for name in ("read_on", "stem")}
    initial |= {f"column-{each}": data.get(f"column-{each}") for each in range(shape.columns)}
    form = PastedForm(sheet, Shape(len(rows), shape.columns), initial=initial | cells_of(rows))
    for cell, told in _told(data, shape).items():  # what was said of a text goes with it
        for name in [
            name for name, text in form.initial.items() if text == cell and name.startswith("cell-")
        ]:
            form.initial[name.replace("cell", "cut")] = told
    form.fields["seen"].initial = data.get("seen")
    return form


def moved(flow: list[str], move: str, place: int) -> list[str]:
    """`place` is in reading order; "split" parts texts where a blank line was put in."""
    if move == "split":
        parts = [text.replace("\r\n", "\n").split("\n\n") for text in flow]
        return [part.strip() for texts in parts for part in texts]
    if place >= len(flow):
        return flow
    if move == "gap":
        return [*flow[:place], "", *flow[place:]]
    if move == "drop" and not flow[place].strip():
        return [*flow[:place], *flow[place + 1 :]]
    if move == "join" and place:
        return [*flow[: place - 1], f"{flow[place - 1]}\n{flow[place]}", *flow[place + 1 :]]
    return flow


def _told(data: QueryDict, shape: Shape) -> dict[str, bool]:
    """Whether the person says that a text is incomplete."""
    places = [f"{row}-{column}" for row in range(shape.rows) for column in range(shape.columns)]
    return {str(data.get(f"cell-{each}", "")): f"cut-{each}" in data for each in places}


def _flow(data: QueryDict, shape: Shape, by_column: bool) -> list[str]:
    places = [(row, column) for row in range(shape.rows) for column in range(shape.columns)]
    if by_column:
        places.sort(key=lambda place: (place[1], place[0]))
    return [data.get(f"cell-{row}-{column}", "") for row, column in places]


def _rows(flow: list[str], width: int, by_column: bool) -> Rows:
    """Without rows at the end where nothing stands."""
    columns = in_columns(flow, width, by_column) if width else []
    height = max(map(len, columns), default=0)
    rows = [
        [column[row] if row < len(column) else "" for column in columns] for row in range(height)
    ]
    while rows and not any(text.strip() for text in rows[-1]):
        rows.pop()
    return rows


def shown(form: PastedForm, paste: PasteForm) -> dict[str, Any]:
    """What the page says about the table as it stands in the form."""
    pasted = paste.pasted() if not paste.errors else Pasted([], [])
    lines = list(form.lines())
    texts = [str(cell.text.value() or "") for _number, cells in lines for cell in cells]
    small = begin_small(texts)
    by_column = paste.data.get("order") == "columns"
    rows = [
        (number, [_seen(cell, form, small, pasted.mends, by_column) for cell in cells])
        for number, cells in lines
    ]
    start = form["start"].value()
    return {
        "rows": rows,
        "first": int(start) - 1 if str(start).isdecimal() else 0,
        "pasted": pasted,
        "missing": _missing(form),
        "doubted": sum(bool(each.doubts) for _number, cells in rows for each in cells),
    }


def _missing(form: PastedForm) -> list[str]:
    """Levels that no column is; the school forms of a table are seldom all there are."""
    if not form.sheet.factor:
        return []
    chosen = {head.value() for head in form.heads()}
    return [label.lower() for name, label in form.sheet.names if name not in chosen]


def _seen(
    cell: Cell, form: PastedForm, small: bool, mends: list[tuple[str, Mend]], by_column: bool
) -> Shown:
    text = str(cell.text.value() or "")
    row, column = divmod(cell.number, form.shape.columns)
    number = column * form.shape.rows + row if by_column else cell.number
    words = [each for whole, each in dict.fromkeys(mends) if whole in text]
    name = dict(form.sheet.names).get(str(form[f"column-{column}"].value()), "")
    told = [DOUBTS[doubt] for doubt in doubts(text, small)]
    return Shown(cell._replace(number=number), name, told, words)
