// Reads what was chosen, dropped or pasted as a list of { file, folder }.

const HIDDEN = /^(\.|thumbs\.db$|desktop\.ini$|__macosx$)/i;

export function chosen(input) {
  return [...input.files]
    .map((file) => ({ file, folder: folderOf(file.webkitRelativePath) }))
    .filter(({ file }) => !HIDDEN.test(file.name));
}

const folderOf = (path) => (path ?? "").split("/").slice(0, -1).join("/");

// Folders can be dropped as well; they are walked through here.
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => ({ file, folder: "" }));
  const found = await Promise.all(entries.map((entry) => walk(entry, "")));
  return found.flat();
}

async function walk(entry, folder) {
  if (HIDDEN.test(entry.name)) return [];
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    return [{ file, folder }];
  }
  const inside = folder ? `${folder}/${entry.name}` : entry.name;
  const found = [];
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found.flat();
    found.push(...(await Promise.all(some.map((one) => walk(one, inside)))));
  }
}

export function pasted(event) {
  const files = [...(event.clipboardData?.files ?? [])];
  return files.map((file) => ({ file, folder: "" }));
}
