// The table of customers. Only the rows of one page are elements; which rows these are is worked
// out on texts and numbers that are made ready once.

const mostPrinted = 1000;

const fold = text => text.normalize('NFC').toLowerCase();

const badge = row => {
  const state = valueOf(row, 'state');
  const detail = valueOf(row, 'detail');
  return el('span', {class: `state of-${state}`}, el('span', {class: 'swatch', 'aria-hidden': 'true'}),
      state, detail ? el('div', {class: 'muted'}, detail) : null);
};

// [title, name, kind, cell]: sorted by the values of `name`.
const tableColumns = [
  ['Customer', 'id', '', row => customerLink(valueOf(row, 'customer'),
      valueOf(row, 'id') ? quoted(valueOf(row, 'id')) : 'no id')],
  ['User name', 'username', 'name', row => [quoted(valueOf(row, 'username')),
    valueOf(row, 'email') ? el('div', {class: 'muted'}, quoted(valueOf(row, 'email'))) : null]],
  ['State', 'state', '', badge],
  ['Reason', 'reason', '', row => quoted(valueOf(row, 'reason'))],
  ['Error', 'error', 'error', row => el('div', {class: 'clamp'}, quoted(valueOf(row, 'error')))],
  ['Joined by', 'joined_by', '', row =>
    valueOf(row, 'joining') === 'matched' ? valueOf(row, 'joined_by') : valueOf(row, 'joining')],
  ['Run', 'run', 'number', row => valueOf(row, 'run') ?? ''],
  ['Batch', 'batch', 'number', row => valueOf(row, 'batch') ?? ''],
  ['Time', 'time', 'time', row => moment(valueOf(row, 'time'))],
  ['Attempts', 'attempts', 'number', row => count(valueOf(row, 'attempts'))],
];

// The numbers of all rows in the order of a column; rows without a value come last either way.
const orders = new Map();
const orderBy = (name, descending) => {
  const key = `${name} ${descending}`;
  if (!orders.has(key)) {
    const keys = customers.rows.map(row => {
      const value = valueOf(row, name);
      return typeof value === 'string' ? fold(value) : value;
    });
    const isMissing = keys.map(value => value === null || value === '');
    const sign = descending ? -1 : 1;
    orders.set(key, keys.map((_, i) => i).sort((a, b) => isMissing[a] - isMissing[b] ||
        (keys[a] < keys[b] ? -sign : keys[a] > keys[b] ? sign : a - b)));
  }
  return orders.get(key);
};

const haystacks = (() => {
  let made = null;
  const names = ['id', 'reported_id', 'username', 'email', 'error'];
  return () => made ??= customers.rows.map(row => fold(names.map(name => valueOf(row, name)).join('\n')));
})();

const table = {
  sorted: null,  // the name of a column; null: by reason, as the rows came
  descending: false,
  page: 0,
  found: [],  // numbers of rows
};

const pageSize = () => Number(byId('page-size').value);
const pageCount = () => Math.max(1, Math.ceil(table.found.length / pageSize()));

const chosenFilters = () => ['state', 'reason', 'joining', 'run', 'batch']
    .map(name => [name, byId(`filter-${name}`).value.trim()]).filter(([, value]) => value !== '');

const findRows = () => {
  const filters = chosenFilters();
  const terms = fold(byId('search').value).split(/\s+/).filter(Boolean);
  const texts = terms.length ? haystacks() : null;
  const order = table.sorted ? orderBy(table.sorted, table.descending) : customers.rows.keys();
  table.found = [];
  for (const i of order) {
    const fits = filters.every(([name, value]) => String(valueOf(customers.rows[i], name)) === value) &&
        terms.every(term => texts[i].includes(term));
    if (fits) table.found.push(i);
  }
};

const tableRow = row => el('tr', {'data-customer': valueOf(row, 'customer')},
    tableColumns.map(([, , kind, cell], i) =>
        el(i ? 'td' : 'th', {class: kind || null, scope: i ? null : 'row'}, cell(row))));

