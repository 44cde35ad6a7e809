import os

# Without a socket the command line says where: `--bind 0.0.0.0:8000` in a container.
if "GUNICORN_SOCKET" in os.environ:
    bind = "unix:" + os.environ["GUNICORN_SOCKET"]
workers = int(os.environ.get("GUNICORN_WORKERS", "2"))
threads = 2
timeout = 120  # flattening a large PDF takes time
graceful_timeout = 30
umask = 0o007

# nginx is the only client: through a socket that only its user may open, or on the network of the containers.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")

accesslog = "-"
errorlog = "-"
access_log_format = '%({x-forwarded-for}i)s %(t)s "%(r)s" %(s)s %(b)s %(M)sms'
