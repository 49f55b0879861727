/// The page's script: our own, without libraries and without requests.
///
/// Its parts are closures in one scope; `start` runs them over the page's data, and runs again when
/// a live page has been given new ones.
enum PageScript {
  static let text = """
    (() => {
    'use strict';
    \(elements)
    \(sorting)
    \(plots)
    \(rows)
    \(filters)
    \(cellPage)
    \(explorer)
    })();
    """

  /// For a page of tables alone.
  static let tables = """
    (() => {
    'use strict';
    \(sorting)
    sortable(document);
    })();
    """

  /// Makes elements; text is never read as markup.
  private static let elements = #"""
    const make = (space, name, properties, ...children) => {
      const node = space
        ? document.createElementNS(space, name) : document.createElement(name);
      for (const [key, value] of Object.entries(properties ?? {})) {
        if (key === 'on') for (const event in value) node.addEventListener(event, value[event]);
        else if (value !== undefined && value !== null) node.setAttribute(key, value);
      }
      node.append(...children.flat().filter(child => child !== null && child !== undefined));
      return node;
    };
    const el = (name, ...rest) => make(null, name, ...rest);
    const example = new DOMParser().parseFromString('<svg></svg>', 'text/html');
    const drawing = example.body.firstChild.namespaceURI;
    const svg = (name, ...rest) => make(drawing, name, ...rest);
    const fixed = (value, digits) =>
      value === undefined || value === null ? '-' : value.toFixed(digits);
    const bytesText = count => {
      if (count === undefined || count === null) return '-';
      const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
      let unit = 0;
      while (Math.abs(count) >= 1023.95 && unit < 4) { count /= 1024; unit += 1; }
      return unit ? count.toFixed(1) + ' ' + units[unit] : count + ' B';
    };
    const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;
    """#

  /// A click on a column's head sorts by it, the largest number first; another one turns it round.
  private static let sorting = #"""
    const sortTable = (table, heads, column) => {
      const head = heads[column];
      const numeric = head.classList.contains('number');
      const first = numeric ? 'descending' : 'ascending';
      const second = numeric ? 'ascending' : 'descending';
      const order = head.getAttribute('aria-sort') === first ? second : first;
      const up = order === 'ascending';
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', order);
      const body = table.tBodies[0];
      const value = row => row.cells[column].dataset.value;
      body.append(...[...body.rows].sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        if (x === undefined || y === undefined) {
          // What has no number stays last, either way.
          if (x !== y) return x === undefined ? 1 : -1;
          const texts = [a, b].map(row => row.cells[column].textContent);
          return up ? texts[0].localeCompare(texts[1]) : texts[1].localeCompare(texts[0]);
        }
        return up ? x - y : y - x;
      }));
    };
    const sortable = root => {
      for (const table of root.querySelectorAll('table:not([data-own])')) {
        const heads = [...table.tHead.rows[0].cells];
        heads.forEach((head, column) => head.querySelector('button')?.addEventListener(
          'click', () => sortTable(table, heads, column)));
      }
    };
    """#
}
