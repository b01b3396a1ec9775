"""Which text goes on from which: proposed, and said by a person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factors import lineage
from factors.forms.seen import SeenForm
from factors.likeness import NEAR
from factors.models import Edition, Statement, SubGoal
from factors.places import cell_spot, sub_goal_spot

Text = Statement | SubGoal


@dataclass(frozen=True, slots=True)
class Line:
    """A text of the draft, the earlier ones that it can follow, and the one that is proposed."""

    name: str
    heading: str
    spot: str
    text: Text
    choices: Sequence[Text]
    follows: Text | None
    likeness: float

    @property
    def is_same(self) -> bool:
        return self.likeness == 1

    @property
    def likeness_in_words(self) -> str:
        if self.follows is None:
            return _("Inget i den förra utgåvan liknar den")
        if self.is_same:
            return _("Samma ord")
        if self.likeness >= NEAR:
            return _("Nästan samma ord")
        return _("Liknar") if self.likeness else _("Andra ord")


class LineageForm(SeenForm):
    """Confirmed for just the texts that the person has before them."""

    def __init__(self, draft: Edition, base: Edition, *args: Any, **kwargs: Any) -> None:
        self.lines = [
            *_lines(draft, lineage.statements(draft), lineage.statements(base)),
            *_lines(draft, lineage.sub_goals(draft), lineage.sub_goals(base)),
        ]
        super().__init__(*args, **kwargs)
        for line in self.lines:
            self.fields[line.name] = _field(line)

    def standing(self) -> dict[str, Any]:
        return {line.name: (line.text.text, line.text.follows_id) for line in self.lines}

    @cached_property
    def overtaken(self) -> list[tuple[str, Any]]:
        """All texts stand on the page already."""
        return []

    def clean(self) -> dict[str, Any] | None:
        if self.is_stale:
            message = _(
                "Någon har ändrat utkastet sedan du öppnade sidan. Inget är sparat än. Läs igenom"
                " valen en gång till, och spara sedan."
            )
            self.add_error(None, message)
        self._refuse_twice()
        return super().clean()

    def _refuse_twice(self) -> None:
        first: dict[tuple[type, int], Line] = {}
        for line in self.lines:
            if earlier := self.cleaned_data.get(line.name):
                other = first.setdefault((type(line.text), earlier), line)
                if other is not line:
                    message = _("%s följer redan den texten. Välj en annan för en av dem.")
                    self.add_error(line.name, message % f"{other.heading}: {other.spot}")

    def follows(self) -> Mapping[Text, int | None]:
        return {line.text: self.cleaned_data[line.name] for line in self.lines}

    def shown(self) -> dict[str, dict[str, list[tuple[Line, forms.BoundField]]]]:
        """The lines under their headings, each with its field; other words by themselves."""
        headings: dict[str, dict[str, list[tuple[Line, forms.BoundField]]]] = {}
        for line in self.lines:
            kinds = headings.setdefault(line.heading, {"differing": [], "same": []})
            kinds["same" if line.is_same else "differing"].append((line, self[line.name]))
        return headings


def _lines(draft: Edition, new: Sequence[Any], old: Sequence[Any]) -> Iterator[Line]:
    """What has been confirmed stands; else the proposals do."""
    proposed = lineage.proposals(new, old)
    by_key = {text.pk: text for text in old}
    same = {each.follows for each in proposed.values() if each.likeness == 1}
    for text in new:
        proposal = proposed.get(text.pk)
        chosen = text.follows_id if draft.lineage_by_id else proposal and proposal.follows
        measured = proposal.likeness if proposal and proposal.follows == chosen else 0.0
        yield Line(
            name=f"{text._meta.model_name}-{text.pk}",
            heading=_heading(text),
            spot=_spot(text),
            text=text,
            choices=[
                earlier
                for earlier in old
                if lineage.kin(earlier) == lineage.kin(text)
                # Not those that another text says to the letter, unless they are of this factor.
                if earlier.pk not in same
                or lineage.home(earlier) == lineage.home(text)
                or earlier.pk == chosen
            ],
            follows=by_key.get(chosen),
            likeness=measured,
        )


def _field(line: Line) -> forms.TypedChoiceField:
    choices = [(earlier.pk, _choice(line, earlier)) for earlier in line.choices]
    return forms.TypedChoiceField(
        choices=[("", gettext_lazy("Ny, följer inget")), *choices],
        coerce=int,
        empty_value=None,
        required=False,
        initial=line.follows.pk if line.follows else "",
        label=_("%(spot)s följer") % {"spot": line.spot},
    )


def _choice(line: Line, earlier: Text) -> str:
    heading = _heading(earlier)
    place = _spot(earlier) if heading == line.heading else f"{heading}, {_spot(earlier)}"
    return f"{place}: {Truncator(earlier.text).chars(60)}"


def _heading(text: Text) -> str:
    return text.factor.name if isinstance(text, Statement) else _("Delmål")


def _spot(text: Text) -> str:
    if isinstance(text, Statement):
        return cell_spot(text.row, text.level)
    return sub_goal_spot(text.row, text.school_form)
