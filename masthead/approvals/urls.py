from django.urls import path

from masthead.approvals.views import cases as views

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
]
