"""抖音: the official share flow. We build the code, a person taps publish in the app, the share number tells us what became of it."""
