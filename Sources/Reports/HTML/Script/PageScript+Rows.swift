extension PageScript {
  /// Rows of cells and of means over cells, and tables of either.
  static let rows = #"""
    const percent = row => row.score === undefined || row.score === null ? row.outcome ?? '-'
      : fixed(row.score, 1) + (row.deviation === undefined ? '' : ' ± ' + fixed(row.deviation, 1));
    const short = row => row.optimizer === 'none' ? row.schemeName
      : row.optimizer + ' ' + row.schemeName;
    /// Cells with their names.
    const named = data => data.cells.map((cell, id) => {
      const block = data.blocks[cell.block];
      return { ...cell, id, model: block.model, task: block.task,
        schemeName: data.schemes[cell.scheme], optimizer: data.optimizers[cell.label],
        kindName: data.kinds[cell.kind], of: 1, k: 1 };
    });
    /// One row for each optimizer and scheme; it is whole when every block of the scheme has it.
    const means = cells => {
      const [groups, blocks] = [new Map(), new Map()];
      for (const cell of cells) {
        const key = cell.optimizer + '\n' + cell.schemeName;
        if (!groups.has(key)) groups.set(key, []);
        groups.get(key).push(cell);
        if (!blocks.has(cell.schemeName)) blocks.set(cell.schemeName, new Set());
        blocks.get(cell.schemeName).add(cell.block);
      }
      return [...groups.values()].map(members => {
        const scored = members.filter(cell => cell.score !== undefined);
        const values = key => scored.map(cell => cell[key]).filter(value => value !== undefined);
        const average = key => values(key).length ? mean(values(key)) : undefined;
        return { ...members[0], id: undefined, deviation: undefined, outcome: undefined,
          wins: undefined, score: average('score'), seconds: average('seconds'),
          passes: average('passes'), n: undefined, k: scored.length,
          bytes: values('bytes').length ? Math.max(...values('bytes')) : undefined,
          of: blocks.get(members[0].schemeName).size };
      });
    };
    const order = (rows, sort) => {
      const [key, up] = [sort.key, sort.up ? 1 : -1];
      return [...rows].sort((a, b) => {
        // Means over a part of the blocks are not to be compared with the others.
        if ((a.k < a.of) !== (b.k < b.of)) return a.k < a.of ? 1 : -1;
        const [x, y] = [a[key], b[key]];
        if (x === y) return 0;
        if (x === undefined || x === null) return 1;
        if (y === undefined || y === null) return -1;
        return typeof x === 'string' ? up * x.localeCompare(y) : up * (x - y);
      });
    };
    const columns = {
      model: ['model', row => row.model], task: ['task', row => row.task],
      schemeName: ['scheme', row => row.schemeName],
      optimizer: ['optimizer', row => row.optimizer],
      kindName: ['class', row => row.kindName], score: ['score %', percent, true, true],
      k: ['scored', row => `${row.k}/${row.of}`, true], n: ['seeds', row => row.n, true],
      bytes: ['peak', row => bytesText(row.bytes), true, true],
      seconds: ['train s', row => fixed(row.seconds, 1), true, true],
      passes: ['passes', row => fixed(row.passes, 0), true],
    };
    const page = 60;
    /// - link: makes the address of a row.
    const table = (title, rows, keys, sort, link, onSort) => {
      const sorted = order(rows, sort);
      const most = Object.fromEntries(keys.map(key =>
        [key, Math.max(...rows.map(row => typeof row[key] === 'number' ? row[key] : 0))]));
      const body = el('tbody');
      const line = row => el('tr', {}, keys.map((key, index) => {
        const [, text, numeric, bar] = columns[key];
        const isBar = bar && most[key] > 0 && typeof row[key] === 'number';
        const shown = key === 'optimizer' ? [el('a', { href: link(row) }, text(row)),
          row.unconfirmed ? el('abbr', { title: 'not compared with its source' }, ' (unconfirmed)')
            : null] : [String(text(row) ?? '-')];
        return el(index ? 'td' : 'th', { scope: index ? null : 'row',
          class: (numeric ? 'number' : 'text') + (isBar ? ' bar' : '')
            + (key === 'score' && row.wins ? ' winner' : ''),
          style: isBar ? `--bar:${(100 * row[key] / most[key]).toFixed(0)}%` : null,
          'data-value': typeof row[key] === 'number' ? row[key] : null }, shown);
      }));
      let count = 0;
      const more = el('button', { type: 'button', class: 'more' });
      const grow = () => {
        body.append(...sorted.slice(count, count + page).map(line));
        count = Math.min(sorted.length, count + page);
        more.hidden = count >= sorted.length;
        more.textContent = `Show more (${sorted.length - count} left)`;
      };
      more.addEventListener('click', grow);
      grow();
      const heads = keys.map(key => el('th', { scope: 'col',
        class: columns[key][2] ? 'number' : 'text',
        'aria-sort': sort.key === key ? (sort.up ? 'ascending' : 'descending') : null },
        el('button', { type: 'button', 'data-key': key,
          on: { click: () => onSort(key, !columns[key][2]) } }, columns[key][0])));
      return el('section', {}, el('h3', {}, title),
        el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title },
          el('table', { 'data-own': '' }, el('caption', { class: 'hidden' }, title),
            el('thead', {}, el('tr', {}, heads)), body)), more);
    };
    /// From the fewest bytes: each that is better than all with fewer.
    const frontOf = rows => {
      let best = -1;
      return rows.filter(row => row.bytes && row.score !== undefined && row.k === row.of)
        .sort((a, b) => a.bytes - b.bytes || b.score - a.score)
        .filter(row => row.score > best && ((best = row.score), true));
    };
    """#
}
