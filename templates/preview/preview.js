// 预览的脚本：刷新、标出问题、填表、保存。算术和核对都在服务器上。

const token = document.querySelector('meta[name="gongkai-token"]').content;
const $ = (id) => document.getElementById(id);
const frame = document.querySelector('iframe[name="page"]');
const form = document.querySelector('form');
const fields = [...form.querySelectorAll('[name]')];

/** The state of the file on disk that the form was filled from. */
let saved = await (await fetch('/state.json')).json();
/** What is shown beside the form: `saved`, or what the form would come to. */
let shown = saved;

// Tabs ------------------------------------------------------------------------

const tabs = [...document.querySelectorAll('[role="tab"]')];
let current = 'page';

function open(tab) {
  current = tab.getAttribute('aria-controls');
  for (const other of tabs) {
    other.setAttribute('aria-selected', String(other === tab));
    other.tabIndex = other === tab ? 0 : -1;
    $(other.getAttribute('aria-controls')).hidden = other !== tab;
  }
  if (current === 'pdf') showPdf();
  sessionStorage.setItem('tab', tab.id);
}

function showPdf() {
  const pdf = document.querySelector('iframe[name="pdf"]');
  const address = `/report.pdf?${saved.version}`;
  if (pdf.getAttribute('src') !== address) pdf.src = address;
}

for (const tab of tabs) {
  tab.addEventListener('click', () => open(tab));
  tab.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    open(next);
    next.focus();
  });
}

// The page, kept in place while it changes ------------------------------------

const MARKED = '; outline: 3px solid #c4320a; outline-offset: -2px; background-color: #ffd54f66; color: inherit;';

/** The page as it is shown. */
let source;

const refreshPage = async (state) => showPage(await (await fetch('/page')).text(), state);

function showPage(text, state) {
  if (text === source) return;
  source = text;
  const now = frame.contentDocument;
  // A document of the page's own: the shell's policy forbids its styles.
  const next = now.implementation.createHTMLDocument();
  next.documentElement.innerHTML = text;
  const title = now.head.querySelector('title')?.textContent;
  now.head.replaceChildren(...next.head.childNodes);
  now.body.replaceChildren(...next.body.childNodes);
  const same = ({ rule, cell }) => rule === marked?.rule && cell === marked.cell;
  const still = marked && state.findings.find(same);
  if (still) mark(still, false);
  if (title !== now.title) frame.title = `年度报告网页：${now.title}`;
}

/** The finding whose place is marked. */
let marked = null;

/** Marks the place of a finding in the page; says whether there is one. */
function mark(finding, scroll = true) {
  const page = frame.contentDocument;
  marked = null;
  for (const old of page.querySelectorAll('[data-marked]')) unmark(old);
  const found = finding.cell && page.getElementById(finding.cell);
  const target = found || wordsOf(page, finding.mark);
  if (!target) return false;
  target.dataset.marked = target.style.cssText;
  target.style.cssText += MARKED;
  if (scroll) target.scrollIntoView({ block: 'center', inline: 'nearest' });
  marked = finding;
  return true;
}

function unmark(old) {
  if (old.tagName === 'MARK') {
    const parent = old.parentNode;
    old.replaceWith(...old.childNodes);
    parent.normalize();
  } else {
    old.style.cssText = old.dataset.marked;
    delete old.dataset.marked;
  }
}

/** The words of a paragraph, wrapped in a `mark`; the paragraph if they are split. */
function wordsOf(page, place) {
  if (!place) return null;
  const blocks = page.querySelectorAll('p, li, h2, h3, h4, h5');
  const block = [...blocks].find((block) => block.textContent === place.text);
  if (!block) return null;
  const walker = page.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let at = 0;
  while (walker.nextNode()) {
    const { length } = walker.currentNode;
    if (at <= place.from && place.to <= at + length && place.to > place.from) {
      const range = page.createRange();
      range.setStart(walker.currentNode, place.from - at);
      range.setEnd(walker.currentNode, place.to - at);
      const words = page.createElement('mark');
      range.surroundContents(words);
      return words;
    }
    at += length;
  }
  return block;
}

