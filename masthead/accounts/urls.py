from django.urls import path

from masthead.accounts.views import register

app_name = "accounts"
urlpatterns = [
    path("", register.account_list, name="list"),
    path("register/", register.register, name="register"),
    path("<int:pk>/", register.account_detail, name="detail"),
    path("<int:pk>/change/", register.change, name="change"),
    path("<int:pk>/connect/", register.connect, name="connect"),
    path("<int:pk>/test/", register.test_connection, name="test"),
    path("<int:pk>/freeze/", register.freeze, name="freeze"),
    path("<int:pk>/unfreeze/", register.unfreeze, name="unfreeze"),
    path("<int:pk>/status/<slug:status>/", register.change_status, name="status"),
]
