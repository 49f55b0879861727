extension PageScript {
  /// What is chosen: read from the address behind `#`, and written there.
  static let filters = #"""
    const names = ['search', 'model', 'task', 'scheme', 'optimizer', 'class', 'bytes'];
    const axes = { model: 'model', task: 'task', scheme: 'schemeName', optimizer: 'optimizer',
      class: 'kindName' };
    const readState = () => {
      const text = location.hash.slice(1);
      return text.includes('=') ? Object.fromEntries(new URLSearchParams(text)) : null;
    };
    const address = state => '#' + new URLSearchParams(
      Object.entries(state).filter(([, value]) => value)).toString();
    /// Bytes of '8MiB', '8 M' or '500k'; undefined for what is no size.
    const parseBytes = text => {
      const match = /^\s*([\d.]+)\s*([kmgt]?)(i?b?)\s*$/i.exec(text);
      if (!match) return undefined;
      const power = ' kmgt'.indexOf((match[2] || ' ').toLowerCase());
      return Number(match[1]) * 1024 ** power;
    };
    const admits = (row, state) => {
      for (const axis in axes) {
        if (state[axis] && row[axes[axis]] !== state[axis]) return false;
      }
      const limit = state.bytes ? parseBytes(state.bytes) : undefined;
      if (limit !== undefined && !(row.bytes <= limit)) return false;
      const text = [row.model, row.task, row.schemeName, row.optimizer, row.kindName,
        row.outcome ?? 'completed'].join(' ').toLowerCase();
      return (state.search ?? '').toLowerCase().split(/\s+/).every(word => text.includes(word));
    };
    const filterForm = (cells, state, changed) => {
      const choice = axis => {
        const values = [...new Set(cells.map(cell => cell[axes[axis]]))].sort();
        const select = el('select', { name: axis, on: { change: event =>
          changed({ [axis]: event.target.value }) } },
          el('option', { value: '' }, 'all'), values.map(value => el('option', { value }, value)));
        select.value = state[axis] ?? '';
        return el('label', {}, axis, select);
      };
      const field = (name, type, hint) => {
        const input = el('input', { name, type, placeholder: hint, autocomplete: 'off',
          on: { input: event => changed({ [name]: event.target.value }) } });
        input.value = state[name] ?? '';
        return el('label', {}, name === 'bytes' ? 'at most' : name, input);
      };
      const active = names.filter(name => name !== 'search' && state[name]).length;
      const details = el('details', { class: 'choices' },
        el('summary', {}, active ? `Filters (${active})` : 'Filters'),
        el('div', {}, Object.keys(axes).map(choice), field('bytes', 'text', '8MiB'),
          el('button', { type: 'button', on: { click: () => changed(
            Object.fromEntries(names.map(name => [name, '']))) } }, 'Clear')));
      details.open = matchMedia('(min-width: 800px)').matches;
      return el('form', { id: 'filters', role: 'search', 'aria-label': 'Filter the cells',
        on: { submit: event => event.preventDefault() } },
        field('search', 'search', 'zo-sgd lora'), details,
        el('output', { id: 'count', 'aria-live': 'polite' }));
    };
    """#
}
