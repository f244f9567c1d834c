"""Settings, read from ESSAIM_* variables only; each is explained in docs/configuration.md."""

import sys
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()
TESTING = "pytest" in sys.modules

DATA = Path(env.str("ESSAIM_DATA", default=str(ROOT / "var"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)


def kept_secret() -> str:
    """The secret key given, else one made once and kept beside the data, readable by its owner only."""
    path = DATA / "secret_key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key  # noqa: PLC0415

        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = env.str("ESSAIM_SECRET_KEY", default="") or kept_secret()
DEBUG = env.bool("ESSAIM_DEBUG", default=False)
DEMO = env.bool("ESSAIM_DEMO", default=False)
ADDRESS = env.str("ESSAIM_ADDRESS", default="127.0.0.1:8000")
SITE_URL = env.str("ESSAIM_SITE_URL", default=f"http://{ADDRESS}").rstrip("/")
OWN_HOSTS = ["127.0.0.1", "localhost", "[::1]", ADDRESS.rsplit(":", 1)[0]]
ALLOWED_HOSTS = env.list("ESSAIM_HOSTS", default=OWN_HOSTS)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "template_partials",
    "django_htmx",
    "essaim.kernel",
    "essaim.search",
    "essaim.ui",
    "essaim.people",
    "essaim.programmes",
    "essaim.catalogue",
    "essaim.letters",
    "essaim.agenda",
    "essaim.feedback",
    "essaim.ties",
    "essaim.recognition",
    "essaim.impact",
    "essaim.kiosk",
    "essaim.home",
]
MIDDLEWARE = [
    "essaim.kernel.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "essaim.kernel.middleware.content_security_policy",
    "essaim.kernel.language.language_of_the_page",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "essaim.kiosk.middleware.visit_on_a_kiosk",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "essaim.programmes.middleware.programme_of_the_page",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("essaim.ui.loader.KeptLoader", ["essaim.ui.loader.Loader"])],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "essaim.ui.context.page",
            ],
            "builtins": [
                "essaim.ui.templatetags.ui",
                "django.templatetags.i18n",
                "template_partials.templatetags.partials",
                "essaim.ui.templatetags.folded",
                "essaim.ui.templatetags.kept",
                "essaim.ui.templatetags.titled",
            ],
        },
    }
]

SQLITE_PRAGMAS = [
    "journal_mode=WAL",
    f"synchronous={env.str('ESSAIM_SQLITE_SYNCHRONOUS', default='NORMAL')}",
    "mmap_size=268435456",
    "cache_size=-20000",
    "temp_store=MEMORY",
]
DATABASE_URL = env.str("ESSAIM_DATABASE_URL", default="")
if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    # A statement asked for the third time on a connection is planned once: PostgreSQL spends less than half.
    asked_often = {"server_side_binding": True, "prepare_threshold": 3}
    DATABASES["default"] |= {"CONN_HEALTH_CHECKS": True, "OPTIONS": asked_often}
    if not TESTING:
        DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 16}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "essaim.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "".join(f"PRAGMA {pragma};" for pragma in SQLITE_PRAGMAS),
            },
            "TEST": {"NAME": DATA / f"test-{env.str('ESSAIM_TEST_NAME', default='essaim')}.sqlite3"},
        }
    }
if TESTING and DATABASE_URL:
    DATABASES["default"]["TEST"] = {"NAME": f"test_essaim_{env.str('ESSAIM_TEST_NAME', default='all')}"}

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"},
    "pages": {"BACKEND": "essaim.kernel.kept.KeptCache", "OPTIONS": {"MAX_ENTRIES": 20_000}},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "essaim.kernel.browsers"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_NAME = "essaim_session"
CSRF_COOKIE_NAME = "essaim_csrf"
CSRF_FAILURE_VIEW = "essaim.ui.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

AUTH_USER_MODEL = "people.Agent"
AUTHENTICATION_BACKENDS = ["essaim.people.backends.AgentBackend", "essaim.people.backends.CardBackend"]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "home:index"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "hr_number", "first_name", "last_name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_RATE = env.str("ESSAIM_LOGIN_RATE", default="300/m")
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "essaim.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "essaim.people.forms.SignInForm"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": f"{LOGIN_RATE}/ip",
    "login_failed": "10/5m/key",
    "badge": "30/m/ip",
    "session_code": "100/m/ip",  # wrong ones only
    "room_names": f"{LOGIN_RATE}/ip,300/m/key",  # from one place, and in one room
}
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ESSAIM_PROXIES", default=0)

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG

vars().update(env.email_url("ESSAIM_EMAIL_URL", default="consolemail://"))
# Without a mail server letters are kept: Moi shows them, and the mailbox of the demo.
EMAIL_TIMEOUT = 15
EMAIL_IS_KEPT = not env.str("ESSAIM_EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("ESSAIM_EMAIL_FROM", default="essaim@localhost")

# A control for the tests of exactness: with False the seats are counted the naive way. Only tests may set it.
SEATS_ARE_GUARDED = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "essaim.kernel.logs.RequestIdFilter"},
        "secrets": {"()": "essaim.kernel.logs.SecretFilter"},
    },
    "formatters": {
        "json": {"()": "essaim.kernel.logs.JsonFormatter"},
        "plain": {"format": "%(asctime)s %(levelname)s [%(request_id)s] %(name)s: %(message)s"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["request_id", "secrets"],
            "formatter": env.str("ESSAIM_LOGS", default="plain"),
        }
    },
    "root": {"handlers": ["stderr"], "level": env.str("ESSAIM_LOG_LEVEL", default="INFO")},
}
LOGGING_CONFIG = None if TESTING else "logging.config.dictConfig"

# What is kept so many days, then deleted by the worker; the page of personal data reads the same numbers.
FREE_WORDS_DAYS = env.int("ESSAIM_FREE_WORDS_DAYS", default=365)
LETTERS_DAYS = env.int("ESSAIM_LETTERS_DAYS", default=365)
STAFF_CHANGES_DAYS = env.int("ESSAIM_STAFF_CHANGES_DAYS", default=365)
EXPORTS_DAYS = env.int("ESSAIM_EXPORTS_DAYS", default=3 * 365)
TIES_DAYS = env.int("ESSAIM_TIES_DAYS", default=3 * 365)
