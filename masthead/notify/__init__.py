"""Floor 4 — notices. Tells members what happened and what waits for them, inside the house and out; tells systems by webhooks.

Owns: Notice, RobotChannel, Preference, Delivery, Webhook, HookDelivery, HookCursor. Words: Notice 通知, see docs/glossary.md.
"""
