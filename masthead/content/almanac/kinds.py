"""What kinds of days there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    HOLIDAY = "holiday", _("法定节假日")
    FESTIVAL = "festival", _("传统节日")
    TERM = "term", _("节气")
    WORLD = "world", _("国际日")
    NATIONAL = "national", _("国内纪念日")
    INDUSTRY = "industry", _("行业与消费")
    COMPANY = "company", _("公司日期")
    SENSITIVE = "sensitive", _("敏感日期")


CATEGORY_ICONS = {
    Category.HOLIDAY: "coffee",
    Category.FESTIVAL: "sparkles",
    Category.TERM: "leaf",
    Category.WORLD: "point",
    Category.NATIONAL: "flag",
    Category.INDUSTRY: "chart-line",
    Category.COMPANY: "building",
    Category.SENSITIVE: "alert-triangle",
}
