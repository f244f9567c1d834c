"""Taking a table out of the site, never without a trace."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import IO

from essaim.kernel.forgetting import forget
from essaim.kernel.tables import FORMATS, Table, write_table
from essaim.people.models import Agent, ExportRecord, Organisation

KEPT_IN_MEMORY = 1024 * 1024


@dataclass(frozen=True)
class Exported:
    """A file ready to be sent."""

    file: IO[bytes]
    name: str
    media_type: str


def export_table(
    *,
    table: Table,
    ending: str,
    organisation: Organisation,
    by: Agent,
    content: str,
    filters: str,
    name: str,
    at: datetime,
) -> Exported:
    """Write the table and the row that says who took it; without that row no file is handed over.

    The file is written first, so that the row tells how many lines it has and the database waits for nobody;
    beyond a megabyte it goes to the disk: memory does not grow with the table.
    """
    file = SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 -- the answer closes it once it is sent
    try:
        rows = write_table(table, ending, file)  # type: ignore[arg-type]
        ExportRecord.objects.create(
            organisation=organisation,
            by=by,
            at=at,
            content=content[:200],
            filters=filters[:500],
            rows=rows,
            file_format=ending,
        )
    except BaseException:
        file.close()
        raise
    file.seek(0)
    day = at.astimezone(organisation.zone)
    return Exported(file, f"{name}-{day:%Y-%m-%d}.{ending}", FORMATS[ending].media_type)


def forget_old_exports(*, at: datetime, kept: timedelta) -> int:
    """Delete the records of tables taken away so long ago."""
    return forget(ExportRecord.objects.filter(at__lt=at - kept))
