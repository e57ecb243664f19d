"""gunicorn's settings in the demo: one process with threads is plenty for one visitor."""

workers = 1
threads = 4
loglevel = "warning"
