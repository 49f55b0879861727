extension PageScript {
  /// Joins filters, tables, figures and the pages of cells, and starts.
  static let explorer = #"""
    const firstUp = { score: false, bytes: true, seconds: true, passes: true };
    const cardsOf = budgets => budgets.map(budget => el('article', { class: 'card' },
      el('h3', {}, budget.title), el('dl', {}, budget.lines.flatMap(line => [
        el('dt', {}, line[0]), el('dd', {}, el('b', {}, line[1]), el('span', {}, line[2]))]))));
    let state = {};
    let sorts = { means: { key: 'score', up: false }, cells: { key: 'score', up: false } };
    let again = () => {};
    addEventListener('hashchange', () => {
      const found = readState();
      // An address without choices is a section's; it closes the page of a cell.
      if (found) { state = found; again(true); }
      else if (state.cell) { state = { ...state, cell: '' }; again(false); }
    });

    const start = () => {
      sortable(document);
      const place = document.getElementById('explorer');
      const source = document.getElementById('data');
      if (!place || !source) return;
      const data = JSON.parse(source.textContent);
      const cells = named(data);
      const cards = document.getElementById('cards');
      const overall = [...cards.children];
      const results = el('div');
      let form;

      const changed = change => {
        state = { ...state, ...change, cell: '' };
        history.replaceState(null, '', address(state).length > 1 ? address(state) : '#explore');
        show(Object.values(change).every(value => !value));
      };
      const sortBy = which => (key, up) => {
        const old = sorts[which];
        sorts[which] = { key, up: old.key === key ? !old.up : firstUp[key] ?? up };
        show(false);
        results.querySelector(`[data-table=${which}] [data-key=${key}]`)?.focus();
      };
      const figuresOf = (rows, chosen, isOne) => {
        const schemes = [...new Set(rows.map(row => row.schemeName))];
        const point = row => ({ x: row.bytes, y: row.score, short: short(row),
          name: `${short(row)}: ${percent(row)} %, ${bytesText(row.bytes)}` });
        const usable = rows.filter(row => row.bytes && typeof row.score === 'number'
          && row.k === row.of);
        const pareto = plot({ title: 'Score against peak bytes, of what is chosen', bytes: true,
          xTitle: 'peak of training', yTitle: 'test score, %', 
          fronts: [rows, rows.filter(row => row.kind === 0)].map(one => frontOf(one).map(point)),
          caption: 'Joined and named: the Pareto fronts, what no other beats in both, dashed of '
            + 'all and dotted of zeroth-order methods.',
          series: schemes.map(scheme => ({ name: scheme,
            points: usable.filter(row => row.schemeName === scheme).map(point) })) });
        if (!isOne) return [pareto];
        const best = order(chosen.filter(cell => cell.dev), { key: 'score', up: false });
        const curve = (key, title, yTitle) => {
          const lines = best.filter(cell => cell[key]?.length > 1).slice(0, 8);
          return plot({ title, yTitle, xTitle: 'passes over a batch', lines: true,
            caption: `The ${lines.length} best of what is chosen; mean over seeds.`,
            series: lines.map(cell => ({ name: schemes.length > 1 ? short(cell) : cell.optimizer,
              points: cell[key].map(([x, y]) => ({ x, y })) })) });
        };
        return [pareto, curve('losses', 'Training loss', 'training loss'),
          curve('dev', 'Development score', 'development score, %')];
      };
      const show = isNewForm => {
        if (isNewForm || !form) {
          const next = filterForm(cells, state, changed);
          if (form) form.replaceWith(next); else place.append(next, results);
          form = next;
        }
        const chosen = cells.filter(cell => admits(cell, state));
        const blocks = [...new Set(chosen.map(cell => cell.block))];
        form.querySelector('#count').textContent = `${chosen.length} of ${cells.length} cells`;
        const filters = names.filter(name => name !== 'search' && state[name]).length;
        form.querySelector('summary').textContent = filters ? `Filters (${filters})` : 'Filters';
        const block = state.model && state.task && data.blocks.filter(
          one => one.model === state.model && one.task === state.task);
        cards.replaceChildren(...(block?.length === 1 ? cardsOf(block[0].budgets) : overall));
        const cell = state.cell ? cells.find(one =>
          data.texts[one.seeds[0][6]] === state.cell) : null;
        document.body.classList.toggle('one', Boolean(cell));
        if (cell) {
          const back = address({ ...state, cell: '' });
          results.replaceChildren(cellPageOf(cell, data, back.length > 1 ? back : '#search='));
          sortable(results);
          return;
        }
        const isOne = blocks.length === 1;
        const rows = isOne ? chosen : means(chosen);
        const cellLink = row => address({ ...state, cell: data.texts[row.seeds[0][6]] });
        const meanLink = row => address({ ...state, scheme: row.schemeName,
          optimizer: row.optimizer });
        const wrap = (name, node) => { node.dataset.table = name; return node; };
        const parts = [];
        if (!chosen.length) parts.push(el('p', {}, 'No cell is like that.'));
        if (chosen.length && !isOne) {
          parts.push(wrap('means', table(`Means over ${blocks.length} pairs of model and task`,
            rows, ['optimizer', 'schemeName', 'score', 'bytes', 'kindName', 'k', 'seconds',
              'passes'], sorts.means, meanLink, sortBy('means'))));
        }
        if (chosen.length) {
          const figures = figuresOf(rows, chosen, isOne).filter(Boolean);
          const cellsTable = wrap('cells', table('Cells', chosen, ['optimizer', 'schemeName',
            'score', 'bytes', 'model', 'task', 'kindName', 'n', 'seconds', 'passes'], sorts.cells,
          cellLink, sortBy('cells')));
          const schemes = new Set(chosen.map(cell => cell.schemeName));
          const verdicts = isOne ? data.blocks[blocks[0]].verdicts.filter(
            text => [...schemes].some(scheme => text.startsWith(scheme + ': '))).map(
            text => el('p', { class: 'note' }, text)) : [];
          const drawn = el('div', { class: 'figures' }, figures);
          parts.push(...(isOne ? [cellsTable, ...verdicts, drawn] : [drawn, cellsTable]));
        }
        results.replaceChildren(...parts);
      };
      again = isMoved => {
        show(true);
        if (!isMoved) return;
        const head = document.querySelector('#cell h2') ?? document.getElementById('explore');
        head.scrollIntoView();
        head.focus?.({ preventScroll: true });
      };
      const found = readState();
      if (found) state = found;
      again(Boolean(found));
    };
    addEventListener('zobench:renewed', start);
    start();
    """#
}
