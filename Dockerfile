# One image for web, worker, beat and the one-off commands; docker-compose.yml says which command each runs.

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
RUN pip install --quiet --no-cache-dir uv==0.13.9 && uv venv --quiet /opt/venv
COPY requirements/base.txt /tmp/base.txt
RUN uv pip install --quiet --no-cache --python /opt/venv/bin/python --require-hashes --requirements /tmp/base.txt


FROM python:3.11-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.prod \
    BIND=0.0.0.0:8000
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin portal && install -d -o portal -g portal /uploads
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY . .
# Collecting the static files loads the settings; these values exist in this one step only and reach nothing.
RUN SECRET_KEY=only-to-collect-static-files ALLOWED_HOSTS=build PORTAL_URL=https://build \
    DATABASE_URL=postgres://build@build/build REDIS_URL=redis://build/0 EMAIL_HOST=build \
    python manage.py collectstatic --noinput --verbosity 0

# The code belongs to root: the process that answers visitors cannot change it.
USER portal
EXPOSE 8000
# The address in the Host header is one that the portal answers to; 200 means the database answers too.
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/gezond/', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0].lstrip('.')}), timeout=5)"]
CMD ["gunicorn", "portal.wsgi:application"]
