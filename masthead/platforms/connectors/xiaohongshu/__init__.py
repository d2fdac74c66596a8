"""小红书: no interface for publishing; a kit for a person, and what the app accepts."""