// Findings --------------------------------------------------------------------

$('panel').addEventListener('click', (event) => {
  if (event.target.matches('.fix')) return fix();
  const link = event.target.closest('a[data-finding]');
  if (!link) return;
  event.preventDefault();
  const finding = shown.findings[Number(link.dataset.finding)];
  if (current === 'form' && focusField(finding)) return;
  if (mark(finding)) {
    open($('tab-page'));
    mark(finding);
  } else if (!focusField(finding)) {
    const details = link.parentElement.querySelector('details');
    details.open = true;
    details.scrollIntoView({ block: 'nearest' });
  }
});

/** Goes to the field a finding is about; says whether there is one. */
function focusField(finding) {
  const field = finding.field && $(`field-${finding.field}`);
  if (!field) return false;
  open($('tab-form'));
  field.scrollIntoView({ block: 'center', inline: 'nearest' });
  field.focus();
  const start = finding.words && field.tagName === 'TEXTAREA' ? field.value.indexOf(finding.words) : -1;
  if (start >= 0) field.setSelectionRange(start, start + finding.words.length);
  return true;
}

/** Findings at their cells, progress, totals. */
function show(state) {
  shown = state;
  const opened = [...$('panel').querySelectorAll('.findings details[open]')];
  const names = opened.map((details) => details.parentElement.textContent);
  $('panel').innerHTML = state.panel;
  for (const details of $('panel').querySelectorAll('.findings details')) {
    details.open = names.includes(details.parentElement.textContent);
  }
  const first = new Map();
  for (const finding of state.findings) {
    if (finding.field && !finding.waived && !first.has(finding.field)) first.set(finding.field, finding);
  }
  for (const field of fields) {
    const value = state.values[field.name];
    const finding = first.get(field.name);
    field.classList.toggle('bad', finding?.severity === 'error');
    field.classList.toggle('doubtful', Boolean(finding) && finding.severity !== 'error');
    field.title = finding?.message ?? '';
    if (finding?.severity === 'error') field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    if (value && isComputed(field)) field.value = value.shown;
  }
  describe();
}

/** Says below the form what is wrong in the field at hand. */
function describe() {
  const field = document.activeElement;
  const finding = fields.includes(field) && shown.findings.find((one) => one.field === field.name);
  const text = finding ? `${finding.severity_name}：${finding.message}` : note;
  if ($('here').textContent !== text) $('here').textContent = text;
}
let note = '';

// Fields ------------------------------------------------------------------------

const isComputed = (field) => field.readOnly;
const isText = (field) => field.tagName === 'TEXTAREA';
const typedOf = (state, name) => state.values[name]?.typed ?? '';
/** A text as it matters in a field: browsers keep no line ends in a line. */
const plain = (field, text) =>
  isText(field) ? text.replaceAll('\r\n', '\n').replace(/^\n+|\n+$/g, '') : text.replace(/[\r\n]/g, '').trim();
const typedIn = (field) => plain(field, field.value);
const isChanged = (field) => !isComputed(field) && typedIn(field) !== plain(field, typedOf(saved, field.name));

/** What differs from the file on disk. */
function changes() {
  return Object.fromEntries(fields.filter(isChanged).map((field) => [field.name, typedIn(field)]));
}

const count = (values) => Object.keys(values).length;

/** Fills the fields from a state of the file, but for those in `kept`. */
function fill(state, kept = {}) {
  saved = state;
  $('title').textContent = state.title;
  document.title = `预览：${state.title}`;
  for (const field of fields) {
    const value = state.values[field.name];
    const computed = Boolean(value?.computed);
    if (field.tagName === 'INPUT') field.readOnly = computed;
    field.classList.toggle('computed', computed);
    if (!(field.name in kept)) put(field, computed ? value.shown : typedOf(state, field.name));
  }
  tell();
}

function put(field, value) {
  if (field.value === value) return;
  field.value = value;
  // A word that is not among those allowed.
  if (field.tagName === 'SELECT' && field.value !== value) {
    field.add(new Option(value, value));
    field.value = value;
  }
}

