from django.urls import path

from masthead.vault.views import keys, rotation, secrets, storing

app_name = "vault"
urlpatterns = [
    path("", secrets.secrets, name="secrets"),
    path("overdue/", rotation.overdue, name="overdue"),
    path("rules/", rotation.rules, name="rules"),
    path("rules/<slug:kind>/", rotation.rule, name="rule"),
    path("keys/", keys.keys, name="keys"),
    path("add/", storing.choose, name="choose"),
    path("add/<slug:kind>/", storing.add, name="add"),
    path("strength/", storing.strength, name="strength"),
    path("<int:pk>/", secrets.secret, name="secret"),
    path("<int:pk>/replace/", storing.replace, name="replace"),
    path("<int:pk>/rotate/", rotation.rotate, name="rotate"),
    path("<int:pk>/demand/", rotation.demand, name="demand"),
]
