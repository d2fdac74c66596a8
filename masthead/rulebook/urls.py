from django.urls import path

from masthead.rulebook.views import board as views
from masthead.rulebook.views import imports

app_name = "rulebook"
urlpatterns = [
    path("", views.clause_index, name="clauses"),
    path("adopt/", views.adopt, name="adopt"),
    path("board/", views.board, name="board"),
    path("board/run/", views.run_all, name="run"),
    path("clauses/<str:key>/", views.clause, name="clause"),
    path("clauses/<str:key>/run/", views.run_clause, name="clause_run"),
    path("import/", imports.import_new, name="import"),
    path("import/<int:pk>/", imports.import_preview, name="import_preview"),
    path("import/<int:pk>/places/<int:index>/", imports.import_correct, name="import_correct"),
    path("import/<int:pk>/undo/", imports.import_undo, name="import_undo"),
    path("import/<int:pk>/keys/", imports.import_keys, name="import_keys"),
    path("import/<int:pk>/abandon/", imports.import_abandon, name="import_abandon"),
]
