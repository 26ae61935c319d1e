"""What an installation is told by its surroundings (``SANXIN_*``), and what every one has in common."""

import os
from pathlib import Path

from sanxin.config.store import databases
from sanxin.config.surroundings import mode_of, secret_of

MODE = mode_of(os.environ)
DEBUG = False
SECRET_KEY = secret_of(os.environ, MODE)
DATA_DIR = Path(os.environ.get("SANXIN_DATA") or Path.cwd() / "data")
DATABASES = databases(os.environ.get("SANXIN_DATABASE_URL", ""), DATA_DIR)
ALLOWED_HOSTS = [
    host for host in os.environ.get("SANXIN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "sanxin.apps.journal",
    "sanxin.apps.organisation",
    "sanxin.apps.registry",
    "sanxin.apps.condition",
    "sanxin.apps.projects",
    "sanxin.apps.publicity",
    "sanxin.apps.assessment",
    "sanxin.apps.consultation",
    "sanxin.apps.decisions",
    "sanxin.apps.funding",
    "sanxin.apps.privacy",
    "sanxin.interfaces.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sanxin.interfaces.web.attendance.Attendance",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "sanxin.interfaces.web.context.reader",
            ]
        },
    }
]
ROOT_URLCONF = "sanxin.config.urls"
WSGI_APPLICATION = "sanxin.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisation.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
# The built assets lie in the package; whitenoise serves them from there, so nothing is collected.
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
CSRF_FAILURE_VIEW = "sanxin.interfaces.web.errors.refused_form"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "sanxin.apps.organisation.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MODE == "production"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("SANXIN_BEHIND_PROXY") else None
)
