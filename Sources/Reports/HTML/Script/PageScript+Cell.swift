extension PageScript {
  /// The page of a cell: seeds, curves, bytes, search, machine, findings.
  static let cellPage = #"""
    const plainTable = (title, heads, rows, numeric) => el('section', {}, el('h3', {}, title),
      el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': title },
        el('table', {}, el('caption', { class: 'hidden' }, title),
          el('thead', {}, el('tr', {}, heads.map((head, index) => el('th', { scope: 'col',
            class: numeric(index) ? 'number' : 'text' }, head)))),
          el('tbody', {}, rows.map(row => el('tr', {}, row.map((text, index) =>
            el(index ? 'td' : 'th', { scope: index ? null : 'row',
              class: numeric(index) ? 'number' : 'long' }, text))))))));
    const curvesOf = cell => {
      const figure = (key, title, yTitle, caption) => cell[key] && cell[key].length > 1
        ? plot({ title, xTitle: 'passes over a batch', yTitle, lines: true, caption,
          series: [{ name: short(cell), points: cell[key].map(([x, y]) => ({ x, y })) }] }) : null;
      return [figure('losses', 'Training loss', 'training loss',
        'Mean over seeds; each point is the mean of a stretch of steps.'),
      figure('dev', 'Development score', 'development score, %', 'Mean over seeds.')];
    };
    const accountsTable = (cell, data) => {
      const all = cell.accounts.reduce((sum, bytes) => sum + bytes, 0);
      const rows = data.accounts.map((name, index) => [name, cell.accounts[index]])
        .filter(([, bytes]) => bytes > 0).sort((a, b) => b[1] - a[1]);
      return plainTable('Bytes at the training peak, by account', ['account', 'bytes', 'share %'],
        [...rows, ['all', all]].map(([name, bytes]) =>
          [name, bytesText(bytes), fixed(100 * bytes / all, 1)]), index => index > 0);
    };
    const seedsTable = (cell, data) => plainTable('Seeds',
      ['seed', 'outcome', 'score %', '95 % interval', 'train s', 'identity'],
      cell.seeds.map(([seed, outcome, score, low, high, seconds, identity]) =>
        [String(seed), data.texts[outcome], fixed(score, 1),
          low === null ? '-' : `${fixed(low, 1)} to ${fixed(high, 1)}`, fixed(seconds, 2),
          data.texts[identity]]), index => [2, 3, 4].includes(index));
    const cellPageOf = (cell, data, back) => {
      const texts = indices => indices.map(index => data.texts[index]);
      const verdict = data.blocks[cell.block].verdicts.find(
        text => text.startsWith(cell.schemeName + ': '));
      const machines = [...new Set(cell.seeds.map(seed => seed[7]).filter(m => m !== null))];
      const shown = machines.length ? machines.map(m => data.machines[m]) : data.machines;
      const facts = [`${percent(cell)} %`, bytesText(cell.bytes) + ' at the peak',
        cell.seconds === undefined ? null : fixed(cell.seconds, 1) + ' s of training',
        cell.passes === undefined ? null : fixed(cell.passes, 0) + ' passes', cell.kindName];
      return el('article', { id: 'cell' },
        el('p', {}, el('a', { href: back }, '← all cells')),
        el('h2', { tabindex: -1 },
          [cell.model, cell.task, cell.schemeName, cell.optimizer].join(' / ')),
        el('p', { class: 'facts' }, facts.filter(Boolean).join(' · ')),
        cell.settings === undefined ? null : el('p', { class: 'note' }, data.texts[cell.settings]),
        cell.unconfirmed ? el('p', { class: 'note' },
          'This optimizer was not compared with its source.') : null,
        verdict ? el('p', {}, 'Of all with this model, task and scheme: '
          + verdict.slice(cell.schemeName.length + 2)) : null,
        el('div', { class: 'figures' }, curvesOf(cell)), seedsTable(cell, data),
        cell.accounts ? accountsTable(cell, data) : null,
        el('p', { class: 'note' }, cell.exact === 0 ? 'The forecast of the bytes was missed.'
          : 'Forecast = measured, to the byte.'),
        cell.tried ? plainTable('Search: hyper-parameters tried', texts(cell.tried[0]),
          cell.tried.slice(1).map(texts), () => true) : null,
        cell.health ? el('section', {}, el('h3', {}, 'Health'),
          el('ul', {}, texts(cell.health).map(text => el('li', {}, text)))) : null,
        el('p', { class: 'note' }, 'Measured on ' + shown.join('; ') + '.'),
        el('p', { class: 'note' }, 'In a terminal: ',
          el('code', {}, `zobench show ${data.texts[cell.seeds[0][6]]}`)));
    };
    """#
}
