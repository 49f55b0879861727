/// The page's script: a click on a column's head sorts by it, another one the other way round.
enum PageScript {
  static let text = """
    for (const table of document.querySelectorAll('table')) {
      const heads = [...table.querySelectorAll('th')];
      heads.forEach((head, column) => {
        head.querySelector('button').addEventListener('click', () => {
          const up = head.getAttribute('aria-sort') !== 'ascending';
          heads.forEach(other => other.removeAttribute('aria-sort'));
          head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
          const body = table.tBodies[0];
          const value = row => row.cells[column].dataset.value;
          const rows = [...body.rows].sort((a, b) => {
            const [x, y] = [value(a), value(b)];
            if (x === undefined || y === undefined) {
              // What has no number stays last, either way.
              if (x !== y) return x === undefined ? 1 : -1;
              const order = a.cells[column].textContent.localeCompare(b.cells[column].textContent);
              return up ? order : -order;
            }
            return up ? x - y : y - x;
          });
          body.append(...rows);
        });
      });
    }
    """
}