function tell(message) {
  const values = changes();
  const changed = count(values);
  $('save').disabled = changed === 0;
  $('undo').hidden = changed === 0;
  $('status').textContent = message ?? (changed ? `有 ${changed} 处没有保存` : '');
  for (const field of fields) field.classList.toggle('changed', field.name in values);
}

const post = (address, values) =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-gongkai-token': token },
    body: JSON.stringify({ version: saved.version, values }),
  });

let waiting;
let asked = 0;
form.addEventListener('input', () => {
  note = '';
  tell();
  clearTimeout(waiting);
  waiting = setTimeout(draft, 150);
});

/** Asks what the form would come to. */
async function draft() {
  const values = changes();
  asked += 1;
  const mine = asked;
  if (count(values) === 0) {
    show(saved);
    return refreshPage(saved);
  }
  const response = await post('/draft', values);
  const answer = await response.text();
  if (mine !== asked) return;
  if (!response.ok) return tell(answer);
  const state = JSON.parse(answer);
  showPage(state.page, state);
  show(state);
}

// Saving ------------------------------------------------------------------------

$('save').addEventListener('click', () => save());
$('undo').addEventListener('click', () => {
  fill(saved);
  draft();
});
form.addEventListener('submit', (event) => event.preventDefault());
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
    event.preventDefault();
    save();
  }
});
addEventListener('beforeunload', (event) => {
  if (count(changes())) event.preventDefault();
});

/** The save under way; what it changes is no news. */
let saving = Promise.resolve();

function save() {
  saving = write(changes());
}

/** What is mechanical, mended in the file; what is not saved yet goes first. */
function fix() {
  if (count(changes())) tell('请先保存');
  else saving = send('/fix', {});
}

async function write(values) {
  if (count(values)) await send('/save', values);
}

async function send(address, values) {
  // What is asked still is no longer of interest.
  asked += 1;
  $('save').disabled = true;
  tell('正在保存');
  const response = await post(address, values).catch(() => null);
  if (!response) return tell('预览程序没有回答，没有保存');
  if (response.status === 409 && count(values)) return ask(await response.json(), values);
  if (!response.ok && response.status !== 409) return tell(await response.text());
  const state = await response.json();
  fill(state);
  show(state);
  tell(response.ok ? '已保存' : '数据文件在别处改过了，没有改正');
}

/** What a field is called. */
function nameOf(name) {
  const heading = $(`form-${name}`);
  const field = $(`field-${name}`);
  return heading?.textContent ?? field.getAttribute('aria-label') ?? field.labels[0].textContent;
}

/** The file was changed by somebody else: asks what to do. */
async function ask(disk, mine) {
  const both = Object.entries(mine).filter(([name, value]) => {
    const theirs = typedOf(disk, name);
    return theirs !== typedOf(saved, name) && theirs !== value;
  });
  const table = document.createElement('table');
  const row = (tag, values) => {
    const line = table.insertRow();
    for (const value of values) {
      const cell = line.appendChild(document.createElement(tag));
      cell.textContent = value === '' ? '（空）' : value;
    }
  };
  if (both.length) row('th', ['两边都改的', '我的', '文件里的']);
  for (const [name, value] of both) row('td', [nameOf(name), value, typedOf(disk, name)]);
  $('both').replaceChildren(both.length ? table : '');
  $('conflict').showModal();
  const choice = await new Promise((decide) => {
    $('conflict').addEventListener('click', (event) => {
      if (event.target.value) decide(event.target.value);
    });
    $('conflict').addEventListener('cancel', () => decide('cancel'));
  });
  $('conflict').close();
  if (choice === 'cancel') return tell('没有保存');
  if (choice === 'reload') {
    fill(disk);
    show(disk);
    return tell('已重新载入');
  }
  if (choice === 'theirs') for (const [name] of both) delete mine[name];
  fill(disk, mine);
  await write(changes());
}

// News from the server ------------------------------------------------------------

