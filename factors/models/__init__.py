from factors.models.editions import Edition
from factors.models.factors import Factor, Statement
from factors.models.figures import Figure, FigureLink, FigureReading
from factors.models.goals import NationalGoal, SubGoal
from factors.models.prompts import Prompt
from factors.models.sources import Source
from factors.models.sub_goal_links import SubGoalLink

__all__ = [
    "Edition",
    "Factor",
    "Figure",
    "FigureLink",
    "FigureReading",
    "NationalGoal",
    "Prompt",
    "Source",
    "Statement",
    "SubGoal",
    "SubGoalLink",
]
