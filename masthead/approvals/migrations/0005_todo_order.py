"""The to-do list in the order in which its tasks came up, served by one index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("approvals", "0004_designer")]
    operations = [
        migrations.RemoveIndex(model_name="task", name="task_by_assignee"),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["assignee", "state", "-opened_at", "-id"], name="task_by_assignee"),
        ),
    ]
