// What the page holds, read from its elements of JSON.

const readJson = id => JSON.parse(byId(id).textContent);

const audit = readJson('audit-data');

// The customers: rows of values, and the column of each name.
const customers = (() => {
  const {columns, rows, files} = readJson('customers-data');
  return {rows, files, column: Object.fromEntries(columns.map((name, i) => [name, i]))};
})();

const valueOf = (row, name) => row[customers.column[name]];

const historiesInOneElement = 200;  // as analyzer/write/page_histories.cc writes them

// Resolves to the history of a customer. Histories stand at the end of the page, so that what is
// before them need not wait for them; each is read only when it is asked for.
const loadHistory = async number => {
  const id = `histories-${Math.floor(number / historiesInOneElement)}`;
  if (!byId(id) && document.readyState === 'loading') {
    await new Promise(resolve => document.addEventListener('DOMContentLoaded', resolve, {once: true}));
  }
  const lines = byId(id).textContent.split('\n');
  return JSON.parse(lines[number % historiesInOneElement]);
};

// Sums of figures.
const sumOf = object => Object.values(object).reduce((sum, number) => sum + number, 0);

// What the words of the index mean to a person.
const words = {
  failure: 'failure',
  resolved: 'resolved',
  superseded: 'superseded',
  unanswered: 'unanswered',
  contradicted: 'sources contradict each other',
  order_unknown: 'may have been resolved: no source tells the order',
  already_imported: 'imported already by an earlier sending',
  presumed_later: 'sent again later, presumed accepted',
  name_disagrees: 'the name disagrees',
  open: 'to be sent again',
  imported: 'imported by another sending',
  failed: 'failed by another sending',
  presumed: 'presumed accepted by a later sending',
};
const wordsFor = word => words[word] ?? word;
