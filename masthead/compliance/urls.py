from django.urls import path

from masthead.compliance import views

app_name = "compliance"
urlpatterns = [path("rules/", views.rules, name="rules")]
