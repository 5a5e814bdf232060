// Charts, drawn as SVG. Each has its numbers as a table beside it.

// A place in which a drawing is made anew for each width that it gets: draw(width).
const drawnToWidth = draw => {
  const holder = el('div');
  let drawn = 0;
  new ResizeObserver(() => {
    if (holder.clientWidth === drawn || holder.clientWidth === 0) return;
    drawn = holder.clientWidth;
    replace(holder, draw(drawn));
  }).observe(holder);
  return holder;
};

const niceStep = most => {
  const rough = Math.max(most, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return Math.max(1, [1, 2, 5, 10].find(step => step * power >= rough) * power);
};

const outcomeSeries = [
  ['succeeded', 'Succeeded', bucket => bucket.succeeded],
  ['failed', 'Failed', bucket => bucket.failed],
  ['presumed', 'Presumed accepted', bucket => bucket.presumed],
  ['untold', 'Untold', bucket => bucket.untold],
  ['unanswered', 'Unanswered', bucket => bucket.unanswered],
];

const heightOf = column => outcomeSeries.reduce((sum, [, , value]) => sum + value(column), 0);

const legendOf = entries => el('ul', {class: 'legend'}, entries.map(([name, title]) =>
    el('li', {}, el('span', {class: `swatch of-${name}`, 'aria-hidden': 'true'}), title)));

const drawColumn = (chart, column, x, width, scale, base) => {
  let y = base;
  for (const [name, , value] of outcomeSeries) {
    const height = value(column) * scale;
    if (height <= 0) continue;
    y -= height;
    chart.append(svg('rect', {class: `of-${name}`, x, y, width, height}));
  }
  const told = outcomeSeries.filter(([, , value]) => value(column)).map(([, title, value]) => `${title.toLowerCase()} ${count(value(column))}`);
  chart.append(svg('rect', {class: 'hover', x: x - .5, y: 0, width: width + 1, height: base},
      svg('title', {}, `${moment(column.time)}: ${told.join(', ') || 'nothing'}`)));
};

const drawAxis = (chart, most, scale, base, left, right) => {
  const step = niceStep(most);
  for (let value = 0; value <= most; value += step) {
    const y = base - value * scale;
    chart.append(svg('line', {class: value ? 'grid' : 'axis', x1: left, x2: right, y1: y, y2: y}),
        svg('text', {x: left - 8, y: y + 4, 'text-anchor': 'end'}, count(value)));
  }
};

const drawTimes = (columns, chartWidth) => {
  const left = 56;
  const base = 210;
  const pitch = Math.min(48, (chartWidth - left) / columns.length);
  const width = Math.max(1, pitch - Math.min(2, pitch / 4));
  const scale = (base - 12) / Math.max(1, ...columns.map(heightOf));
  const chart = svg('svg', {class: 'chart', viewBox: `0 0 ${chartWidth} ${base + 44}`, role: 'img',
    'aria-labelledby': 'time-chart-title'},
      svg('title', {id: 'time-chart-title'}, 'Items by the time at which it was known what became ' +
          'of them; the table below has the numbers'));
  drawAxis(chart, (base - 12) / scale, scale, base, left, chartWidth);
  let labelled = -Infinity;
  columns.forEach((column, i) => {
    const x = left + i * pitch;
    if (x - labelled > 110 && chartWidth - x > 70) {
      const [date, time] = moment(column.time).split(' ');
      chart.append(svg('line', {class: 'axis', x1: x, x2: x, y1: base, y2: base + 6}),
          svg('text', {x, y: base + 20}, time), svg('text', {x, y: base + 35}, date));
      labelled = x;
    }
    drawColumn(chart, column, x, width, scale, base);
  });
  return chart;
};

const showTimes = () => {
  const parent = byId('time-chart');
  const {bucket_seconds: seconds, buckets} = audit.throughput;
  if (!buckets.length) {
    replace(parent, el('p', {class: 'muted'}, 'No source tells when items were sent.'));
    return;
  }
  const present = outcomeSeries.filter(([, , value]) => buckets.some(value));
  replace(parent,
      legendOf(present),
      drawnToWidth(width => drawTimes(buckets, width)),
      el('p', {class: 'muted'}, `A column is ${duration(seconds)}.`),
      el('details', {}, el('summary', {}, 'As a table'), makeTable('Outcomes over time', [
        ['From', 'time', column => moment(column.time)],
        ...present.map(([, title, value]) => numberColumn(title, value)),
      ], buckets.filter(heightOf))));
};

const reasonSeries = [
  ['failure', 'Failures', reason => reason.failures],
  ['superseded', 'Superseded by a later failure', reason => reason.superseded],
  ['resolved', 'Resolved by a later success', reason => reason.resolved],
];

const reasonTitle = reason => visible(reason.reason) + (reason.households ? ' (households)' : '');

const drawReasons = (reasons, chartWidth) => {
  const row = 30;
  const left = Math.min(200, chartWidth * .4);
  const letters = Math.floor(left / 7.5);
  const most = Math.max(1, ...reasons.map(reason => reason.failures + reason.superseded + reason.resolved));
  const scale = (chartWidth - left - 70) / most;
  const chart = svg('svg', {class: 'chart', viewBox: `0 0 ${chartWidth} ${reasons.length * row}`,
    role: 'img', 'aria-labelledby': 'reasons-chart-title'},
      svg('title', {id: 'reasons-chart-title'},
          'Failed outcomes by reason; the table below has the numbers'));
  reasons.forEach((reason, i) => {
    const title = reasonTitle(reason);
    const y = i * row;
    let x = left;
    chart.append(svg('text', {class: 'value', x: left - 10, y: y + 20, 'text-anchor': 'end'},
        title.length > letters ? `${title.slice(0, letters - 1)}…` : title));
    for (const [name, , value] of reasonSeries) {
      const width = value(reason) * scale;
      if (width > 0) chart.append(svg('rect', {class: `of-${name}`, x, y: y + 5, width, height: row - 10}));
      x += width;
    }
    chart.append(svg('text', {class: 'value', x: x + 8, y: y + 20}, count(reason.failures)));
  });
  return chart;
};

const showReasons = () => {
  const reasons = [...audit.reasons].sort((a, b) => b.failures - a.failures);
  if (!reasons.length) {
    byId('reasons-chart').hidden = true;
  } else {
    replace(byId('reasons-chart'), legendOf(reasonSeries),
        drawnToWidth(width => drawReasons(reasons.slice(0, rowsAtFirst), width)));
  }
  const sum = key => reasons.reduce((all, reason) => all + reason[key], 0);
  const columns = [['failures', 'Failures'], ['joined', 'Joined'], ['ambiguous', 'Ambiguous'],
    ['unmatched', 'Unmatched'], ['already_imported', 'Already imported'],
    ['superseded', 'Superseded'], ['resolved', 'Resolved']];
  showTable(byId('reasons-table'), 'Reasons', [
    ['Reason', '', reason => reason.reason === null ? 'all' : reasonTitle(reason)],
    ...columns.map(([key, title]) => numberColumn(title, reason => reason[key])),
  ], reasons, {
    none: 'Nothing failed.',
    total: {reason: null, ...Object.fromEntries(columns.map(([key]) => [key, sum(key)]))},
  });
};
