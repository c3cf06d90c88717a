// Reads and writes the inputs of one field, by its kind: what is read is what the server parses.

const LISTS = new Set(["rows", "hours"]);
const PLAIN = new Set(["text", "multiline", "quantity", "url", "choice"]);

export function readField(field) {
  const kind = field.dataset.kind;
  if (PLAIN.has(kind)) return field.querySelector("[data-part]").value;
  if (LISTS.has(kind)) return [...field.querySelectorAll("[data-row]")].map(readParts).filter(isFilled);
  const parts = readParts(field);
  if (kind === "photo" && !parts.sha256) return null;
  if (kind === "price" && !parts.text.trim()) return null;
  return Object.values(parts).every((value) => value === "") ? null : parts;
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
  return Object.values(parts).some((value) => value !== "" && value !== null);
}

// Puts a value that was kept on this device back into the inputs.
export function writeField(field, value) {
  const kind = field.dataset.kind;
  if (PLAIN.has(kind)) {
    field.querySelector("[data-part]").value = value ?? "";
  } else if (LISTS.has(kind)) {
    const rows = [...field.querySelectorAll("[data-row]")];
    rows.forEach((row, n) => {
      writeParts(row, value?.[n] ?? {});
      if (value?.[n]) row.hidden = false;
    });
  } else {
    writeParts(field, value ?? {});
  }
}

function writeParts(element, parts) {
  for (const input of element.querySelectorAll("[data-part]")) {
    const value = parts[input.dataset.part];
    if (input.type === "checkbox") input.checked = Boolean(value);
    else if (input.type === "range") {
      input.dataset.unset = value === null || value === undefined ? "true" : "false";
      if (value !== null && value !== undefined) input.value = value;
    } else input.value = value ?? "";
  }
}
