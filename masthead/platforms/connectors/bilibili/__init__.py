"""B 站: videos and articles by the open platform."""
