from django.urls import path

from masthead.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account_list, name="list"),
    path("register/", views.register, name="register"),
    path("<int:pk>/", views.account_detail, name="detail"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/connect/", views.connect, name="connect"),
    path("<int:pk>/test/", views.test_connection, name="test"),
    path("<int:pk>/freeze/", views.freeze, name="freeze"),
    path("<int:pk>/unfreeze/", views.unfreeze, name="unfreeze"),
    path("<int:pk>/status/<slug:status>/", views.change_status, name="status"),
]
