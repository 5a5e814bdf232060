// The story of one customer, in a dialog. Which one is open stands in the address, behind
// `#customer=`: a link leads to it, and going back closes it.

const addressed = /^#customer=(.+)$/;

const placeLine = place => [filePlace(place),
  place.text ? el('pre', {}, quoted(place.text)) : null];

const eventTitle = {
  sent: event => `Sent in ${batchOf(event)}${event.attempt ? `, attempt ${event.attempt}` : ''}` +
      (event.ending ? `: ${visible(event.ending)}` : event.told_at.length ? '' : ', as no line tells'),
  'never sent': event => `Planned in ${batchOf(event)}, and never sent`,
  unanswered: event => `No result was seen: ${visible(event.cause)}` +
      (event.state ? `; ${wordsFor(event.state)}` : ''),
};

const batchOf = event => [event.run === null ? '' : `run ${event.run}`,
  event.batch === null ? '' : `batch ${event.batch}`].filter(Boolean).join(', ');

const outcomeTitle = ({outcome, ...event}) => [
  el('strong', {}, quoted(outcome.result || 'no result')),
  outcome.state === 'accepted' ? '' : ` (${wordsFor(outcome.state)})`,
  outcome.error ? [': ', quoted(outcome.error)] : '',
  batchOf(event) ? el('span', {class: 'muted'}, ` ${batchOf(event)}`) : '',
];

const reportedAs = outcome => {
  const reported = [outcome.customer_id, outcome.username, outcome.email].filter(Boolean);
  return reported.length ? ['Reported as ', ...reported.map(quoted).flatMap((text, i) =>
    i ? [', ', text] : [text])] : ['Reported without an identity'];
};

const joinedLine = outcome => {
  if (outcome.joining === 'matched') return `joined by ${outcome.joined_by}`;
  return outcome.joining;
};

const marksOf = outcome =>
    ['contradicted', 'order_unknown', 'already_imported', 'presumed_later', 'name_disagrees']
        .filter(mark => outcome[mark]).map(wordsFor);

const evidenceItem = record => el('li', {}, `${record.voice}: `,
    record.result ? quoted(record.result) : 'no result',
    record.error ? [', ', quoted(record.error)] : null, el('br'), placeLine(record));

// Only those of whom this page tells can be opened.
const candidateItem = candidate => el('li', {},
    rowOf(candidate.customer) ? customerLink(candidate.customer, quoted(candidate.customer)) :
        quoted(candidate.customer),
    ': ', quoted(candidate.why), el('br'), filePlace(candidate));

const outcomeBody = outcome => [
  el('p', {class: 'muted'}, reportedAs(outcome), `; ${joinedLine(outcome)}`,
      marksOf(outcome).map(mark => `; ${mark}`)),
  outcome.evidence.length ? el('ul', {class: 'evidence'}, outcome.evidence.map(evidenceItem)) : null,
  outcome.candidates.length ?
      [el('p', {}, 'It may be:'), el('ul', {}, outcome.candidates.map(candidateItem))] : null,
];

const seriesOf = event => {
  if (event.kind !== 'outcome') {
    return {sent: 'never-sent', unanswered: 'unanswered'}[event.kind] ?? 'never-sent';
  }
  return {accepted: 'succeeded', failure: 'failed'}[event.outcome.state] ?? event.outcome.state;
};

const eventItem = event => el('li', {class: `of-${seriesOf(event)}`},
    el('p', {}, el('time', {}, event.time ? moment(event.time) : 'no time is known'),
        event.kind === 'outcome' ? outcomeTitle(event) : eventTitle[event.kind](event)),
    event.kind === 'outcome' ? outcomeBody(event.outcome) : null,
    event.told_at.length ? el('ul', {}, event.told_at.map(place => el('li', {}, placeLine(place)))) : null);

const originalItem = original => el('li', {},
    [original.own_id, original.username, [original.first_name, original.last_name]
        .filter(Boolean).join(' ')].filter(Boolean).map(quoted).flatMap((text, i) => i ? [', ', text] : [text]),
    original.change_type ? ` · ${visible(original.change_type)}` : '', original.copy ? ' · a copy' : '',
    el('br'), filePlace(original), original.position === null ? '' : ` item ${original.position}`);

const storyOf = (row, story) => [
  facts([
    ['User name', valueOf(row, 'username') && quoted(valueOf(row, 'username'))],
    ['Email', valueOf(row, 'email') && quoted(valueOf(row, 'email'))],
    ['Last word', [`${wordsFor(valueOf(row, 'state'))}: `, quoted(valueOf(row, 'reason'))]],
    ['Error', valueOf(row, 'error') && quoted(valueOf(row, 'error'))],
    ['Attempts', count(valueOf(row, 'attempts'))],
    ['Of note', valueOf(row, 'marks').map(wordsFor).join('; ')],
  ]),
  el('h3', {}, 'What happened'),
  story.events.length ? el('ol', {class: 'events'}, story.events.map(eventItem)) :
      el('p', {class: 'muted'}, 'Nothing is known of it but its failure.'),
  el('h3', {}, 'What was sent'),
  story.originals.length ? el('ul', {}, story.originals.map(originalItem)) :
      el('p', {class: 'muted'}, 'No original was joined.'),
];

const rowOf = (() => {
  let rows = null;
  return customer => {
    rows ??= new Map(customers.rows.map(row => [valueOf(row, 'customer'), row]).reverse());
    return rows.get(customer);
  };
})();

const openStory = async customer => {
  const dialog = byId('customer');
  const row = rowOf(customer);
  byId('customer-title').replaceChildren(row ?
      quoted(valueOf(row, 'id') || valueOf(row, 'username') || customer) : 'No such customer');
  replace(byId('customer-body'), row ? el('p', {class: 'muted'}, 'Reading…') :
      el('p', {}, 'This page tells of customers that failed or were not answered. ', quoted(customer),
          ' is not among them.'));
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  if (!row) return;
  const story = await loadHistory(valueOf(row, 'history'));
  if (addressedCustomer() === customer) replace(byId('customer-body'), ...storyOf(row, story));
};

const addressedCustomer = () => {
  const found = addressed.exec(location.hash);
  try {
    return found && decodeURIComponent(found[1]);
  } catch {
    return found[1];
  }
};

const watchStory = () => {
  const dialog = byId('customer');
  const follow = () => {
    const customer = addressedCustomer();
    if (customer) openStory(customer);
    else if (dialog.open) dialog.close();
  };
  addEventListener('hashchange', follow);
  byId('close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close();  // beside it
  });
  dialog.addEventListener('close', () => {
    if (addressedCustomer()) history.replaceState(null, '', location.href.split('#')[0]);
  });
  follow();
};
