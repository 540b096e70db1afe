"""What the site costs: CPU time, requests per second, bytes, first paint; all measured here and now."""
