from django.urls import path

from masthead.compliance.views import edits, exchange, rules

app_name = "compliance"
urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", edits.new_rule, name="new_rule"),
    path("rules/export/", exchange.export, name="export"),
    path("rules/import/", exchange.bring, name="import"),
    path("rules/import/confirm/", exchange.confirm, name="import_confirm"),
    path("rules/adopt/", rules.adopt, name="adopt"),
    path("rules/<str:rule>/", rules.rule, name="rule"),
    path("rules/<str:rule>/edit/", edits.edit_rule, name="edit_rule"),
    path("drafts/<int:pk>/", edits.draft, name="draft"),
    path("drafts/<int:pk>/live/", edits.put_live, name="put_live"),
    path("drafts/<int:pk>/drop/", edits.drop, name="drop"),
    path("try/", rules.trial, name="try"),
    path("versions/", rules.versions, name="versions"),
    path("industry/", rules.industry, name="industry"),
]
