# The locked packages in an environment of their own, then the code: no compiler, no root, the data in a volume.
FROM python:3.11-slim AS packages
COPY requirements.lock /opt/
RUN python -m venv /opt/groundwork \
 && /opt/groundwork/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /opt/requirements.lock

FROM python:3.11-slim
RUN useradd --system --uid 10001 --user-group --no-create-home groundwork \
 && install -d -o groundwork -g groundwork -m 700 /data
COPY --from=packages /opt/groundwork /opt/groundwork
WORKDIR /srv/groundwork
COPY LICENSE NOTICE ./
COPY migrations migrations
COPY locale locale
COPY app app
ENV PATH=/opt/groundwork/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA=/data HOST=0.0.0.0 PORT=8000
USER groundwork
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=20s --timeout=5s CMD \
    ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]
CMD ["python", "-m", "app", "serve"]
