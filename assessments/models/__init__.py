from assessments.models.actions import Action, ActionRow, FollowUp, Need
from assessments.models.analyses import Analysis, Finding, Passage, PassageVersion
from assessments.models.answers import Rating, Reflection, Remark
from assessments.models.archives import Archive
from assessments.models.assessments import Assessment, Participation, Response
from assessments.models.blocks import Block, Comment, Tally
from assessments.models.comparisons import ComparedFactor, Comparison
from assessments.models.cycles import CyclePhase
from assessments.models.dialogues import (
    CheckOut,
    CheckOutRating,
    Dialogue,
    DialogueRow,
    DialogueTable,
    Seat,
    SeatReflection,
    TableRating,
)
from assessments.models.joint_ratings import JointRating
from assessments.models.mailings import Mailing
from assessments.models.report_orders import OrderedReport, ReportOrder
from assessments.models.reports import QualityReport
from assessments.models.rounds import Round, RoundFactor

__all__ = [
    "Action",
    "ActionRow",
    "Analysis",
    "Archive",
    "Assessment",
    "Block",
    "CheckOut",
    "CheckOutRating",
    "Comment",
    "ComparedFactor",
    "Comparison",
    "CyclePhase",
    "Dialogue",
    "DialogueRow",
    "DialogueTable",
    "Finding",
    "FollowUp",
    "JointRating",
    "Mailing",
    "Need",
    "OrderedReport",
    "Participation",
    "Passage",
    "PassageVersion",
    "QualityReport",
    "Rating",
    "Reflection",
    "Remark",
    "ReportOrder",
    "Response",
    "Round",
    "RoundFactor",
    "Seat",
    "SeatReflection",
    "TableRating",
    "Tally",
]
