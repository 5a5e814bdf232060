// One batch, as it is shown when its cell is chosen.

const customersAtFirst = 10;

const facts = entries => el('dl', {class: 'facts'}, entries
    .filter(([, value]) => value !== '' && value !== null && value !== undefined)
    .flatMap(([title, value]) => [el('dt', {}, title), el('dd', {}, value)]));

const customersIn = batch => customers.rows.filter(row =>
    valueOf(row, 'run') === batch.run && valueOf(row, 'batch') === batch.batch);

const listCustomers = (batch, rows, filterTable) => {
  if (!rows.length) return el('p', {class: 'muted'}, 'No customer has its last word from this batch as a failure.');
  const list = el('ul', {}, rows.slice(0, customersAtFirst).map(row => el('li', {},
      customerLink(valueOf(row, 'customer'), who({
        customer_id: valueOf(row, 'id'), username: valueOf(row, 'username')})),
      ' ', quoted(valueOf(row, 'reason')), valueOf(row, 'error') ? [': ', quoted(valueOf(row, 'error'))] : null)));
  return [list, el('button', {type: 'button', id: 'batch-in-table', on: {click: () =>
      filterTable({run: batch.run, batch: batch.batch})}},
      `Show ${rows.length === 1 ? 'this one' : `all ${count(rows.length)}`} in the table`)];
};

// `filterTable` is told the run and the batch that the table shall show.
const showBatch = (batch, filterTable) => {
  const rows = customersIn(batch);
  const panel = byId('batch');
  replace(panel,
      el('h3', {id: 'batch-title'}, `Run ${batch.run}, batch ${batch.batch}`),
      facts([
        ['Items', batch.items === null ? 'not known' : count(batch.items)],
        ['First sent', moment(batch.first_sent)],
        ['Ended', moment(batch.ended)],
        ['Attempts', `${count(batch.attempts)}${batch.endings.length ? ': ' : ''}` +
            batch.endings.map(ending => ending || 'no line tells how it ended').map(visible).join(', then ')],
        ['Sent', `${count(batch.sent)} = ${count(batch.answered)} answered + ${count(batch.presumed)} ` +
            `presumed accepted + ${count(batch.untold)} untold + ${count(batch.unanswered)} unanswered`],
        ['Never sent', batch.never_sent ? count(batch.never_sent) : ''],
        ['Why unanswered', batch.cause],
        ['Answered', `${count(batch.answered)} = ${count(batch.succeeded)} succeeded + ` +
            `${count(failedIn(batch))} failed`],
        ['Failed', reasonList(batch.reasons)],
        ['From', batch.parts.length ? batch.parts.map((part, i) => [i ? el('br') : null,
          el('span', {class: 'file'}, quoted(part.file)),
          ` items ${part.first} to ${part.last - 1}, counted from 0`]) : 'not known for certain'],
      ]),
      el('h4', {}, `Customers (${count(rows.length)})`),
      listCustomers(batch, rows, filterTable));
  panel.hidden = false;
  panel.focus({preventScroll: true});
  panel.scrollIntoView({block: 'nearest'});
};
