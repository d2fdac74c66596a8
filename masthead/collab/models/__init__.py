"""Tables of `collab`, by noun."""

from masthead.collab.models.comments import Comment, CommentEdit, Mention
from masthead.collab.models.ideas import Conclusion, Experiment, Idea, IdeaVote
from masthead.collab.models.meetings import AgendaItem, Attendance, Decision, Meeting, MeetingKind
from masthead.collab.models.requests import CrossRequest, RequestKind, RequestTask, TargetTime
from masthead.collab.models.tickets import FeatureDecision, Priority, Ticket, TicketCategory, TicketKind, TicketVote

__all__ = [
    "AgendaItem",
    "Attendance",
    "Comment",
    "CommentEdit",
    "Conclusion",
    "CrossRequest",
    "Decision",
    "Experiment",
    "FeatureDecision",
    "Idea",
    "IdeaVote",
    "Meeting",
    "MeetingKind",
    "Mention",
    "Priority",
    "RequestKind",
    "RequestTask",
    "TargetTime",
    "Ticket",
    "TicketCategory",
    "TicketKind",
    "TicketVote",
]
