// Totals: what adds up to what, as sums and as bars.

const barWidth = 1000;

// terms: [title, number, class]. Each sum is told in words and drawn; the drawing repeats the words.
const makeSum = (title, total, terms) => {
  const bar = svg('svg', {class: 'bar', viewBox: `0 0 ${barWidth} 14`, preserveAspectRatio: 'none',
    'aria-hidden': 'true'});
  let x = 0;
  for (const [, number, name] of terms) {
    const width = total > 0 ? number / total * barWidth : 0;
    if (width > 0) bar.append(svg('rect', {class: `of-${name}`, x, y: 0, width, height: 14}));
    x += width;
  }
  return el('div', {class: 'sum'},
      el('p', {}, el('span', {}, `${title} `, el('b', {}, count(total))), el('span', {}, '='),
          terms.map(([name, number, series], i) => [
            i ? el('span', {}, '+') : null,
            el('span', {}, el('span', {class: `swatch of-${series}`, 'aria-hidden': 'true'}),
                `${name} `, el('b', {}, count(number)))])),
      bar);
};

const showHeadlines = () => {
  const {totals, last_words: last} = audit;
  const headlines = [
    ['Sent', count(totals.sent), 'sent', `of ${count(totals.planned)} planned`],
    ['Succeeded', count(totals.succeeded), 'succeeded', `${percent(totals.success_rate)} of those answered`],
    ['Failures', count(last.failures), 'failed', 'customers whose last word it is'],
    ['Unanswered', count(totals.unanswered), 'unanswered', 'sent, and no result seen'],
    ['Resolved', count(last.resolved), 'resolved', 'failed, and imported later'],
    ['Attempts', count(totals.attempts), 'never-sent',
      `${plural(totals.batches_answered_after_a_failed_attempt, 'batch', 'batches')} helped by a retry`],
  ];
  replace(byId('headlines'), headlines.map(([title, value, series, aside]) =>
      el('div', {class: `of-${series}`}, el('dt', {}, title),
          el('dd', {}, value, el('span', {class: 'aside'}, aside)))));
};

const showSums = () => {
  const {totals, last_words: last} = audit;
  const failed = sumOf(totals.reasons);
  const reasons = Object.entries(totals.reasons).sort(([, a], [, b]) => b - a);
  const outcomes = last.failures + last.superseded + last.resolved;
  replace(byId('sums'),
      makeSum('Planned', totals.planned, [
        ['never sent', totals.never_sent, 'never-sent'], ['sent', totals.sent, 'sent']]),
      makeSum('Sent', totals.sent, [
        ['answered', totals.answered, 'answered'], ['presumed accepted', totals.presumed, 'presumed'],
        ['untold', totals.untold, 'untold'], ['unanswered', totals.unanswered, 'unanswered']]),
      makeSum('Answered', totals.answered, [
        ['succeeded', totals.succeeded, 'succeeded'], ['failed', failed, 'failed']]),
      makeSum('Failed', failed,
          reasons.map(([reason, number]) => [visible(reason), number, 'failed'])),
      makeSum('Failed outcomes', outcomes, [
        ['in batches', last.in_batches, 'failed'], ['of no run', last.outside_runs, 'never-sent'],
        ['beside the items', last.beside_items, 'untold']]),
      makeSum('Failed outcomes', outcomes, [
        ['failures', last.failures, 'failure'], ['superseded', last.superseded, 'superseded'],
        ['resolved', last.resolved, 'resolved']]));
  if (!last.outside_runs && !last.beside_items) return;
  byId('sums').append(el('p', {class: 'muted'},
      'Of no run: no log tells of it. Beside the items: another attempt at the same batch replaced ' +
      'it, or no log tells whom the batch held.'));
};

const showBooks = () => {
  const {books} = audit;
  const plain = terms => terms.filter(([, number]) => number !== undefined)
      .map(([title, number]) => [title, number, 'sent']);
  const line = (title, total, terms) => {
    const sum = makeSum(title, total, plain(terms));
    for (const extra of sum.querySelectorAll('.swatch, .bar')) extra.remove();
    return sum;
  };
  replace(byId('books'),
      line('Records seen', books.seen, [['accepted', books.accepted], ['failed', books.failed],
        ['rejected', books.rejected], ['later', books.later || undefined]]),
      line('Failed records', books.failed, [['failed outcomes', books.failed_outcomes],
        ['further evidence', books.further_evidence], ['overruled', books.overruled]]),
      line('Failed outcomes', books.failed_outcomes, [['failures', books.failures],
        ['superseded', books.superseded], ['resolved', books.resolved]]),
      line('Failures', books.failures, [['written', books.written], ['ambiguous', books.ambiguous],
        ['unmatched', books.unmatched], ['already imported', books.already_imported || undefined]]),
      line('Items of batches', books.items, [['answered', books.answered],
        ['presumed accepted', books.presumed], ['untold', books.untold],
        ['unanswered', books.unanswered]]));
};

const showLookedAt = () => {
  const {runs} = audit;
  const parts = [];
  if (runs.length) {
    const began = runs.map(run => run.started).filter(Boolean).sort()[0];
    const ended = runs.map(run => run.ended).filter(Boolean).sort().at(-1);
    parts.push(`${moment(began)} to ${moment(ended)}`, plural(runs.length, 'run'),
        plural(runs.reduce((sum, run) => sum + run.batches, 0), 'batch', 'batches'));
  }
  parts.push(`${plural(audit.sources.length, 'file')}, ` +
      bytes(audit.sources.reduce((sum, source) => sum + source.bytes, 0)));
  if (audit.as_of) parts.push(`as of ${moment(audit.as_of)}`);
  const logs = [...new Set(runs.map(run => run.log))];
  const shown = logs.slice(0, 3).map(quoted).flatMap((log, i) => i ? [', ', log] : [log]);
  if (logs.length > 3) shown.push(` and ${logs.length - 3} more`);
  replace(byId('looked-at'), parts.join(' · '), logs.length ? [el('br'), ...shown] : '');
};
