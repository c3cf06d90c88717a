// Compares what stands in a field with what the server mended, and puts the mended value there.
import { readField, writeField } from "/static/js/editor/values.js";

const oneSpace = (text) => text.trim().replace(/[ \t]+/g, " ");

// As the server reads a text: one space between words, no empty lines at the ends.
function normal(value) {
  if (typeof value === "string") return value.split("\n").map(oneSpace).join("\n").replace(/^\n+|\n+$/g, "");
  if (Array.isArray(value)) return value.map(normal);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([part, inner]) => [part, normal(inner)]));
  }
  return value;
}

const same = (one, other) => JSON.stringify(normal(one)) === JSON.stringify(normal(other));

// Whether the field still says what was mended: nobody typed on since.
export function stillSays(field, value) {
  return same(readField(field), value);
}

export function put(field, value) {
  if (!same(readField(field), value)) writeField(field, value);
}
