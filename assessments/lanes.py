"""The kinds of answers that are saved one by one, and of which questions."""

from dataclasses import dataclass

from django.db.models import Q

from assessments.models import Participation, Rating, Reflection, Remark
from assessments.models.answers import Answer
from factors.models import Factor, Prompt, Statement
from factors.terms import OVERALL_ROW


@dataclass(frozen=True)
class Lane:
    """What kind of answer is saved: its model, what names one, and where that is looked up."""

    model: type[Answer]
    keys: dict[str, str]
    joins: str


ON_STATEMENT = {"response_id": "participation.response_id", "statement_id": "statement.id"}
ASKED_STATEMENT = """
    JOIN factors_statement statement ON statement.factor_id = asked.factor_id
        AND statement.level = assessment.level AND statement.complete
        AND statement.id = %(statement_id)s
"""
# A rating may also be of a row of the level above, by those who mirror it.
TO_RATE = {
    "response_id": """CASE WHEN statement.level = assessment.level
        THEN participation.response_id ELSE participation.mirror_id END""",
    "statement_id": "statement.id",
}
ASKED_TO_RATE = """
    JOIN factors_statement statement ON statement.factor_id = asked.factor_id
        AND statement.complete AND statement.id = %(statement_id)s
        AND (statement.level = assessment.level OR (
            participation.mirror_id IS NOT NULL AND statement.row > 0
            AND statement.level = CASE assessment.level
                WHEN 'undervisning' THEN 'rektor' WHEN 'rektor' THEN 'huvudman' END
        ))
"""
ASKED_PROMPT = """
    JOIN factors_factor factor ON factor.id = asked.factor_id AND factor.id = %(factor_id)s
    JOIN factors_prompt prompt ON prompt.edition_id = factor.edition_id
        AND prompt.kind = 'reflection' AND prompt.id = %(prompt_id)s
"""
RATING = Lane(Rating, TO_RATE, ASKED_TO_RATE)
REMARK = Lane(Remark, ON_STATEMENT, ASKED_STATEMENT)
REFLECTION = Lane(
    Reflection,
    {"participation_id": "participation.id", "factor_id": "factor.id", "prompt_id": "prompt.id"},
    ASKED_PROMPT,
)


def is_asked(lane: Lane, participation: Participation, question: dict[str, int]) -> bool:
    assessment = participation.assessment
    if lane is REFLECTION:
        asked = Factor.objects.filter(pk=question["factor_id"], rounds=assessment.round)
        prompts = Prompt.objects.filter(kind=Prompt.Kind.REFLECTION, pk=question["prompt_id"])
        return prompts.filter(edition__in=asked.values("edition")).exists()
    own = Q(level=assessment.level)
    mirrored = Q(level=participation.mirrored or "", row__gt=OVERALL_ROW)
    to_rate = own | mirrored if lane is RATING else own
    statements = Statement.objects.ratable().filter(to_rate, factor__rounds=assessment.round)
    return statements.filter(pk=question["statement_id"]).exists()


def standing(lane: Lane, participation: Participation, question: dict[str, int]) -> Answer | None:
    voices = (participation.response_id, participation.mirror_id)
    whose = {"participation": participation} if lane is REFLECTION else {"response__in": voices}
    return lane.model._default_manager.filter(**whose, **question).first()
