// Tables of the figures.

const rowsAtFirst = 20;

// A link to the story of a customer.
const customerLink = (key, ...label) =>
    el('a', {href: `#customer=${encodeURIComponent(key)}`}, ...label);

// columns: [title, kind, cell]: `kind` is the class of the cells ('number', 'text', 'time' or '');
// cell(row) gives what stands in it. The first column heads its rows.
const makeRow = (columns, row, attributes = {}) =>
    el('tr', attributes, columns.map(([, kind, cell], i) =>
        el(i ? 'td' : 'th', {class: kind || null, scope: i ? null : 'row'}, cell(row))));

const makeTable = (caption, columns, rows, total = null) => {
  const body = el('tbody', {}, rows.map(row => makeRow(columns, row)));
  if (total && rows.length > 1) body.append(makeRow(columns, total, {class: 'total'}));
  return el('div', {class: 'scroll', role: 'region', 'aria-label': caption, tabindex: 0},
      el('table', {class: columns.length > 9 ? 'dense' : null},
          el('caption', {class: 'hidden'}, caption),
          el('thead', {}, el('tr', {}, columns.map(([title, kind]) =>
              el('th', {scope: 'col', class: kind || null}, title)))),
          body));
};

// Fills `parent` with the table, at first with as many rows as one takes in; or says that there is
// nothing.
const showTable = (parent, caption, columns, rows, {none = 'None.', total = null} = {}) => {
  if (!rows.length) {
    replace(parent, el('p', {class: 'muted'}, none));
    return;
  }
  replace(parent, makeTable(caption, columns, rows.slice(0, rowsAtFirst), total));
  if (rows.length <= rowsAtFirst) return;
  const all = () => replace(parent, makeTable(caption, columns, rows, total));
  parent.append(el('p', {class: 'more'},
      el('button', {type: 'button', on: {click: () => {
        all();
        parent.querySelector('.scroll').focus();
      }}}, `Show all ${count(rows.length)}`)));
  addEventListener('beforeprint', all, {once: true});
};

const numberColumn = (title, cell) => [title, 'number', row => count(cell(row))];

const who = entry => [entry.customer_id, entry.username].filter(Boolean).map(quoted)
    .flatMap((part, i) => i ? [' ', part] : [part]);

const reasonList = reasons => Object.entries(reasons)
    .sort(([, a], [, b]) => b - a).map(([reason, number]) => `${visible(reason)} ${count(number)}`)
    .join(', ');

const showRuns = () => showTable(byId('runs-table'), 'Runs', [
  ['Run', '', run => run.run === null ? 'all' : String(run.run)],
  ['Began', 'time', run => [moment(run.started), run.log ?
      el('div', {class: 'muted file'}, quoted(run.log), run.households ? ' (households)' : '') : null]],
  ['Took', 'number', run => duration(run.duration_seconds)],
  numberColumn('Batches', run => run.batches),
  numberColumn('Attempts', run => run.attempts),
  numberColumn('Planned', run => run.planned),
  numberColumn('Sent', run => run.sent),
  numberColumn('Answered', run => run.answered),
  numberColumn('Succeeded', run => run.succeeded),
  numberColumn('Failed', run => sumOf(run.reasons)),
  numberColumn('Presumed', run => run.presumed),
  numberColumn('Untold', run => run.untold),
  numberColumn('Unanswered', run => run.unanswered),
  ['Success', 'number', run => percent(run.success_rate)],
], audit.runs, {
  none: 'No log tells of a run.',
  total: {...audit.totals, run: null, started: null, log: ''},
});

const showErrors = () => showTable(byId('errors-table'), 'Frequent error texts', [
  ['Text', 'text', error => error.shape ? quoted(error.shape) : 'no source tells a text'],
  numberColumn('Outcomes', error => error.count),
  ['Reasons', 'text', error => reasonList(error.reasons)],
  ['Example', 'text', error => error.example &&
      [quoted(error.example.text), el('br'), filePlace(error.example)]],
], audit.errors);

const showAttention = () => {
  showTable(byId('again-table'), 'Customers that fail again and again', [
    ['Customer', 'text', entry => customerLink(entry.customer, who(entry))],
    ['Reason', '', entry => quoted(entry.reason)],
    numberColumn('Failed', entry => entry.times),
    numberColumn('Sent', entry => entry.attempts),
  ], audit.again_and_again);
  showTable(byId('twice-table'), 'Customers sent in more than one batch of a run', [
    ['Customer', 'text', entry => quoted(entry.customer)],
    ['Sendings', 'text', entry => entry.sendings.map((sending, i) => [i ? el('br') : null,
      `run ${sending.run}, batch ${sending.batch}: `,
      el('span', {class: 'file'}, quoted(sending.file)), ` item ${sending.position}`])],
  ], audit.in_two_batches);
  showTable(byId('unknown-table'), 'Customers in answers that no batch has', [
    ['Customer', 'text', entry => who(entry)],
    ['Result', '', entry => quoted(entry.result)],
    ['Where', 'text', entry => filePlace(entry)],
  ], audit.unknown_ids);
};

const showClaims = () => showTable(byId('claims-table'), 'Claims of the client’s own log', [
  ['Claim', '', claim => quoted(claim.claim)],
  numberColumn('Said', claim => claim.said),
  numberColumn('Evidence', claim => claim.evidence),
  ['Holds', '', claim => claim.holds ? 'yes' : el('strong', {}, 'no')],
  ['Run', 'number', claim => claim.run === null ? '' : String(claim.run)],
  ['Why', 'text', claim => quoted(claim.why)],
  ['Where', 'text', claim => filePlace(claim)],
], [...audit.claims].sort((a, b) => a.holds - b.holds), {none: 'The log claims nothing.'});

const showSources = () => {
  const sum = key => audit.sources.reduce((all, source) => all + source[key], 0);
  const parts = ['bytes', 'documents', 'log_lines', 'window', 'salvaged', 'blank', 'not_understood'];
  const size = (title, key) => [title, 'number', source => bytes(source[key])];
  showTable(byId('sources-table'), 'Sources, by what their bytes are', [
    ['File', 'text', source => el('span', {class: 'file'}, quoted(source.file))],
    ['Role', '', source => source.role],
    size('Bytes', 'bytes'),
    size('Documents', 'documents'),
    size('Log lines', 'log_lines'),
    size('Window', 'window'),
    size('Salvaged', 'salvaged'),
    size('Blank', 'blank'),
    size('Not understood', 'not_understood'),
  ], audit.sources, {
    total: {file: 'all', role: '', ...Object.fromEntries(parts.map(key => [key, sum(key)]))},
  });
};
