"""Settings of one hub, read from the environment.

`MUSTER_DEMO=1` is the only mode that may run without a secret key of its own, and it serves
loopback only.
"""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from muster.config import environment, production

CHECKOUT = Path(__file__).resolve().parents[3]
VAR = environment.folder("MUSTER_VAR", CHECKOUT / "var")
BROWSER_PARTS = environment.folder("MUSTER_BROWSER_PARTS", CHECKOUT / "var" / "browser")

DEMO = environment.flag("MUSTER_DEMO")
DEBUG = environment.flag("MUSTER_DEBUG")
SECRET_KEY = environment.secret("MUSTER_SECRET_KEY", production.DEMO_KEY if DEMO else None)
ORIGIN = environment.text("MUSTER_ORIGIN", "http://127.0.0.1:8000" if DEMO else None)
"""Where people reach this hub; the base of every link in a mail."""

ALLOWED_HOSTS = environment.words("MUSTER_HOSTS", "127.0.0.1,localhost,[::1]" if DEMO else "")
CSRF_TRUSTED_ORIGINS = [ORIGIN]
MUSTER_SECURITY_CONTACT = environment.text(
    "MUSTER_SECURITY_CONTACT", "mailto:security@hub.synthetic.example" if DEMO else " "
).strip()
"""Where a weakness is reported; published in /.well-known/security.txt."""
if DEMO:
    environment.refuse_a_public_demo(ORIGIN, ALLOWED_HOSTS)
else:
    production.refuse_an_unsafe_hub(
        secret_key=SECRET_KEY,
        debug=DEBUG,
        origin=ORIGIN,
        hosts=ALLOWED_HOSTS,
        security_contact=MUSTER_SECURITY_CONTACT,
    )

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "muster.authz",
    "muster.audit",
    "muster.jobs",
    "muster.maps",
    "muster.notify",
    "muster.web",
    "muster.accounts",
    "muster.directory",
    "muster.agreements",
    "muster.responders",
    "muster.oversight",
    "muster.aid",
    "muster.api",
]

MIDDLEWARE = [
    "muster.web.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "muster.web.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "muster.web.middleware.UnreadableInputMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "muster.accounts.middleware.OwnWayMiddleware",
    "muster.directory.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "muster.web.failures.FailureMiddleware",
]

ROOT_URLCONF = "muster.config.urls"
WSGI_APPLICATION = "muster.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the apps, so that Muster's pages win over allauth's of the same name.
        "DIRS": [CHECKOUT / "src" / "muster" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "muster.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": environment.database(environment.secret("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "muster.accounts.adapter.ClosedSignupAdapter"
MFA_ADAPTER = "muster.accounts.adapter.PlainSecondFactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# muster.accounts.slowing counts instead: allauth counts in each process for itself, and by account,
# with which a stranger could lock somebody out.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_TOTP_ISSUER = "Muster"

LANGUAGE_CODE = "en-us"
TIME_ZONE = environment.text("MUSTER_TIME_ZONE", "America/Chicago")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BROWSER_PARTS] if BROWSER_PARTS.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

EMAIL_BACKEND = environment.text(
    "MUSTER_EMAIL_BACKEND",
    "muster.notify.backends.OutboxBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
DEFAULT_FROM_EMAIL = environment.text("MUSTER_MAIL_FROM", "muster@hub.synthetic.example")
EMAIL_HOST = environment.text("MUSTER_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = environment.number("MUSTER_SMTP_PORT", 25)
EMAIL_HOST_USER = environment.text("MUSTER_SMTP_USER", "")
EMAIL_HOST_PASSWORD = environment.secret("MUSTER_SMTP_PASSWORD", " ").strip()
EMAIL_USE_TLS = environment.flag("MUSTER_SMTP_TLS")
EMAIL_TIMEOUT = 10
MUSTER_KEYS_DIR = environment.folder("MUSTER_KEYS_DIR", VAR / "keys")
"""Where the keys are that seal the hub's papers; see docs/operations/signing-keys.md."""
MUSTER_KEYS_PASSPHRASE = environment.secret("MUSTER_KEYS_PASSPHRASE", " ").strip()
MUSTER_OUTBOX = environment.folder("MUSTER_OUTBOX", VAR / "outbox")

MUSTER_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("MUSTER_PROXIES", 0)
"""How many proxies of the hub's own stand before it and write X-Forwarded-For."""
MUSTER_API_CALLS_A_MINUTE = environment.number("MUSTER_API_CALLS_A_MINUTE", 600)
"""What one API token may do in a minute."""

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ORIGIN.startswith("https://")
CSRF_FAILURE_VIEW = "muster.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
# Only behind a TLS proxy, which sets this header itself and drops what visitors send.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ORIGIN.startswith("https://") else None
)
SECURE_HSTS_SECONDS = 31_536_000 if ORIGIN.startswith("https://") else 0
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refused address may hold the secret of a one-purpose link; it does not belong in a log.
    "loggers": {"django.request": {"level": "ERROR"}},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
