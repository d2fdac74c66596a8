from django.urls import path

from masthead.rulebook.views import board as views

app_name = "rulebook"
urlpatterns = [
    path("", views.clause_index, name="clauses"),
    path("adopt/", views.adopt, name="adopt"),
    path("board/", views.board, name="board"),
    path("board/run/", views.run_all, name="run"),
    path("clauses/<str:key>/", views.clause, name="clause"),
    path("clauses/<str:key>/run/", views.run_clause, name="clause_run"),
]
