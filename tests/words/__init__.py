"""What people read: complete in both languages, one word per thing."""
