from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0005_todo_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="notes",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(
                choices=[
                    ("running", "审批中"),
                    ("approved", "已通过"),
                    ("returned", "已退回"),
                    ("rejected", "已驳回"),
                    ("withdrawn", "已撤回"),
                    ("expired", "已过期"),
                ],
                default="running",
                max_length=10,
            ),
        ),
    ]
