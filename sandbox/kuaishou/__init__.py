"""快手, emulated: open.kuaishou.com's authorisation and video calls."""
