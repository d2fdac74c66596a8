from django.urls import path

from masthead.approvals.views import cases as views
from masthead.approvals.views import decisions, designer, flows, handovers, moves, trials

app_name = "approvals"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("approve/", decisions.approve_several, name="approve_several"),
    path("handover/", handovers.people, name="handovers"),
    path("handover/<int:pk>/", handovers.hand_over, name="hand_over"),
    path("cases/<int:pk>/", views.case_page, name="case"),
    path("cases/<int:pk>/path/", views.path, name="path"),
    path("cases/<int:pk>/print/", views.print_form, name="print"),
    path("cases/<int:pk>/withdraw/", decisions.withdraw, name="withdraw"),
    path("copies/<int:pk>/read/", moves.confirm_reading, name="read"),
    path("tasks/<int:pk>/approve/", decisions.approve, name="approve"),
    path("tasks/<int:pk>/return/", decisions.send_back, name="return"),
    path("tasks/<int:pk>/reject/", decisions.reject, name="reject"),
    path("tasks/<int:pk>/add/", moves.add, name="add"),
    path("tasks/<int:pk>/transfer/", moves.transfer, name="transfer"),
    path("tasks/<int:pk>/delegate/", moves.delegate, name="delegate"),
    path("tasks/<int:pk>/return-to/", moves.return_to, name="return_to"),
    path("preview/<str:kind>/<int:pk>/", views.preview, name="preview"),
    path("flows/", flows.flows, name="flows"),
    path("flows/<str:key>/", flows.flow_page, name="flow"),
    path("flows/<str:key>/compare/", flows.flow_compare, name="flow_compare"),
    path("flows/<str:key>/start/", flows.flow_start, name="flow_start"),
    path("flows/<str:key>/design/", designer.flow_design, name="flow_design"),
    path("flows/<str:key>/design/clause/", designer.flow_clause, name="flow_clause"),
    path("flows/<str:key>/try/", trials.flow_try, name="flow_try"),
    path("flows/<str:key>/replay/", trials.flow_replay, name="flow_replay"),
    path("flows/<str:key>/publish/", flows.flow_publish, name="flow_publish"),
    path("flows/<str:key>/discard/", flows.flow_discard, name="flow_discard"),
    path("flows/<str:key>/retire/", flows.flow_retire, name="flow_retire"),
]
