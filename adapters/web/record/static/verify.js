// Checks a journal in the reader's own browser: its chain, its checkpoints with their signatures, and what the reader
// kept. The format is described in docs/record/README.md; nothing that is read here is sent anywhere.
"use strict";

const HEADING = "plenary checkpoint 1";
const AT_ONCE = 500;
const SALTED = 7; // entries of this version and later have a salt
const KEYED = 6; // a founding of this version and later names a key, be it an empty one

const HASH = /^[0-9a-f]{64}$/;
const SALT = /^[0-9a-f]{32}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const MEMBERS = {
  alliance: "string", at: "string", by: "string", event: "string", facts: "object", previous: "string", seq: "number",
  version: "number",
};
const FORMS = new Map([
  ["AllianceFounded", { public_key: /^([0-9a-f]{64})?$/ }],
  ["SigningKeySet", { public_key: HASH }],
  ["RecordRestored", { copied_at: INSTANT, restored_at: INSTANT }],
  ["CheckpointMade", { hash: HASH, at: INSTANT, signature: /^[0-9a-f]{128}$/ }],
]);

const form = document.getElementById("check");
const result = document.getElementById("result");

function say(name, facts = {}) {
  return form.getAttribute(`data-say-${name}`).replace(/\{(\w+)\}/g, (whole, key) => (key in facts ? facts[key] : whole));
}

function hexadecimal(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function bytes(hex) {
  return Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
}

// Cut a file at its line feeds; null where the last line is not ended.
function lines(data) {
  const found = [];
  let begin = 0;
  for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, begin)) {
    found.push(data.subarray(begin, at));
    begin = at + 1;
  }
  return begin === data.length ? found : null;
}

async function hashes(all) {
  const made = [];
  for (let first = 0; first < all.length; first += AT_ONCE) {
    const part = all.slice(first, first + AT_ONCE);
    made.push(...(await Promise.all(part.map((line) => crypto.subtle.digest("SHA-256", line)))).map(hexadecimal));
    show("", say("progress", { entry: made.length, count: all.length }), []);
  }
  return made;
}

// Tell whether a key made a signature; null where this browser cannot tell.
async function signed(key, told, signature) {
  try {
    const known = await crypto.subtle.importKey("raw", bytes(key), { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", known, bytes(signature), new TextEncoder().encode(told));
  } catch (fault) {
    return fault.name === "NotSupportedError" ? null : false;
  }
}

// Read the checkpoints that were pasted, one a line; a line that is none is told, never passed over.
function kept(text) {
  const posted = [];
  const bad = [];
  for (const line of text.split(/\r?\n/).map((each) => each.trim()).filter(Boolean)) {
    const found = /^([1-9]\d{0,14})\s*:\s*([0-9a-fA-F]{64})$/.exec(line);
    if (found) posted.push({ length: Number(found[1]), hash: found[2].toLowerCase() });
    else bad.push(line);
  }
  return { posted, bad };
}

function read(line) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line));
  } catch {
    return null;
  }
}

// Tell whether an entry has its members, each of its kind, and no others.
function shaped(entry) {
  if (!Number.isSafeInteger(entry.version) || entry.version < 1 || !Number.isSafeInteger(entry.seq)) return false;
  if (entry.facts === null || Array.isArray(entry.facts)) return false;
  const kinds = entry.version >= SALTED ? { ...MEMBERS, salt: "string" } : MEMBERS;
  const names = Object.keys(kinds);
  if (Object.keys(entry).length !== names.length) return false;
  return names.every((name) => typeof entry[name] === kinds[name]) && (!("salt" in kinds) || SALT.test(entry.salt));
}

// Give the name of a fact that is missing or malformed, of those that are read here; null where none is.
function malformed({ event, facts, version }) {
  if (event === "AllianceFounded" && version < KEYED) return null;
  if (event === "CheckpointMade" && !Number.isSafeInteger(facts.length)) return "length";
  const wrong = Object.entries(FORMS.get(event) || {}).find(([name, form]) => typeof facts[name] !== "string" || !form.test(facts[name]));
  return wrong ? wrong[0] : null;
}

// Give the key that an entry names; the empty string where it names none.
function keyOf({ event, facts, version }) {
  return event === "SigningKeySet" || (event === "AllianceFounded" && version >= KEYED) ? facts.public_key : "";
}

// Say what is wrong with an entry as the next of its chain; null where nothing is.
function misfit(entry, number, previous, alliance) {
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return say("not-json", { entry: number });
  if (!shaped(entry)) return say("shape", { entry: number });
  if (entry.seq !== number) return say("missing", { entry: number });
  if (entry.previous !== previous) return say("follows", { entry: number });
  if ((entry.event === "AllianceFounded") !== (number === 1)) return say("founding", { entry: number });
  if (entry.alliance !== alliance) return say("alliance", { entry: number });
  const name = malformed(entry);
  return name === null ? null : say("fact", { entry: number, name });
}

