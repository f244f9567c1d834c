"""Tables for spreadsheets: CSV, XLSX and ODS, written one row at a time, without formulas."""

from essaim.kernel.tables.cells import Cell, Table, TableTooLong
from essaim.kernel.tables.formats import FORMATS, Format, write_table
from essaim.kernel.tables.lines import csv_rows

__all__ = ["FORMATS", "Cell", "Format", "Table", "TableTooLong", "csv_rows", "write_table"]