const drawRows = (from, to) => replace(byId('customers-table').tBodies[0],
    table.found.slice(from, to).map(i => tableRow(customers.rows[i])));

const drawPage = () => {
  table.page = Math.max(0, Math.min(table.page, pageCount() - 1));
  const from = table.page * pageSize();
  const to = Math.min(from + pageSize(), table.found.length);
  drawRows(from, to);
  byId('found').textContent = table.found.length === 0 ? 'No customer fits.' :
      `${count(from + 1)} to ${count(to)} of ${count(table.found.length)}` +
      (table.found.length < customers.rows.length ? `, chosen from ${count(customers.rows.length)}` : '');
  byId('page').value = table.page + 1;
  byId('pages').textContent = `of ${count(pageCount())}`;
  for (const [id, ends] of [['first', table.page === 0], ['previous', table.page === 0],
    ['next', table.page >= pageCount() - 1], ['last', table.page >= pageCount() - 1]]) {
    byId(id).setAttribute('aria-disabled', ends);  // not `disabled`: that would drop the focus
  }
};

const refresh = () => {
  table.page = 0;
  findRows();
  drawPage();
};

const sortBy = name => {
  table.descending = table.sorted === name && !table.descending;
  table.sorted = name;
  for (const header of byId('customers-table').tHead.rows[0].cells) {
    header.setAttribute('aria-sort', header.dataset.column !== name ? 'none' :
        table.descending ? 'descending' : 'ascending');
  }
  refresh();
};

const fillFilter = (id, name, all, title = wordsFor) => {
  const counts = new Map();
  for (const row of customers.rows) {
    const value = valueOf(row, name);
    if (value !== null && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts.keys()].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
  replace(byId(id), el('option', {value: ''}, all), values.map(value =>
      el('option', {value}, `${visible(title(value))} (${count(counts.get(value))})`)));
};

// Shows the customers of one batch.
const filterByBatch = ({run, batch}) => {
  byId('filters').reset();
  byId('filter-run').value = run;
  byId('filter-batch').value = batch;
  refresh();
  byId('customers').scrollIntoView();
  byId('search').focus({preventScroll: true});
};

const listenToPager = () => {
  const turns = {
    first: () => 0,
    previous: () => table.page - 1,
    next: () => table.page + 1,
    last: () => pageCount() - 1,
  };
  for (const [id, turn] of Object.entries(turns)) {
    byId(id).addEventListener('click', () => {
      table.page = turn();
      drawPage();
    });
  }
  byId('page').addEventListener('change', event => {
    table.page = (Number.parseInt(event.target.value, 10) || 1) - 1;
    drawPage();
  });
  byId('page-size').addEventListener('change', refresh);
};

const listenToFilters = () => {
  const form = byId('filters');
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', refresh);
  form.addEventListener('reset', () => setTimeout(refresh));  // the fields are empty only then
};

const showCustomers = () => {
  append(byId('customers-table').tHead.rows[0], tableColumns.map(([title, name, kind]) =>
      el('th', {scope: 'col', class: kind || null, 'data-column': name, 'aria-sort': 'none'},
          el('button', {type: 'button', on: {click: () => sortBy(name)}}, title))));
  fillFilter('filter-state', 'state', 'All');
  fillFilter('filter-reason', 'reason', 'All');
  fillFilter('filter-joining', 'joining', 'All');
  fillFilter('filter-run', 'run', 'All', run => `run ${run}`);
  listenToFilters();
  listenToPager();
  byId('customers-table').tBodies[0].addEventListener('click', event => {
    if (event.target.closest('a') || String(getSelection())) return;
    location.hash = `customer=${encodeURIComponent(event.target.closest('tr').dataset.customer)}`;
  });
  addEventListener('beforeprint', () => {
    drawRows(0, mostPrinted);
    if (table.found.length > mostPrinted) {
      byId('found').textContent = `The first ${count(mostPrinted)} of ${count(table.found.length)}`;
    }
  });
  addEventListener('afterprint', drawPage);
  refresh();
  setTimeout(haystacks);  // ready before the first key is pressed
};
