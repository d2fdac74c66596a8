from django.urls import path

from masthead.notify.views import channels, notices, settings

app_name = "notify"
urlpatterns = [
    path("", notices.notices, name="notices"),
    path("bell/", notices.bell, name="bell"),
    path("read/", notices.read_all, name="read_all"),
    path("<int:pk>/", notices.open_notice, name="open"),
    path("settings/", settings.settings, name="settings"),
    path("channels/", channels.channels, name="channels"),
    path("channels/add/", channels.add_channel, name="add_channel"),
    path("channels/<int:pk>/", channels.channel, name="channel"),
    path("channels/<int:pk>/test/", channels.test_channel, name="test_channel"),
    path("channels/<int:pk>/switch/", channels.switch_channel, name="switch_channel"),
    path("deliveries/", channels.deliveries, name="deliveries"),
    path("deliveries/<int:pk>/resend/", channels.resend, name="resend"),
]
