from django.urls import path

from masthead.trail import views

app_name = "trail"
urlpatterns = [path("", views.event_list, name="events"), path("events/<int:pk>/proof/", views.proof, name="proof")]
