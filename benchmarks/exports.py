"""CPU and memory of the exports of 5,000 people, beside bare loops that write the same rows without neutralising."""

from benchmarks.pages import run

SCRIPT = """
import csv, io, random, resource, time
from datetime import date
import xlsxwriter
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from essaim.kernel.tables import Table, write_table
from essaim.people.files import people_table
from essaim.people.models import Agent, Organisation, Posting, Unit
from essaim.people.operations.exports import export_table
from essaim.people.queries.agents import directory

call_command("migrate", verbosity=0)
town = Organisation.objects.create(name="Essai", slug="essai")
units = Unit.objects.bulk_create(Unit(organisation=town, name=f"Service {n}") for n in range(40))
agents = Agent.objects.bulk_create(
    Agent(organisation=town, login=f"a{n}", hr_number=f"{n:06}", first_name="Nadia", last_name=f"Benali {n}",
          unit=units[n % 40], email=f"a{n}@essai.example", password="!") for n in range(5000))
Posting.objects.bulk_create(
    Posting(agent=a, unit=a.unit, category="C", status="tenured", starts_on=date(2020, 1, 1)) for a in agents)


def table():
    return people_table(directory(town), is_whole=True)


def bare_csv(header, rows):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(header)
    writer.writerows(rows)


def bare_xlsx(header, rows):
    with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, [str(cell) for cell in row])


def measure(call):
    call()
    start = time.process_time()
    for _turn in range(5):
        call()
    return (time.process_time() - start) / 5


def take(ending):
    export_table(table=table(), ending=ending, organisation=town, by=agents[0], content="Personnes", filters="",
                 name="personnes", at=timezone.now()).file.close()


rows = [list(row) for row in table().rows]
bare = {"csv": measure(lambda: bare_csv(table().header, rows)), "xlsx": measure(lambda: bare_xlsx([], rows))}
bare["ods"] = bare["xlsx"]
for ending in ("csv", "xlsx", "ods"):
    with CaptureQueriesContext(connection) as queries:
        take(ending)
    seconds = measure(lambda: take(ending))
    print(f"{ending}|{seconds:.3f}|{bare[ending]:.3f}|{len(queries)}")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
many = lambda: Table("Essai", ["a"] * 12, (rows[n % 5000] for n in range(100_000)))
for ending in ("csv", "xlsx", "ods"):
    with open("/dev/null", "wb") if ending == "csv" else __import__("tempfile").TemporaryFile() as file:
        write_table(many(), ending, file)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"memory, 100,000 rows in each format|{(after - before) / 1024:.1f}||")
"""


def main() -> None:
    print("| export | CPU, s | bare loop of the same rows, s | ratio | queries |")
    print("|---|---|---|---|---|")
    for name, figure, bare, queries in run(SCRIPT, "config.settings"):
        if bare:
            print(f"| {name} | {figure} | {bare} | {float(figure) / float(bare):.1f} | {queries} |")
        else:
            print(f"\n{name}: {figure} MB more at the peak.")


if __name__ == "__main__":
    main()
