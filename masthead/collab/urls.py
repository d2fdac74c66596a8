from django.urls import path

from masthead.collab.registry import COMMENTABLE
from masthead.collab.views import comments, ideas, meetings, requests, targets, tickets

app_name = "collab"
urlpatterns = [
    *(
        path(f"comments/{entry.slug}/<int:pk>/", comments.thread, {"kind": entry.kind}, name=f"comments_{entry.slug}")
        for entry in COMMENTABLE.values()
    ),
    path("comments/<int:pk>/", comments.comment_go, name="comment_go"),
    path("comments/<int:pk>/edit/", comments.comment_edit, name="comment_edit"),
    path("comments/<int:pk>/<slug:deed>/", comments.comment_deed, name="comment_deed"),
    path("people/<slug:slug>/<int:pk>/", comments.people, name="people"),
    path("mentions/", comments.mentions, name="mentions"),
    path("ideas/", ideas.idea_list, name="ideas"),
    path("ideas/new/", ideas.idea_new, name="idea_new"),
    path("ideas/<int:pk>/", ideas.idea_detail, name="idea"),
    path("ideas/<int:pk>/<slug:deed>/", ideas.idea_deed, name="idea_deed"),
    path("requests/", requests.request_list, name="requests"),
    path("requests/new/", requests.request_new, name="request_new"),
    path("requests/<int:pk>/", requests.request_detail, name="request"),
    path("requests/<int:pk>/tasks/<int:task>/done/", requests.task_done, name="task_done"),
    path("requests/<int:pk>/<slug:deed>/", requests.request_deed, name="request_deed"),
    path("tickets/", tickets.ticket_list, name="tickets"),
    path("tickets/new/", tickets.ticket_new, name="ticket_new"),
    path("tickets/<int:pk>/", tickets.ticket_detail, name="ticket"),
    path("tickets/<int:pk>/<slug:deed>/", tickets.ticket_deed, name="ticket_deed"),
    path("targets/", targets.targets, name="targets"),
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting"),
    path("meetings/<int:pk>/agenda/<int:item>/remove/", meetings.agenda_remove, name="agenda_remove"),
    path("meetings/<int:pk>/decisions/<int:decision>/remove/", meetings.decision_remove, name="decision_remove"),
    path("meetings/<int:pk>/<slug:deed>/", meetings.meeting_deed, name="meeting_deed"),
    path("decisions/", meetings.decision_list, name="decisions"),
    path("decisions/<int:pk>/", meetings.decision_detail, name="decision"),
    path("decisions/<int:pk>/<slug:deed>/", meetings.decision_deed, name="decision_deed"),
]
