from django.urls import path

from masthead.approvals.views import cases as views
from masthead.approvals.views import designer, flows, trials

app_name = "approvals"
urlpatterns = [
    path("", views.cases, name="cases"),
    path("cases/<int:pk>/", views.case_page, name="case"),
    path("cases/<int:pk>/path/", views.path, name="path"),
    path("cases/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("tasks/<int:pk>/approve/", views.approve, name="approve"),
    path("tasks/<int:pk>/return/", views.send_back, name="return"),
    path("tasks/<int:pk>/reject/", views.reject, name="reject"),
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
