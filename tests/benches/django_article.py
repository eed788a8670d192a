"""The same article as a plain Django page, to measure ours beside: its ORM, its template, one
worker of the same server. `LK_BENCH_DB` names the cabinet's own database, which it only reads.
"""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone

settings.configure(
    DEBUG=False,
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["LK_BENCH_DB"],
            "CONN_MAX_AGE": None,
        }
    },
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
        "django.middleware.common.CommonMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()
FRAME = Path(os.environ["LK_BENCH_FRAME"]).read_text(encoding="utf-8")
BEFORE, AFTER = FRAME.split("<!-- content -->")
PAGE = """<nav><a href="/news">Новости</a></nav>
<article><h1>{{ article.title }}</h1><p>{{ article.published_at|date:"j.m.Y" }}</p>
<div class="card prose">{{ article.html|safe }}</div></article>
<section class="card"><h2>Читайте ещё</h2><ul>{% for one in related %}
<li><p>{{ one.published_at|date:"j.m.Y" }}</p><a href="{{ one.path }}">{{ one.title }}</a>
<p>{{ one.summary }}</p></li>{% endfor %}</ul></section>"""


class Article(models.Model):
    """The cabinet's own table, as Django reads it."""

    section = models.TextField()
    path = models.TextField()
    title = models.TextField()
    summary = models.TextField()
    html = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "articles"


def article(request: HttpRequest) -> HttpResponse:
    visible = Article.objects.filter(published_at__lte=timezone.now())
    found = visible.filter(path=request.path).first()
    if found is None:
        raise Http404
    related = visible.filter(section="news").exclude(id=found.id).order_by("-published_at")
    html = TEMPLATE.render({"article": found, "related": related.defer("html")[:3]})
    return HttpResponse(BEFORE + html + AFTER)


TEMPLATE = engines["django"].from_string(PAGE)
urlpatterns = [path("news/<path:rest>", lambda request, rest: article(request))]
application = get_wsgi_application()
