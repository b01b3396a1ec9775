"""What a phone shows where the dialogue is now. What all phones share is read once a process."""

from dataclasses import dataclass, field
from functools import lru_cache

from assessments.answering import Entry, Thought, key_of
from assessments.dialogues.checking_out import limit_of, takes_check_outs
from assessments.dialogues.seats import Glance
from assessments.dialogues.spread import spread
from assessments.dialogues.tables import shared_at, speaker
from assessments.models import Dialogue, Seat, SeatReflection
from assessments.results.chain import Row
from assessments.terms import DialogueStep
from factors.models import Prompt, Statement
from factors.terms import OVERALL_ROW, PromptKind
from portal.terms import Level

Prompts = tuple[Prompt, ...]
REMEMBERED = 64


@dataclass(frozen=True)
class Material:
    """What the leader has chosen to talk about, as it is at this version of the dialogue."""

    prompts: Prompts
    statements: tuple[Statement, ...]
    # How the row was rated, once the leader has shown it.
    spread: Row | None = None

    def of(self, kind: PromptKind) -> Prompts:
        return tuple(each for each in self.prompts if each.kind == kind)

    def row(self, row: int | None) -> list[Statement]:
        """The row at the three levels, from the huvudman's down."""
        order = list(Level)
        there = [each for each in self.statements if each.row == row and row is not None]
        return sorted(there, key=lambda each: order.index(Level(each.level)))

    def rated(self, dialogue: Dialogue, row: int | None) -> Statement | None:
        there = (each for each in self.row(row) if each.level == dialogue.level and each.complete)
        return next(there, None)


@dataclass
class Shown:
    """One phone's page; what its step does not ask for is empty."""

    seat: Seat
    material: Material
    seats: list[Seat] = field(default_factory=list)
    thoughts: list[Thought] = field(default_factory=list)
    shared: list[tuple[Prompt, list[str]]] = field(default_factory=list)
    note: Entry | None = None
    rated: Statement | None = None
    rating: Entry | None = None
    reason: str = ""

    @property
    def dialogue(self) -> Dialogue:
        return self.seat.table.dialogue

    @property
    def glance(self) -> Glance:
        """Of what was read, and not of what was there a moment before."""
        table = self.seat.table
        reflects = any(thought.reflection.version for thought in self.thoughts)
        versions = (self.dialogue.version, table.version)
        return Glance(table.number, *versions, self.seat.check_outs, reflects)

    @property
    def row(self) -> list[Statement]:
        return self.material.row(self.dialogue.row)

    @property
    def round_table(self) -> Prompts:
        return self.material.of(PromptKind.ROUND_TABLE)

    @property
    def check_out(self) -> Prompts:
        return self.material.of(PromptKind.CHECK_OUT)

    @property
    def overall(self) -> Statement | None:
        return self.material.rated(self.dialogue, OVERALL_ROW)

    @property
    def speaker(self) -> int | None:
        return speaker(self.seat.table, self.seats)

    @property
    def checks_out(self) -> bool:
        return takes_check_outs(self.dialogue) and self.seat.check_outs < limit_of(self.dialogue)


def shown_to(seat: Seat) -> Shown:
    dialogue = seat.table.dialogue
    shown = Shown(seat, material(dialogue.pk, dialogue.code or "", dialogue.version))
    match dialogue.step:
        case DialogueStep.REFLECTION | DialogueStep.ENDED:
            shown.thoughts = _thoughts(seat, shown.material.of(PromptKind.REFLECTION))
        case DialogueStep.TABLE:
            shown.seats = list(seat.table.seats.all())
            shown.shared = shared_at(seat.table, shown.material.of(PromptKind.REFLECTION))
            shown.note = Entry(
                f"note-{seat.table.number}", seat.table.note, seat.table.note_version
            )
        case DialogueStep.JOINT:
            _agree(shown)
    return shown


@lru_cache(maxsize=REMEMBERED)
def material(dialogue: int, code: str, version: int) -> Material:
    """The code and the version are the key: a change of the dialogue is another."""
    found = Dialogue.objects.get(pk=dialogue)
    statements = Statement.objects.filter(factor=found.factor_id)
    at_a_row = found.step in (DialogueStep.TABLE, DialogueStep.JOINT)
    return Material(
        tuple(found.prompts.order_by("kind", "position")),
        tuple(statements),
        spread(found, found.row) if found.revealed and at_a_row else None,
    )


def _thoughts(seat: Seat, prompts: Prompts) -> list[Thought]:
    mine = {each.prompt_id: each for each in seat.reflections.all()}
    return [Thought(prompt, _entry(prompt, mine.get(prompt.pk))) for prompt in prompts]


def _entry(prompt: Prompt, reflection: SeatReflection | None) -> Entry:
    name = f"reflection-{prompt.pk}"
    if reflection is None:
        return Entry(name)
    return Entry(name, reflection.text, reflection.version, reflection.shared)


def _agree(shown: Shown) -> None:
    shown.rated = shown.material.rated(shown.dialogue, shown.dialogue.row)
    if shown.rated is None:
        return
    rating = shown.seat.table.ratings.filter(statement=shown.rated).first()
    shown.rating = Entry(f"rating-{shown.seat.table.number}-{shown.rated.pk}")
    if rating:
        shown.rating.text, shown.rating.version = key_of(rating.step), rating.version
        shown.reason = rating.reason
