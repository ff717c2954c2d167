// Checks a journal in the reader's own browser: its chain, its checkpoints with their signatures, and what the reader
// kept. The format is described in docs/record/README.md; nothing that is read here is sent anywhere.
"use strict";

const HEADING = "plenary checkpoint 1";
const AT_ONCE = 500;

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
  let known;
  try {
    known = await crypto.subtle.importKey("raw", bytes(key), { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return key.length === 64 ? null : false;
  }
  return crypto.subtle.verify("Ed25519", known, bytes(signature), new TextEncoder().encode(told));
}

function kept(text) {
  const found = [...text.matchAll(/\b(\d{1,13})\s*:\s*([0-9a-fA-F]{64})\b/g)];
  return found.map(([, length, hash]) => ({ length: Number(length), hash: hash.toLowerCase() }));
}

function read(line) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
  } catch {
    return null;
  }
}

// Say what is wrong with an entry as the next of its chain; null where nothing is.
function misfit(entry, number, previous, alliance) {
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return say("not-json", { entry: number });
  if (entry.seq !== number) return say("missing", { entry: number });
  if (entry.previous !== previous) return say("follows", { entry: number });
  return entry.alliance === alliance ? null : say("alliance", { entry: number });
}

async function checkpoint(entry, made, key) {
  const { length, hash, at, signature } = entry.facts;
  if (!(length > 0 && length < entry.seq) || made[length - 1] !== hash) return say("differs", { entry: entry.seq });
  const told = [HEADING, entry.alliance, length, hash, at].map((line) => `${line}\n`).join("");
  const good = await signed(key, told, signature);
  return good === null ? null : good ? "" : say("bad-signature", { entry: entry.seq });
}

async function check(data, posted) {
  const all = lines(data);
  if (all === null) return { faults: [say("unended")], notes: [] };
  if (all.length === 0) return { faults: [say("nothing")], notes: [] };
  const made = await hashes(all);
  const first = read(all[0]);
  const alliance = first && first.alliance;
  const faults = [];
  const notes = [];
  let key = "";
  let good = 0;
  let unchecked = 0;
  for (let at = 0; at < all.length; at += 1) {
    const entry = read(all[at]);
    const fault = misfit(entry, at + 1, at ? made[at - 1] : "", alliance);
    if (fault !== null) return { faults: [fault], notes: [] };
    if (entry.event === "AllianceFounded" || entry.event === "SigningKeySet") key = entry.facts.public_key || "";
    if (entry.event === "CheckpointMade") {
      const wrong = await checkpoint(entry, made, key);
      if (wrong) faults.push(wrong);
      if (wrong === "") good += 1;
      if (wrong === null) unchecked += 1;
    }
  }
  notes.push(say("summary", { count: all.length, alliance, hash: made[made.length - 1] }));
  if (good) notes.push(say("signed", { count: good }));
  if (unchecked) notes.push(say("unsigned", { count: unchecked }));
  for (const each of posted) {
    if (each.length > made.length) faults.push(say("cut", { length: each.length, count: made.length }));
    else if (made[each.length - 1] !== each.hash) faults.push(say("rewritten", { length: each.length }));
    else notes.push(say("posted-good", { length: each.length }));
  }
  against(made, alliance, faults, notes);
  return { faults, notes };
}

// Hold a journal against what this house shows on the page: the entry that it names must be there, and the same.
function against(made, alliance, faults, notes) {
  const told = Number(form.dataset.told);
  if (alliance !== form.dataset.alliance) faults.push(say("other", { alliance }));
  else if (told > 0 && made.length >= told && made[told - 1] !== form.dataset.hash) faults.push(say("rewritten", { length: told }));
  else if (told > 0 && made.length >= told) notes.push(say("here", { entry: told }));
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
  const posted = kept(text);
  if (text.trim() && posted.length === 0) return show("bad", say("posted-bad"), []);
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
