from django.urls import path

from masthead.notify.views import channels, notices, settings, webhooks

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
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/add/", webhooks.add_webhook, name="add_webhook"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/change/", webhooks.change_webhook, name="change_webhook"),
    path("webhooks/<int:pk>/rotate/", webhooks.rotate_webhook, name="rotate_webhook"),
    path("webhooks/<int:pk>/switch/", webhooks.switch_webhook, name="switch_webhook"),
    path("webhooks/<int:pk>/ping/", webhooks.ping_webhook, name="ping_webhook"),
    path("webhooks/deliveries/<int:pk>/resend/", webhooks.resend_hook, name="resend_hook"),
]
