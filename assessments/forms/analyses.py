"""What is written in an analysis: alone by the page's script, or all of it by its button."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.analyses.proposals import Key
from assessments.analyses.saving import Spot, save_finding, save_passage
from assessments.analyses.writing import (
    Draft,
    Offer,
    Part,
    PassageKey,
    Writing,
    digest,
    draft_of,
)
from assessments.forms.answers import LARGEST_ID, AnswerForm, IdField, WrittenField
from assessments.forms.sheets import OTHER
from assessments.saving import Outcome, Saved, Stale
from assessments.terms import ANALYSIS_LIMIT, FindingKind, Section, Stance

LARGEST_ROW = 2**15 - 1


class PassageForm(AnswerForm):
    """One text; `shared` is whether it may be quoted."""

    section = forms.ChoiceField(choices=Section.choices)
    factor = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    text = WrittenField(ANALYSIS_LIMIT)
    shared = forms.BooleanField(required=False)

    @property
    def key(self) -> PassageKey:
        return self.cleaned_data["section"], self.cleaned_data["factor"]

    def save_in(self, writing: Writing, spot: Spot) -> Outcome:
        part, data = writing.part(self.key), self.cleaned_data
        if part is None:
            return None
        factor = part.result.asked.factor if part.result else None
        values = {"text": data["text"], "quotable": bool(spot.unit) and data["shared"]}
        return save_passage(spot, part.section, factor, values, self.attempt())


class FindingForm(AnswerForm):
    """The stance on one proposal; `step` is what is chosen, as in other answers."""

    about = forms.ChoiceField(choices=FindingKind.choices)
    factor = IdField()
    row = forms.IntegerField(min_value=0, max_value=LARGEST_ROW)
    step = forms.ChoiceField(
        choices=Stance.choices,
        error_messages={
            "invalid_choice": _("Välj ett av alternativen."),
            "required": _("Välj ett av alternativen."),
        },
    )
    text = WrittenField(ANALYSIS_LIMIT)

    @property
    def key(self) -> Key:
        data = self.cleaned_data
        return data["about"], data["factor"], data["row"]

    def save_in(self, writing: Writing, spot: Spot) -> Outcome:
        offer, data = writing.offer(self.key), self.cleaned_data
        if offer is None:
            return None
        stance = Stance(data["step"])
        return save_finding(spot, offer.key, offer.sentence, stance, data["text"], self.attempt())


Form = PassageForm | FindingForm
KINDS: dict[str, type[Form]] = {"passage": PassageForm, "finding": FindingForm}


class WritingForm:
    """The whole page: each text that was changed is saved on its own.

    What was refused is left in its draft, with the reason, to be shown again.
    """

    def __init__(self, writing: Writing, data: Mapping[str, str]) -> None:
        self.writing, self.data = writing, data

    def save(self, spot: Spot) -> bool:
        """Saves what it can; whether all of it was taken."""
        changed = [lane for lane in self._lanes() if self._is_mine(*lane)]
        taken = [self._save(spot, *lane) for lane in changed]
        return all(taken)

    @property
    def is_stale(self) -> bool:
        return any(draft.other for draft in self.writing.drafts)

    def _lanes(self) -> Iterator[tuple[Draft, Form]]:
        for offer in self.writing.offers:
            if offer.entry.name in self.data:
                yield offer.entry, FindingForm(self._of_offer(offer))
        for part in self.writing.passages:
            if part.entry.name in self.data:
                yield part.entry, PassageForm(self._of_part(part))

    def _of_offer(self, offer: Offer) -> dict[str, Any]:
        about, factor, row = offer.key
        step = self.data.get(f"stance-{offer.entry.name}", "")
        return self._sent(offer.entry) | {
            "about": about,
            "factor": factor,
            "row": row,
            "step": step or Stance.PENDING.value,
        }

    def _of_part(self, part: Part) -> dict[str, Any]:
        section, factor = part.key
        shared = f"shared-{part.entry.name}" in self.data
        return self._sent(part.entry) | {"section": section, "factor": factor, "shared": shared}

    def _sent(self, draft: Draft) -> dict[str, Any]:
        seen = self.data.get(f"seen-{draft.name}", "0")
        return {"text": self.data[draft.name], "seen": seen}

    def _is_mine(self, draft: Draft, form: Form) -> bool:
        """Whether the person has changed it, and not chosen what somebody else saved."""
        if self.data.get(f"choose-{draft.name}") == OTHER:
            return False
        if not form.is_valid():
            return True
        sent = _said(form)
        unchanged = self.data.get(f"was-{draft.name}") == digest(*sent)
        return not unchanged and sent != (draft.text, draft.shared, draft.stance)

    def _save(self, spot: Spot, draft: Draft, form: Form) -> bool:
        draft.text, draft.shared = form.sent_text, form.sent_shared
        if draft.stance:
            draft.stance = str(form.data["step"])
        if not form.is_valid():
            draft.error = form.message
            return False
        outcome = form.save_in(self.writing, spot)
        if isinstance(outcome, Stale):
            theirs = draft_of(draft.name, outcome.answer, stance=bool(draft.stance))
            draft.version, draft.was, draft.other = theirs.version, theirs.was, theirs
        elif not isinstance(outcome, Saved):
            draft.lost = True
        return isinstance(outcome, Saved)


def _said(form: Form) -> tuple[str, bool, str]:
    return form.sent_text, form.sent_shared, form.cleaned_data.get("step", "")
