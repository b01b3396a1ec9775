from assessments.models.answers import Rating, Reflection, Remark
from assessments.models.assessments import Assessment, Participation, Response
from assessments.models.blocks import Block, Comment, Tally
from assessments.models.comparisons import ComparedFactor, Comparison
from assessments.models.joint_ratings import JointRating
from assessments.models.mailings import Mailing
from assessments.models.reports import QualityReport
from assessments.models.rounds import Round, RoundFactor

__all__ = [
    "Assessment",
    "Block",
    "Comment",
    "ComparedFactor",
    "Comparison",
    "JointRating",
    "Mailing",
    "Participation",
    "QualityReport",
    "Rating",
    "Reflection",
    "Remark",
    "Response",
    "Round",
    "RoundFactor",
    "Tally",
]
