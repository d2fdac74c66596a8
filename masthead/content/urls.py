from django.urls import path

from masthead.content.views import drafts, editor, review, topics

app_name = "content"
urlpatterns = [
    path("topics/", topics.topic_list, name="topics"),
    path("topics/new/", topics.topic_new, name="topic_new"),
    path("topics/<int:pk>/", topics.topic_detail, name="topic"),
    path("topics/<int:pk>/edit/", topics.topic_edit, name="topic_edit"),
    path("topics/<int:pk>/adopt/", topics.topic_adopt, name="topic_adopt"),
    path("topics/<int:pk>/drop/", topics.topic_drop, name="topic_drop"),
    path("topics/<int:pk>/finish/", topics.topic_finish, name="topic_finish"),
    path("drafts/", drafts.draft_list, name="drafts"),
    path("drafts/new/", drafts.draft_new, name="draft_new"),
    path("drafts/<int:pk>/", drafts.draft_detail, name="draft"),
    path("drafts/<int:pk>/word/", drafts.word_import, name="word_import"),
    path("drafts/<int:pk>/release/", drafts.draft_release, name="draft_release"),
    path("drafts/<int:pk>/coauthors/", drafts.draft_coauthors, name="draft_coauthors"),
    path("drafts/<int:pk>/reopen/", drafts.draft_reopen, name="draft_reopen"),
    path("drafts/<int:pk>/revisions/", drafts.revision_list, name="revisions"),
    path("drafts/<int:pk>/edit/", editor.draft_edit, name="draft_edit"),
    path("drafts/<int:pk>/save/", editor.draft_save, name="draft_save"),
    path("drafts/<int:pk>/keystrokes/", editor.draft_autosave, name="draft_autosave"),
    path("drafts/<int:pk>/discard/", editor.draft_discard, name="draft_discard"),
    path("drafts/<int:pk>/pictures/", editor.picture_upload, name="picture_upload"),
    path("drafts/<int:pk>/check/", editor.draft_check, name="draft_check"),
    path("drafts/<int:pk>/paste/", editor.paste_clean, name="paste_clean"),
    path("drafts/<int:pk>/preview/", review.draft_preview, name="draft_preview"),
    path("drafts/<int:pk>/review/", review.draft_review, name="draft_review"),
    path("drafts/<int:pk>/path/", review.draft_path, name="draft_path"),
    path("drafts/<int:pk>/submit/", review.draft_submit, name="draft_submit"),
    path("drafts/<int:pk>/withdraw/", review.draft_withdraw, name="draft_withdraw"),
    path("revisions/<int:pk>/frame/", review.revision_frame, name="revision_frame"),
]
