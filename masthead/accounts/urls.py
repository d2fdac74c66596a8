from django.urls import path

from masthead.accounts.views import positioning, register

app_name = "accounts"
urlpatterns = [
    path("", register.account_list, name="list"),
    path("register/", register.register, name="register"),
    path("positioning/", positioning.overview, name="positioning"),
    path("positioning/matrix/", positioning.matrix, name="matrix"),
    path("<int:pk>/positioning/", positioning.sheet, name="positioning_sheet"),
    path("<int:pk>/positioning/card/", positioning.card, name="positioning_card"),
    path("<int:pk>/positioning/edit/", positioning.edit, name="positioning_edit"),
    path("<int:pk>/positioning/<int:number>/", positioning.version, name="positioning_version"),
    path("<int:pk>/positioning/<int:number>/submit/", positioning.submit, name="positioning_submit"),
    path("<int:pk>/", register.account_detail, name="detail"),
    path("<int:pk>/change/", register.change, name="change"),
    path("<int:pk>/connect/", register.connect, name="connect"),
    path("<int:pk>/test/", register.test_connection, name="test"),
    path("<int:pk>/freeze/", register.freeze, name="freeze"),
    path("<int:pk>/unfreeze/", register.unfreeze, name="unfreeze"),
    path("<int:pk>/status/<slug:status>/", register.change_status, name="status"),
]
