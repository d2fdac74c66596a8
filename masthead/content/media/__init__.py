"""What can be known of a picture, a film or a sound by looking at it: facts, likeness, codes, marks. No models, no HTTP."""
