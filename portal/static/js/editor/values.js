// Reads and writes the inputs of one field, by its kind: what is read is what the server parses.

const LISTS = new Set(["rows", "hours"]);
const PLAIN = new Set(["text", "multiline", "rich_text", "number", "quantity", "phone", "url", "choice"]);
// Says how a price is meant, not that there is one.
const ABOUT = new Set(["mode"]);

export function readField(field) {
  const kind = field.dataset.kind;
  if (PLAIN.has(kind)) return field.querySelector("[data-part]").value;
  if (LISTS.has(kind)) return [...field.querySelectorAll("[data-row]")].map(readParts).filter(isFilled);
  const parts = readParts(field);
  if (kind === "photo" && !parts.sha256) return null;
  if (kind === "price" && !parts.text.trim()) return null;
  return isFilled(parts) ? parts : null;
}

function readParts(element) {
  const parts = {};
  for (const input of element.querySelectorAll("[data-part]")) parts[input.dataset.part] = readInput(input);
  return parts;
}

function readInput(input) {
  if (input.type === "checkbox") return input.checked;
  if (input.type === "range") return input.dataset.unset === "true" ? null : Number(input.value);
  return input.value;
}

function isFilled(parts) {
  const nothing = new Set(["", null, false]);
  return Object.entries(parts).some(([part, value]) => !nothing.has(value) && !ABOUT.has(part));
}

// Puts a value that was kept on this device back into the inputs.
export function writeField(field, value) {
  const kind = field.dataset.kind;
  if (PLAIN.has(kind)) field.querySelector("[data-part]").value = value ?? "";
  else if (LISTS.has(kind)) writeRows(field, Array.isArray(value) ? value : []);
  else writeParts(field, value ?? {});
  showPhoto(field);
}

// A list has as many rows as there are values; one that stays empty is there to type in.
function writeRows(field, values) {
  const blank = field.querySelector("template");
  const rows = [...field.querySelectorAll("[data-row]")];
  const wanted = blank ? Math.max(1, values.length) : rows.length;
  for (const row of rows.splice(wanted)) row.remove();
  while (blank && rows.length < wanted) {
    const added = blank.content.firstElementChild.cloneNode(true);
    (rows.at(-1) ?? blank).after(added);
    rows.push(added);
  }
  rows.forEach((row, n) => writeParts(row, values[n] ?? {}));
}

function writeParts(element, parts) {
  for (const input of element.querySelectorAll("[data-part]")) {
    const value = parts[input.dataset.part];
    if (input.type === "checkbox") input.checked = Boolean(value);
    else if (input.type === "range") {
      input.dataset.unset = value === null || value === undefined ? "true" : "false";
      if (value !== null && value !== undefined) input.value = value;
    } else if (input.tagName === "SELECT") {
      if ([...input.options].some((option) => option.value === value)) input.value = value;
    } else input.value = value ?? "";
  }
}

// The small picture beside a photo's hash is that of the hash.
function showPhoto(field) {
  const hash = field.querySelector('input[data-part="sha256"]');
  const picture = field.querySelector(".photo-thumb img");
  if (!hash || !picture || !hash.value || picture.src.includes(hash.value)) return;
  picture.src = picture.src.replace(/[0-9a-f]{64}/, hash.value);
}
