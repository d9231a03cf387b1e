/** A table as a CSV file; a cell that a spreadsheet would run as a formula is made text. */
export function saveCsv(name: string, rows: (string | number)[][]): void {
  const cell = (value: string | number) =>
    typeof value === "number" ? String(value) : `"${(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const text = rows.map((row) => row.map(cell).join(",")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
