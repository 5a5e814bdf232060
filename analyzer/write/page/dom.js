'use strict';

// Elements and texts. All that comes from logs reaches the page through these, as text.

const byId = id => document.getElementById(id);

// Control characters as the signs that stand for them; direction marks cannot reach beyond the text.
const visible = text => String(text).replace(/[\u0000-\u0008\u000b-\u001f]/g,
    character => String.fromCharCode(0x2400 + character.charCodeAt(0)));

const append = (parent, children) => {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== '') parent.append(child);
  }
  return parent;
};

// el('td', {class: 'number'}, 'text', otherElement): attributes by their names; `on` holds listeners.
const el = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'on') {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  return append(element, children);
};

const svg = (name, attributes = {}, ...children) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return append(element, children);
};

// A text of somebody else's.
const quoted = text => el('bdi', {}, visible(text));

const replace = (parent, ...children) => {
  parent.replaceChildren();
  return append(parent, children);
};

const numbers = new Intl.NumberFormat('en');
const count = number => number === null || number === undefined ? '–' : numbers.format(number);
const percent = share => share === null || share === undefined ? '–' :
    new Intl.NumberFormat('en', {style: 'percent', maximumFractionDigits: 1}).format(share);

// '2025-11-10T08:15:02.123' as '2025-11-10 08:15:02'.
const moment = iso => iso ? iso.slice(0, 19).replace('T', ' ') : '';

const duration = seconds => {
  if (seconds === null || seconds === undefined) return '–';
  const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']]
      .map(([size, unit], i, all) => [Math.floor((i ? seconds % all[i - 1][0] : seconds) / size), unit])
      .filter(([number]) => number > 0);
  return parts.slice(0, 2).map(([number, unit]) => `${number} ${unit}`).join(' ') || '0 s';
};

const bytes = number => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (number >= 1000 && unit < units.length - 1) {
    number /= 1000;
    ++unit;
  }
  return `${unit && number < 100 ? number.toFixed(1) : Math.round(number)} ${units[unit]}`;
};

const plural = (number, one, many = one + 's') => `${count(number)} ${number === 1 ? one : many}`;

const filePlace = place => el('span', {class: 'file'}, quoted(place.file),
    place.line ? `:${place.line}` : '');
