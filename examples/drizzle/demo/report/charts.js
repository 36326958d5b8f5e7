/* Runs in the reader's browser; reads the data element and draws one chart per run and version. */
const runs = JSON.parse(document.getElementById('data').textContent);
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const longest = Math.max(
  10,
  ...runs.flatMap((run) => Object.values(run.versions).flatMap(({ ms }) => ms.reduce((a, b) => Math.max(a, b), 0))),
);
const shortest = 0.25;
const badge = 16;
/** Above each plot, for the numbers and the lines that lead to their steps. */
const gutter = 40;
const bounds = [shortest, 10 ** Math.ceil(Math.log10(longest * 1.05))];

/**
 * Where the steps' numbers stand, in one row above the plot: each as near to its step as the others allow.
 * Neighbours that would cover each other are pushed apart as one block around their common middle.
 */
function badgePositions(wanted, width) {
  const room = Math.min(badge + 4, width / Math.max(1, wanted.length));
  const order = wanted.map((_, index) => index).toSorted((a, b) => wanted[a] - wanted[b]);
  const blocks = [];
  for (const index of order) {
    blocks.push({ members: [index], sum: wanted[index] });
    for (
      let last = blocks.length - 1;
      last > 0 && begin(blocks[last]) < begin(blocks[last - 1]) + room * blocks[last - 1].members.length;
      last -= 1
    ) {
      const { members, sum } = blocks.pop();
      blocks[last - 1].members.push(...members);
      blocks[last - 1].sum += sum;
    }
  }
  const placed = [];
  for (const block of blocks) block.members.forEach((index, nth) => (placed[index] = begin(block) + room * nth));
  return placed;

  function begin({ members, sum }) {
    const span = room * (members.length - 1);
    return Math.min(Math.max(sum / members.length - span / 2, 0), width - span);
  }
}

function drawSteps(u, run, highlighted) {
  const { ctx } = u;
  const ratio = devicePixelRatio;
  const { left, top, width, height } = u.bbox;
  ctx.save();
  ctx.font = `600 ${10.5 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  const middles = run.events.map(({ t, until }) => u.valToPos(until === undefined ? t : (t + until) / 2, 'x', false));
  badgePositions(middles, width / ratio).forEach((position, index) => {
    const { t, until, failed } = run.events[index];
    const from = Math.min(Math.max(u.valToPos(t, 'x', true), left), left + width);
    const to = until === undefined ? from : Math.min(u.valToPos(until, 'x', true), left + width);
    const x = left + position * ratio;
    const y = top - gutter * ratio + (badge / 2 + 2) * ratio;
    if (until !== undefined) {
      ctx.fillStyle =
        index === highlighted ? color('band-strong') : color(failed ? 'band-bad' : index % 2 ? 'band' : 'band-odd');
      ctx.fillRect(from, top, Math.max(to - from, 1.5 * ratio), height);
    }
    ctx.strokeStyle = failed ? color('bad') : color('badge');
    ctx.globalAlpha = index === highlighted ? 1 : 0.45;
    ctx.lineWidth = (index === highlighted ? 2 : 1) * ratio;
    ctx.setLineDash(until === undefined ? [3 * ratio, 3 * ratio] : []);
    ctx.beginPath();
    ctx.moveTo(from, top);
    ctx.lineTo(from, top + height);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(left + Math.min(middles[index] * ratio, width), top);
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.beginPath();
    ctx.roundRect(x - (badge / 2 + 1) * ratio, y - (badge / 2) * ratio, (badge + 2) * ratio, badge * ratio, 8 * ratio);
    ctx.lineWidth = 1.5 * ratio;
    ctx.fillStyle = until === undefined ? color('panel') : color(failed ? 'bad' : 'badge');
    ctx.fill();
    if (until === undefined) ctx.stroke();
    ctx.fillStyle = until === undefined ? color('ink') : '#fff';
    ctx.fillText(String(index + 1), x, y + 0.5 * ratio);
  });
  ctx.restore();
}

/** One mark per failed request at the foot of the plot: none hides behind another's wait. */
function drawFailures(u, { t, error }) {
  const { ctx } = u;
  const { top, height } = u.bbox;
  ctx.save();
  ctx.fillStyle = color('bad');
  t.forEach((at, index) => {
    if (error[index] !== -1)
      ctx.fillRect(
        u.valToPos(at, 'x', true),
        top + height - 7 * devicePixelRatio,
        devicePixelRatio,
        7 * devicePixelRatio,
      );
  });
  ctx.restore();
}

function draw(section, run, version, state) {
  const columns = run.versions[version];
  const host = section.querySelector(`[data-version="${version}"]`);
  const readout = section.querySelector('.readout');
  const dots = (name, size) => ({
    paths: () => null,
    points: { show: true, size, width: 0, fill: color(name), stroke: color(name) },
  });
  const axis = {
    stroke: color('muted'),
    grid: { stroke: color('grid'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  const tell = (u) => {
    const index = u.cursor.idx;
    if (index === null || index === undefined || columns.t.length === 0) return;
    const what = columns.error[index] === -1 ? '' : `, failed: ${run.errors[columns.error[index]]}`;
    const name = version === 'before' ? 'old' : 'new';
    readout.textContent = `${columns.t[index].toFixed(2)} s, ${name} version: ${run.kinds[columns.kind[index]]}, ${columns.ms[index]} ms${what}`;
  };
  return new uPlot(
    {
      width: host.clientWidth,
      height: 210 + gutter,
      padding: [gutter, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { setScale: false }, points: { show: false } },
      scales: { x: { time: false, range: [0, run.end] }, y: { distr: 3, range: bounds } },
      axes: [
        { ...axis, size: 34, values: (_, ticks) => ticks.map((tick) => `${tick} s`) },
        {
          ...axis,
          size: 62,
          values: (_, ticks) =>
            ticks.map((tick) =>
              Number.isInteger(Math.log10(tick)) ? (tick >= 1000 ? `${tick / 1000} s` : `${tick} ms`) : '',
            ),
        },
      ],
      series: [{}, dots('dot', 3), dots('bad', 4)],
      hooks: {
        drawAxes: [(u) => drawSteps(u, run, state.highlighted)],
        draw: [(u) => drawFailures(u, columns)],
        setCursor: [tell],
      },
    },
    [
      columns.t,
      columns.ms.map((ms, index) => (columns.error[index] === -1 ? Math.max(ms, shortest) : null)),
      columns.ms.map((ms, index) => (columns.error[index] === -1 ? null : Math.max(ms, shortest))),
    ],
    host,
  );
}

const sections = [...document.querySelectorAll('.run')].map((section) => {
  const state = { highlighted: -1, charts: [] };
  const highlight = (which) => () => {
    state.highlighted = which;
    for (const chart of state.charts) chart.redraw(false);
  };
  section.querySelectorAll('.steps li').forEach((item, index) => {
    item.addEventListener('mouseenter', highlight(index));
    item.addEventListener('mouseleave', highlight(-1));
  });
  return { section, run: runs[Number(section.dataset.run)], state };
});

function drawAll() {
  for (const { section, run, state } of sections) {
    for (const chart of state.charts) chart.destroy();
    state.charts = ['before', 'after'].map((version) => draw(section, run, version, state));
  }
}

drawAll();
let width = innerWidth;
addEventListener('resize', () => {
  if (innerWidth === width) return;
  width = innerWidth;
  drawAll();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
