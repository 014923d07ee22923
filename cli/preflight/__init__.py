"""Questions that are asked of the real account before anything is applied; all of them read."""
