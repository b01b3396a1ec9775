"""Two people write in the same draft: neither overwrites what they have not seen."""

import hashlib
import json
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


def stamp(values: object) -> str:
    """A short mark of how texts stand, which is another one when any of them has changed."""
    content = json.dumps(values, default=str, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:20]


class SeenForm(forms.Form):
    """Remembers how the texts stood when the person began to write.

    If they stand otherwise when they are saved, the person's own words stay in the fields, and the
    page shows what the other one wrote (`overtaken`); saved once more, theirs are replaced.
    Make it inside `drafts.changing`, with what stands in the database then.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = stamp(self.standing())
        self.fields["seen"].initial = now
        self.is_stale = self.is_bound and self.data.get(self.add_prefix("seen")) != now
        if self.is_stale:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data[self.add_prefix("seen")] = now  # type: ignore[index]

    def standing(self) -> dict[str, Any]:
        """The fields as they are stored now."""
        names = [name for name in self.fields if name != "seen"]
        return {name: self.get_initial_for_field(self.fields[name], name) for name in names}

    @cached_property
    def overtaken(self) -> list[tuple[str, Any]]:
        """Label and stored text of the fields where the person's own words differ."""
        if not self.is_stale:
            return []
        return [
            (str(self.fields[name].label), self._in_words(name, value))
            for name, value in self.standing().items()
            if self.fields[name].has_changed(value, self[name].data)
        ]

    def _in_words(self, name: str, value: Any) -> Any:
        """What was chosen is told by its name."""
        choices = getattr(self.fields[name], "choices", ())
        return dict(choices).get(value, value)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.overtaken:
            message = _(
                "Någon annan har ändrat samma texter medan du skrev. Inget är sparat än. Dina ord"
                " står kvar här: jämför, och spara igen när de är som de ska."
            )
            self.add_error(None, message)
        return cleaned
