"""Units and staff out of sheets: Excel files and CSV.

Both are first read into a `Table` of the columns that are known, and nothing else of the file goes
further. An Excel file is taken apart in a process of its own, within so much memory and time, by
the modules `worker`, `workbook`, `archive` and `survey`, which know nothing of the portal.
"""
