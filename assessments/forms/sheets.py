"""A factor's whole page, sent by its button: each changed answer is saved on its own."""

from collections.abc import Iterator, Mapping

from assessments.answering import Entry, Part, Question, Thought, entry_of
from assessments.forms.answers import AnswerForm, RatingForm, ReflectionForm, RemarkForm
from assessments.saving import Place, Saved, Stale

Lane = tuple[Entry, AnswerForm]
OTHER = "other"


class SheetForm:
    """What was refused is left in the part's entries, with its reason, to be shown again."""

    def __init__(self, part: Part, thoughts: list[Thought], data: Mapping[str, str]) -> None:
        self.part, self.thoughts, self.data = part, thoughts, data

    def save(self, place: Place) -> bool:
        """Saves what it can; whether all of it was taken."""
        changed = [lane for lane in self._lanes() if self._is_mine(*lane)]
        taken = [_save(place, entry, form) for entry, form in changed]
        return all(taken)

    def _is_mine(self, entry: Entry, form: AnswerForm) -> bool:
        """Whether the person has changed it, and not chosen what the other screen saved."""
        if self.data.get(f"choose-{entry.name}") == OTHER:
            return False
        sent = (form.sent_text, form.sent_shared)
        return not form.is_valid() or sent != (entry.text, entry.shared)

    def _lanes(self) -> Iterator[Lane]:
        for question in self.part.questions:
            yield from self._on_statement(question)
        for thought in self.thoughts:
            if thought.reflection.name in self.data:
                yield self._on_prompt(thought)

    def _on_statement(self, question: Question) -> Iterator[Lane]:
        statement = question.statement.pk
        if sent := self._sent(question.rating, "step"):
            yield question.rating, RatingForm(sent | {"statement": statement})
        if sent := self._sent(question.remark, "text"):
            yield question.remark, RemarkForm(sent | {"statement": statement})

    def _on_prompt(self, thought: Thought) -> Lane:
        sent = self._sent(thought.reflection, "text") | {
            "factor": self.part.factor.pk,
            "prompt": thought.prompt.pk,
            "shared": f"shared-{thought.reflection.name}" in self.data,
        }
        return thought.reflection, ReflectionForm(sent)

    def _sent(self, entry: Entry, field: str) -> dict[str, object]:
        """Nothing for what the page did not send, such as a question without a choice."""
        if entry.name not in self.data:
            return {}
        return {field: self.data[entry.name], "seen": self.data.get(f"seen-{entry.name}", "0")}


def _save(place: Place, entry: Entry, form: AnswerForm) -> bool:
    entry.text, entry.shared = form.sent_text, form.sent_shared
    if not form.is_valid():
        entry.error = form.message
        return False
    outcome = form.save(place)
    if isinstance(outcome, Stale):
        entry.version, entry.other = outcome.version, entry_of(entry.name, outcome.answer)
    elif not isinstance(outcome, Saved):
        entry.lost = True
    return isinstance(outcome, Saved)
