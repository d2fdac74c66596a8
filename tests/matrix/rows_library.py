"""The asset library's rows of the role matrix; an upload exists for nobody but its owner."""

from tests.matrix.row import Row

LIBRARY_ROWS = [
    Row("content:material_picker", "content.draft.write", of="draft", scoped=True),
    Row("content:material_use", "content.draft.write", of="draft", post=True, scoped=True),
    Row("content:library", "content.material.read"),
    Row("content:material_rights", "content.material.read"),
    Row("content:materials_bulk", "content.material.keep", post=True),
    Row("content:folder_new", "content.material.keep"),
    Row("content:material_upload", "content.material.keep"),
    Row("content:upload_queue", "content.material.keep"),
    Row("content:upload_plain", "content.material.keep", post=True),
    Row("content:upload_register", "content.material.keep", post=True),
    Row("content:upload_drop", "member", of="upload", post=True, scoped=True),
    Row("content:uploads", "content.material.keep"),
    Row("content:upload", "member", of="upload", scoped=True),
    Row("content:material", "content.material.read", of="material", scoped=True),
    Row("content:material_edit", "content.material.keep", of="material", scoped=True),
    Row("content:licence_new", "content.material.keep", of="material", scoped=True),
    Row("content:consent_new", "content.material.keep", of="material", scoped=True),
    Row("content:consent_withdraw", "content.material.keep", of="material_consent", post=True, scoped=True),
    Row("content:material_archive", "content.material.keep", of="material", post=True, scoped=True),
    Row("content:material_restore", "content.material.keep", of="material", post=True, scoped=True),
    Row("content:material_label", "content.material.keep", of="material", post=True, scoped=True),
    Row("content:material_cover", "content.material.keep", of="material", post=True, scoped=True),
    Row("content:version_register", "content.material.keep", of="material", post=True, scoped=True),
    Row("content:material_file", "content.material.read", of="material_version", scoped=True),
    Row("content:material_picture", "content.material.read", of="material_picture", scoped=True),
    Row(
        "publishing:material_publications",
        "publishing.publication.read",
        of="material",
        scoped=True,
        sees="content.material.read",
    ),
]
