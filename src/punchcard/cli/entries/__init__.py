"""Commands that write time entries by hand or by file, and take them back."""