const events = new EventSource('/events');
events.onerror = () => document.body.classList.add('offline');
events.onmessage = () => (news = news.then(refresh, refresh));
/** One refresh after another. */
let news = Promise.resolve();

async function refresh() {
  document.body.classList.remove('offline');
  await saving;
  const state = await (await fetch('/state.json')).json();
  if (state.edition !== saved.edition && !count(changes())) return location.reload();
  const pending = changes();
  if (!count(pending)) await refreshPage(state);
  const untouched = Object.keys(pending).every((name) => typedOf(state, name) === typedOf(saved, name));
  if (state.broken) {
    show({ ...state, values: shown.values });
    tell(count(pending) ? undefined : '');
  } else if (!count(pending)) {
    if (state.version !== saved.version) fill(state);
    show(state);
  } else if (untouched) {
    fill(state, pending);
    draft();
  } else {
    tell('数据文件在别处改过了，保存时会询问');
  }
  if (current === 'pdf') showPdf();
}

// The keyboard of a spreadsheet -----------------------------------------------------

/** The fields of a table, row by row. */
const fieldsOf = (table) =>
  [...table.rows].map((row) => [...row.querySelectorAll('input')]).filter((row) => row.length);

form.addEventListener('focusin', (event) => {
  if (event.target.matches('td input')) event.target.select();
  describe();
});

form.addEventListener('keydown', (event) => {
  const input = event.target;
  if (!input.matches('td input') || event.altKey) return;
  const grid = fieldsOf(input.closest('table'));
  const row = grid.findIndex((row) => row.includes(input));
  const column = grid[row].indexOf(input);
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() === 'z' && pasted) {
      event.preventDefault();
      undoPaste();
    }
    return;
  }
  const { selectionStart: from, selectionEnd: to, value } = input;
  const whole = from === 0 && to === value.length;
  const go = (down, right) => {
    const line = grid[row + down];
    const next = line && (right ? line[column + right] : line[Math.min(column, line.length - 1)]);
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
  switch (event.key) {
    case 'ArrowUp': return go(-1, 0);
    case 'ArrowDown': return go(1, 0);
    case 'ArrowLeft': return (whole || to === 0) && go(0, -1);
    case 'ArrowRight': return (whole || from === value.length) && go(0, 1);
    case 'Enter':
      event.preventDefault();
      return go(event.shiftKey ? -1 : 1, 0);
    case 'Escape':
      input.value = isComputed(input) ? input.value : typedOf(saved, input.name);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      return input.select();
  }
});

/** The fields the last paste filled, and what was in them. */
let pasted = null;
form.addEventListener('beforeinput', () => (pasted = null));

form.addEventListener('paste', (event) => {
  const input = event.target;
  const text = event.clipboardData.getData('text/plain');
  if (!input.matches('td input') || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const grid = fieldsOf(input.closest('table'));
  const top = grid.findIndex((row) => row.includes(input));
  const left = grid[top].indexOf(input);
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const before = [];
  let beyond = 0;
  let computed = 0;
  lines.forEach((line, down) =>
    line.split('\t').forEach((value, right) => {
      const field = grid[top + down]?.[left + right];
      if (!field) beyond += 1;
      else if (isComputed(field)) computed += 1;
      else {
        before.push([field, field.value]);
        field.value = clean(value);
      }
    }),
  );
  pasted = before;
  note = `已粘贴 ${before.length} 格`;
  if (computed) note += `，自动计算的 ${computed} 格没有改`;
  if (beyond) note += `，超出表格的 ${beyond} 格没有粘贴`;
  const kept = note;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  note = kept;
  describe();
});

function undoPaste() {
  for (const [field, value] of pasted) field.value = value;
  pasted = null;
  form.dispatchEvent(new Event('input'));
}

/** A figure as a spreadsheet shows it: full width, with blanks or thousands. */
function clean(value) {
  const text = value.normalize('NFKC').trim();
  return /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text;
}

// ---------------------------------------------------------------------------------

const last = sessionStorage.getItem('tab') ?? (saved.filled < saved.cells ? 'tab-form' : 'tab-page');
open($(last));
fill(saved);
show(saved);
