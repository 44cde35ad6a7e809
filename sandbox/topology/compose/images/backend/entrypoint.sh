#!/bin/sh
# As on the real platform: each of the three Python services migrates when it starts.
set -eu
umask 027
python manage.py migrate --no-input
python manage.py collectstatic --no-input --verbosity 0
exec "$@"
