"""The index of words, in the way of each database."""

from django.db import migrations

POSTGRES = [
    "CREATE TABLE search_words (id bigint PRIMARY KEY, title tsvector NOT NULL, body tsvector NOT NULL)",
    "CREATE INDEX search_words_by_title ON search_words USING gin (title)",
    "CREATE INDEX search_words_by_body ON search_words USING gin (body)",
]
SQLITE = [
    "CREATE VIRTUAL TABLE search_words"
    " USING fts5(title, body, tokenize = \"ascii tokenchars '_'\", prefix = '2 3')",
]


def create(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_documents")]
    operations = [migrations.RunPython(create, drop)]