// Hold a checkpoint against the record before it; give its faults, and whether its signature is good.
async function checkpoint(entry, made, seals, key) {
  const { length, hash, at, signature } = entry.facts;
  const faults = [];
  if (!(length > 0 && length < entry.seq) || made[length - 1] !== hash) faults.push(say("differs", { entry: entry.seq }));
  else if (!seals.has(length)) faults.push(say("unsealed", { entry: entry.seq, length }));
  const told = [HEADING, entry.alliance, length, hash, at].map((line) => `${line}\n`).join("");
  const good = key ? await signed(key, told, signature) : false;
  if (good === false) faults.push(say("bad-signature", { entry: entry.seq }));
  return { faults, good };
}

async function check(data, posted) {
  const all = lines(data);
  if (all === null) return { faults: [say("unended")], notes: [] };
  if (all.length === 0) return { faults: [say("nothing")], notes: [] };
  const made = await hashes(all);
  const faults = [];
  const notes = [];
  const seals = new Set();
  const counts = { good: 0, unchecked: 0 };
  let alliance = null;
  let key = "";
  let keyed = 0;
  for (let at = 0; at < all.length; at += 1) {
    const entry = read(all[at]);
    if (at === 0 && entry !== null) ({ alliance } = entry);
    const fault = misfit(entry, at + 1, at ? made[at - 1] : "", alliance);
    if (fault !== null) return { faults: [...faults, fault], notes: [] };
    if (entry.event === "RecordSealed") seals.add(entry.seq);
    if (entry.event === "RecordRestored") notes.push(restored(entry));
    if (keyOf(entry)) {
      notes.push(say(key ? "key-changed" : "key-set", { entry: entry.seq, key: keyOf(entry) }));
      key = keyOf(entry);
      keyed = entry.seq;
    }
    if (entry.event === "CheckpointMade") {
      const { faults: wrong, good } = await checkpoint(entry, made, seals, key);
      faults.push(...wrong);
      if (good === null) counts.unchecked += 1;
      else if (wrong.length === 0) counts.good += 1;
    }
  }
  notes.push(say("summary", { count: all.length, alliance, hash: made[made.length - 1] }));
  if (counts.good) notes.push(say("signed", { count: counts.good }));
  if (counts.unchecked) notes.push(say("unsigned", { count: counts.unchecked }));
  for (const each of posted) {
    if (each.length > made.length) faults.push(say("cut", { length: each.length, count: made.length }));
    else if (made[each.length - 1] !== each.hash) faults.push(say("rewritten", { length: each.length }));
    else notes.push(say("posted-good", { length: each.length }));
  }
  against(made, alliance, { key, keyed }, faults, notes);
  return { faults, notes };
}

// Tell a restore, by which a reader can judge why a checkpoint of the time that was lost does not fit.
function restored({ seq, facts }) {
  const [at, copied] = [facts.restored_at, facts.copied_at].map((each) => `${each.slice(0, 16).replace("T", " ")} UTC`);
  return say("restored", { entry: seq, at, copied });
}

// Hold a journal against what this house shows on the page: the entry and the key that it names must be there, and the
// same. While entries are kept back, the key on the page may be one that a later entry names: that is a note, no fault.
function against(made, alliance, { key, keyed }, faults, notes) {
  const { told, entries, hash, key: shown, alliance: here } = form.dataset;
  if (alliance !== here) {
    faults.push(say("other", { alliance }));
    return;
  }
  const entry = Number(told);
  if (entry > made.length) faults.push(say("short", { entry, count: made.length }));
  else if (entry > 0 && made[entry - 1] !== hash) faults.push(say("rewritten", { length: entry }));
  else if (entry > 0) notes.push(say("here", { entry }));
  if (!shown || shown === key) return;
  (told === entries ? faults : notes).push(key ? say("key-other", { entry: keyed }) : say("key-none"));
}

function show(how, title, told) {
  const heading = document.createElement("h2");
  heading.textContent = title;
  const list = document.createElement("ul");
  for (const sentence of told) {
    const item = document.createElement("li");
    item.textContent = sentence;
    list.append(item);
  }
  result.className = how;
  result.replaceChildren(heading, ...(told.length ? [list] : []));
}

async function journal() {
  const file = document.getElementById("file").files[0];
  if (file) return new Uint8Array(await file.arrayBuffer());
  if (!form.dataset.journal) return null;
  const answer = await fetch(form.dataset.journal);
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
}

async function run() {
  const text = document.getElementById("posted").value;
  const { posted, bad } = kept(text);
  if (bad.length) return show("bad", say("posted-bad"), bad);
  const data = await journal();
  if (data === null) return show("bad", say("not-read"), []);
  const { faults, notes } = await check(data, posted);
  return show(faults.length ? "bad" : "good", say(faults.length ? "not-whole" : "whole"), [...faults, ...notes]);
}

document.getElementById("without").hidden = true;
form.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!window.isSecureContext || !crypto.subtle) {
    show("bad", say("insecure"), []);
    return;
  }
  run().catch(() => show("bad", say("not-read"), []));
});
