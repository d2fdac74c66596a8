"""视频号: no interface for publishing; a kit for a person, and what the assistant accepts."""
