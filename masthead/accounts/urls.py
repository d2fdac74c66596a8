from django.urls import path

from masthead.accounts.views import checkups, dossier, endings, handovers, register

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
    path("<int:pk>/connect/", register.connect, name="connect"),
    path("<int:pk>/test/", register.test_connection, name="test"),
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
