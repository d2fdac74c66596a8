from django.urls import path

from masthead.approvals.views import cases as views
from masthead.approvals.views import decisions, handovers, moves

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
]
