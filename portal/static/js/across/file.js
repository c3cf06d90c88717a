// Reads a file of a spreadsheet as text: UTF-8, else as Excel writes it for Western Europe.

const MOST_BYTES = 2_000_000;

export async function readText(file) {
  const bytes = await file.slice(0, MOST_BYTES).arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
