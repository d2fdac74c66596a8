"""States of a channel and of one delivery."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RobotKind(models.TextChoices):
    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")
    FEISHU = "feishu", _("飞书")


class ChannelState(models.TextChoices):
    OK = "ok", _("正常")
    FAULT = "failing", _("故障")
    OFF = "off", _("停用")


class Medium(models.TextChoices):
    MAIL = "mail", _("邮件")
    ROBOT = "robot", _("群机器人")


class DeliveryState(models.TextChoices):
    DUE = "pending", _("待发送")
    SENDING = "in_progress", _("发送中")
    SENT = "done", _("已送达")
    FAILED = "failed", _("失败")
    UNKNOWN = "unverified", _("待核实")


class MailMode(models.TextChoices):
    NOW = "now", _("即时")
    DIGEST = "digest", _("进摘要")
    NEVER = "never", _("不发")


class DigestRhythm(models.TextChoices):
    DAILY = "daily", _("每个工作日")
    WEEKLY = "weekly", _("每周一")
    NEVER = "never", _("不要摘要")
