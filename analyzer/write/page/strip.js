// The batches of a run as a strip of cells. A strip is a slider from the first batch to the last:
// that is what it is to a keyboard and a screen reader. All cells of one shade are one path, so that
// tens of thousands of batches draw at once.

const shades = [0, .01, .05, .1, .25, .5, 1];  // the largest share of failures of each

const failedIn = batch => sumOf(batch.reasons);
const shareOf = batch => failedIn(batch) / (batch.items || batch.sent || 1);
const shadeOf = batch => shades.findIndex(most => shareOf(batch) <= most);

const tellBatch = batch => [
  `Run ${batch.run}, batch ${batch.batch}: ${plural(batch.items ?? batch.sent, 'item')}`,
  batch.sent === 0 ? 'never sent' : '',
  failedIn(batch) ? `${count(failedIn(batch))} failed (${percent(shareOf(batch))})` : '',
  batch.unanswered ? `${count(batch.unanswered)} unanswered` : '',
  !failedIn(batch) && !batch.unanswered && batch.sent ? 'no failures' : '',
].filter(Boolean).join(', ');

const pitchFor = number => number <= 300 ? 20 : number <= 3000 ? 12 : 8;

// `pitch` is from the begin of one cell to that of the next.
const layOut = (number, width) => {
  const pitch = pitchFor(number);
  const across = Math.max(1, Math.floor(width / pitch));
  return {
    pitch,
    across,
    size: pitch - (pitch > 10 ? 3 : 1),
    height: Math.ceil(number / across) * pitch,
    at: i => [i % across * pitch + 1, Math.floor(i / across) * pitch + 1],
  };
};

const drawCells = (batches, {pitch, size, height, across, at}) => {
  const square = `h${size}v${size}h-${size}z`;
  const paths = new Map();
  const add = (name, path) => paths.set(name, (paths.get(name) ?? '') + path);
  batches.forEach((batch, i) => {
    const [x, y] = at(i);
    add(batch.sent === 0 ? 'never' : `heat-${shadeOf(batch)}`, `M${x} ${y}${square}`);
    if (batch.unanswered) add('hatch', `M${x} ${y + size}l${size} -${size}`);
  });
  const names = [...paths.keys()].sort((a, b) => (a === 'hatch') - (b === 'hatch'));
  return svg('svg', {width: across * pitch + 2, height: height + 2, 'aria-hidden': 'true',
    viewBox: `0 0 ${across * pitch + 2} ${height + 2}`},
      names.map(name => svg('path', {class: name, d: paths.get(name)})));
};

const strip = (title, batches, open) => {
  const told = el('p', {class: 'muted controls', 'aria-hidden': 'true'}, `${count(batches.length)} batches`);
  const well = el('div', {class: 'well', role: 'slider', tabindex: 0, 'aria-label': `Batches of ${title}`,
    'aria-valuemin': 1, 'aria-valuemax': batches.length});
  const cursor = svg('rect', {class: 'cursor', visibility: 'hidden'});
  let layout = null;
  let current = 0;

  const describe = () => {
    well.setAttribute('aria-valuenow', current + 1);
    well.setAttribute('aria-valuetext', tellBatch(batches[current]));
  };
  const placeCursor = () => {
    const [x, y] = layout.at(current);
    for (const [name, value] of Object.entries({x: x - 1, y: y - 1, width: layout.size + 2,
      height: layout.size + 2})) cursor.setAttribute(name, value);
  };
  const move = to => {
    current = Math.max(0, Math.min(batches.length - 1, to));
    cursor.setAttribute('visibility', 'visible');
    placeCursor();
    describe();
    told.textContent = tellBatch(batches[current]);
    const y = layout.at(current)[1];
    if (y < well.scrollTop || y + layout.pitch > well.scrollTop + well.clientHeight) {
      well.scrollTop = y - well.clientHeight / 2;
    }
  };
  const cellAt = event => {
    const box = well.querySelector('svg').getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / layout.pitch);
    const number = Math.floor((event.clientY - box.top) / layout.pitch) * layout.across + column;
    return column >= 0 && column < layout.across && batches[number] ? number : null;
  };
  const steps = {
    ArrowRight: () => current + 1,
    ArrowLeft: () => current - 1,
    ArrowDown: () => current + layout.across,
    ArrowUp: () => current - layout.across,
    PageDown: () => current + 10 * layout.across,
    PageUp: () => current - 10 * layout.across,
    Home: () => 0,
    End: () => batches.length - 1,
  };
  well.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (steps[event.key]) move(steps[event.key]());
    else if (event.key === 'Enter' || event.key === ' ') open(batches[current]);
    else return;
    event.preventDefault();
  });
  well.addEventListener('focus', () => {
    if (well.matches(':focus-visible')) move(current);
  });
  well.addEventListener('pointermove', event => {
    const number = cellAt(event);
    if (number !== null) told.textContent = tellBatch(batches[number]);
  });
  well.addEventListener('click', event => {
    const number = cellAt(event);
    if (number === null) return;
    move(number);
    open(batches[number]);
  });
  well.append(drawnToWidth(width => {
    layout = layOut(batches.length, width);
    placeCursor();
    return append(drawCells(batches, layout), [cursor]);
  }));
  describe();
  return el('div', {class: 'strip'}, el('h3', {}, title), well, told);
};

const stripLegend = () => {
  const sample = (...shapes) => svg('svg', {viewBox: '0 0 14 14', 'aria-hidden': 'true'}, shapes);
  const cell = name => svg('rect', {class: name, x: 1, y: 1, width: 12, height: 12});
  const range = (i, most) => i === 0 ? 'no failures' : i === shades.length - 1 ?
      `over ${percent(shades[i - 1])}` : `to ${percent(most)}`;
  return el('ul', {class: 'legend'},
      shades.map((most, i) => el('li', {}, sample(cell(`heat-${i}`)), range(i, most))),
      el('li', {}, sample(cell('heat-0'), svg('path', {class: 'hatch', d: 'M1 13l12 -12'})),
          'unanswered items'),
      el('li', {}, sample(cell('never')), 'never sent'));
};

const showStrips = open => {
  if (!audit.batches.length) {
    replace(byId('strips'), el('p', {class: 'muted'}, 'No source tells of batches.'));
    return;
  }
  const byRun = Map.groupBy(audit.batches, batch => batch.run);
  const began = new Map(audit.runs.map(run => [run.run, moment(run.started)]));
  replace(byId('strips'), stripLegend(), [...byRun].map(([run, batches]) =>
      strip(`Run ${run}${began.has(run) ? `, ${began.get(run)}` : ''}`, batches, open)));
};
