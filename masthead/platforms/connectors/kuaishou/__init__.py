"""快手: videos by the open platform."""
