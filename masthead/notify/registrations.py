"""What this chapter declares to the floors below."""
