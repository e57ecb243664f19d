"""gunicorn's settings; it reads this file by itself when started from this folder."""

import os

from portal.server_log import LINE

bind = os.environ.get("BIND", "127.0.0.1:8000")

# Threads wait for the database together; a process more costs memory and its own pool of connections.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 the heartbeat must not wait for a disk

# A worker that got the signal to stop finishes what it is answering: nobody loses a submitted text to a release.
timeout = 60
graceful_timeout = 30
keepalive = 5

# A slow leak in any library ends by itself; the jitter keeps the workers from restarting together.
max_requests = 5000
max_requests_jitter = 500

# Only these proxies are believed about the scheme and the address of the visitor.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

# The path without its query (a query may hold what somebody typed) and without the seal of a link, the time in
# milliseconds, the proxy's request id.
accesslog = "-"
access_log_format = LINE
errorlog = "-"
logger_class = "portal.server_log.ServerLog"
# Nobody steers a running server through a socket in a home folder; the process manager sends signals.
control_socket_disable = True
loglevel = os.environ.get("LOG_LEVEL", "info").lower()
