from django.urls import path

from masthead.vault.custody import CUSTODY
from masthead.vault.views import break_glass, checkouts, exposure, keys, reviews, rotation, secrets, storing

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
    path("checkouts/", checkouts.checkouts, name="checkouts"),
    path("checkouts/new/", checkouts.checkout_new, name="checkout_new"),
    path("checkouts/<int:pk>/", checkouts.checkout, name="checkout"),
    path("checkouts/<int:pk>/reveal/", checkouts.reveal, name="reveal"),
    path("checkouts/<int:pk>/<slug:deed>/", checkouts.checkout_deed, name="checkout_deed"),
    path("break-glass/", break_glass.glasses, name="glasses"),
    path("break-glass/new/", break_glass.glass_new, name="glass_new"),
    path("break-glass/<int:pk>/", break_glass.glass, name="glass"),
    path("break-glass/<int:pk>/confirm/", break_glass.glass_confirm, name="glass_confirm"),
    path("break-glass/<int:pk>/review/", break_glass.glass_review, name="glass_review"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/open/", reviews.review_open, name="review_open"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/decide/", reviews.review_decide, name="review_decide"),
    path("blocks/<int:pk>/lift/", reviews.block_lift, name="block_lift"),
    path("exposure/", exposure.exposure, name="exposure"),
    path("exposure/people/<int:pk>/", exposure.exposure_member, name="exposure_member"),
    path("exposure/people/<int:pk>/rotate/", exposure.exposure_rotate, name="exposure_rotate"),
    path("exposure/secrets/<int:pk>/", exposure.exposure_secret, name="exposure_secret"),
    *(
        path(
            f"custody/{entry.slug}/<int:pk>/",
            checkouts.custody_panel,
            {"kind": entry.owner_kind},
            name=f"custody_{entry.slug}",
        )
        for entry in CUSTODY.values()
    ),
]
