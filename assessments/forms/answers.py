"""One answer as it is sent, alone by the page's script or among others by its button."""

import re
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.answering import CHOICES
from assessments.saving import (
    Attempt,
    Outcome,
    Place,
    save_rating,
    save_reflection,
    save_remark,
)
from assessments.terms import COMMENT_LIMIT, REFLECTION_LIMIT

LARGEST_ID = 2**63 - 1
LARGEST_VERSION = 2**31 - 1
LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
TOO_LONG = _(
    "Texten är %(show_value)d tecken, och högst %(limit_value)d får plats. "
    "Korta den, så sparas den."
)


class WrittenField(forms.CharField):
    """A text as people paste it: odd line breaks become ordinary, control characters go."""

    def __init__(self, limit: int) -> None:
        super().__init__(required=False, max_length=limit, error_messages={"max_length": TOO_LONG})

    def to_python(self, value: Any) -> str:
        text = LINE_BREAKS.sub("\n", str(value or ""))
        return str(super().to_python(CONTROLS.sub("", text)))


class IdField(forms.IntegerField):
    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID)


class AnswerForm(forms.Form):
    """`seen` is the version that the sender last saw; the token makes a repeat harmless."""

    seen = forms.IntegerField(min_value=0, max_value=LARGEST_VERSION)
    token = forms.UUIDField(required=False)

    def attempt(self) -> Attempt:
        return Attempt(self.cleaned_data["seen"], self.cleaned_data["token"] or uuid4())

    def save(self, place: Place) -> Outcome:
        raise NotImplementedError

    @property
    def sent_text(self) -> str:
        """What was sent, as it would be kept; as it was sent if it can't be."""
        name = "text" if "text" in self.fields else "step"
        kept = self.cleaned_data if self.is_valid() else self.data
        return str(kept.get(name) or "")

    @property
    def sent_shared(self) -> bool:
        return self.data.get("shared") in (True, "true", "on")

    @property
    def is_too_long(self) -> bool:
        return self.has_error("text", "max_length")

    @property
    def message(self) -> str:
        """The text's own fault; any other is not the person's, but the page's."""
        own = self.errors.get("text") or self.errors.get("step")
        unread = _("Svaret gick inte att läsa. Ladda om sidan och försök igen.")
        return str(own[0] if own else unread)


class RatingForm(AnswerForm):
    statement = IdField()
    step = forms.ChoiceField(
        choices=[(key, step.label) for key, step in CHOICES.items()],
        error_messages={
            "invalid_choice": _("Välj ett av stegen eller ”Kan inte bedöma”."),
            "required": _("Välj ett av stegen eller ”Kan inte bedöma”."),
        },
    )

    def save(self, place: Place) -> Outcome:
        step = CHOICES[self.cleaned_data["step"]].value
        return save_rating(place, self.cleaned_data["statement"], step, self.attempt())


class RemarkForm(AnswerForm):
    statement = IdField()
    text = WrittenField(COMMENT_LIMIT)

    def save(self, place: Place) -> Outcome:
        data = self.cleaned_data
        return save_remark(place, data["statement"], data["text"], self.attempt())


class ReflectionForm(AnswerForm):
    factor = IdField()
    prompt = IdField()
    text = WrittenField(REFLECTION_LIMIT)
    shared = forms.BooleanField(required=False)

    def save(self, place: Place) -> Outcome:
        data = self.cleaned_data
        return save_reflection(
            place, data["factor"], data["prompt"], data["text"], data["shared"], self.attempt()
        )


KINDS: dict[str, type[AnswerForm]] = {
    "rating": RatingForm,
    "remark": RemarkForm,
    "reflection": ReflectionForm,
}
