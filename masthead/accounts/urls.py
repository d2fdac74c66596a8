from django.urls import path

from masthead.accounts.views import checkups, connections, dossier, endings, handovers, lock_downs, register

app_name = "accounts"
urlpatterns = [
    path("", register.account_list, name="list"),
    path("register/", register.register, name="register"),
    path("check-up/", checkups.checkups, name="checkups"),
    path("expiries/", endings.expiries, name="expiries"),
    path("handovers/", handovers.handovers, name="handovers"),
    path("handovers/begin/", handovers.begin, name="begin_handover"),
    path("handovers/<int:pk>/", handovers.handover, name="handover"),
    path("handovers/items/<int:pk>/", handovers.hand, name="hand"),
    path("handovers/items/<int:pk>/acknowledge/", handovers.acknowledge, name="acknowledge"),
    path("documents/<int:pk>/open/", dossier.open_document, name="open_document"),
    path("<int:pk>/", register.account_detail, name="detail"),
    path("<int:pk>/change/", register.change, name="change"),
    path("<int:pk>/connect/", connections.connect, name="connect"),
    path("<int:pk>/test/", connections.test_connection, name="test"),
    path("authorised/", connections.authorised, name="authorised"),
    path("<int:pk>/authorise/", connections.authorise, name="authorise"),
    path("<int:pk>/other-user/<slug:answer>/", connections.other_user, name="other_user"),
    path("<int:pk>/lock-down/", lock_downs.lock_down, name="lock_down"),
    path("incidents/<int:pk>/", lock_downs.incident, name="incident"),
    path("incidents/<int:pk>/finish/", lock_downs.finish_steps, name="finish_steps"),
    path("incidents/<int:pk>/ask-to-unlock/", lock_downs.ask_to_unlock, name="ask_to_unlock"),
    path("incidents/<int:pk>/agree/", lock_downs.agree_to_unlock, name="agree_to_unlock"),
    path("incidents/<int:pk>/decline/", lock_downs.decline_to_unlock, name="decline_to_unlock"),
    path("<int:pk>/freeze/", register.freeze, name="freeze"),
    path("<int:pk>/unfreeze/", register.unfreeze, name="unfreeze"),
    path("<int:pk>/status/<slug:status>/", register.change_status, name="status"),
    path("<int:pk>/dossier/", dossier.change_dossier, name="dossier"),
    path("<int:pk>/certification/", dossier.certify, name="certify"),
    path("<int:pk>/filings/", dossier.add_filing, name="filing"),
    path("<int:pk>/filings/<int:filing>/remove/", dossier.remove_filing, name="unfile"),
    path("<int:pk>/documents/", dossier.add_document, name="document"),
    path("<int:pk>/check-up/", checkups.check_up, name="check_up"),
]
