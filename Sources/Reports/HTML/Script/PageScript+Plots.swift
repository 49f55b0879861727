extension PageScript {
  /// Plots of what is chosen, with the classes of the page's figures.
  static let plots = #"""
    const ticks = (low, high, count) => {
      const raw = (high - low) / count || 1;
      const power = 10 ** Math.floor(Math.log10(raw));
      const step = [1, 2, 5, 10].map(f => f * power).find(s => s >= raw * 0.99);
      const list = [];
      for (let at = Math.ceil(low / step) * step; at <= high + 1e-9; at += step) list.push(at);
      return list;
    };
    const octaves = (low, high) => {
      const list = [];
      const last = Math.ceil(Math.log2(high));
      const every = Math.max(1, Math.ceil((last - Math.floor(Math.log2(low))) / 7));
      for (let n = Math.floor(Math.log2(low)); n <= last; n += every) list.push(2 ** n);
      return list;
    };
    const shapes = [
      r => `M${-r} 0A${r} ${r} 0 1 0 ${r} 0A${r} ${r} 0 1 0 ${-r} 0Z`,
      r => `M${-r} ${-r}H${r}V${r}H${-r}Z`,
      r => `M0 ${-1.2 * r}L${1.2 * r} ${r}H${-1.2 * r}Z`,
      r => `M0 ${-1.3 * r}L${1.3 * r} 0L0 ${1.3 * r}L${-1.3 * r} 0Z`,
      r => `M0 ${1.2 * r}L${1.2 * r} ${-r}H${-1.2 * r}Z`,
      r => `M${-1.2 * r} 0L${r} ${1.2 * r}V${-1.2 * r}Z`,
      r => `M${1.2 * r} 0L${-r} ${1.2 * r}V${-1.2 * r}Z`,
      r => `M${-r} ${-r / 3}H${r}V${r / 3}H${-r}Z`,
    ];
    const mark = (series, x, y, r, title) => svg(
      'path', { class: 'mark f' + series % 8, d: shapes[series % 8](r),
        transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, svg('title', {}, title));
    /// A plot of series of points { x, y, name }; x is logarithmic, in base 2 for bytes.
    const plot = options => {
      const { title, xTitle, yTitle, series, lines, bytes, caption, fronts } = options;
      const points = series.flatMap(one => one.points);
      if (!points.length) return null;
      const [width, left, right, top, height] = [400, 46, 388, 8, 220];
      const xs = points.map(p => p.x).filter(x => x > 0);
      const ys = points.map(p => p.y);
      const [x0, x1] = [Math.min(...xs) / 1.15, Math.max(...xs) * 1.15];
      const pad = (Math.max(...ys) - Math.min(...ys)) * 0.06 || 1;
      const y0 = Math.min(...ys) - pad;
      const most = yTitle.includes('%') ? 100 + 0.02 * (100 - y0) : Infinity;
      const y1 = Math.min(Math.max(...ys) + pad, most);
      const px = x => left + (right - left) * Math.log(Math.max(x, x0) / x0) / Math.log(x1 / x0);
      const py = y => top + height * (y1 - y) / (y1 - y0);
      const line = (a, b, c, d, style) => svg('line', { x1: a, y1: b, x2: c, y2: d, class: style });
      const label = (text, x, y, style) => svg('text', { x, y, class: style ?? '' }, text);
      const powers = [0, 1, 2, 3, 4, 5, 6].map(n => 10 ** n);
      const named = (powers, factors) => powers.flatMap(
        power => factors.map(factor => factor * power)).filter(x => x >= x0 && x <= x1);
      const coarse = bytes ? named(octaves(x0, x1), [1]) : named(powers, [1, 2, 5]);
      // Where a short axis has few round numbers, those between are named as well.
      const fine = bytes ? named(octaves(x0, x1), [1, 1.25, 1.5, 1.75])
        : named(powers, [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9]);
      const xTicks = coarse.length < 3 ? fine : coarse;
      const shown = xTicks.length > 8 ? xTicks.filter(x => /^1/.test(String(x))) : xTicks;
      const parts = shown.sort((a, b) => a - b).flatMap(x => [
        line(px(x), top, px(x), top + height, 'grid'),
        label(bytes ? bytesText(x).replace('.0', '') : x >= 1000 ? x / 1000 + 'k' : String(x),
          px(x), top + height + 14, 'middle')]);
      parts.push(...ticks(y0, y1, 5).flatMap(y => [
        line(left, py(y), right, py(y), 'grid'),
        label(String(Number(y.toPrecision(4))), left - 5, py(y) + 4, 'end')]));
      parts.push(line(left, top + height, right, top + height, 'axis'),
        line(left, top, left, top + height, 'axis'),
        label(xTitle, (left + right) / 2, top + height + 30, 'middle'),
        svg('text', { class: 'middle', transform: `translate(11 ${top + height / 2}) rotate(-90)` },
          yTitle));
      (fronts ?? []).forEach((front, index) => parts.push(svg('path', {
        class: index ? 'front zo' : 'front', d: front.map((p, i) =>
          i ? `H${px(p.x).toFixed(1)}V${py(p.y).toFixed(1)}`
            : `M${px(p.x).toFixed(1)} ${py(p.y).toFixed(1)}`).join('') })));
      series.forEach((one, index) => {
        if (lines) {
          parts.push(svg('polyline', { class: 'l' + index % 8, points: one.points.map(
            p => px(p.x).toFixed(1) + ',' + py(p.y).toFixed(1)).join(' ') }));
        }
        const marked = lines && one.points.length > 8 ? one.points.slice(-1) : one.points;
        parts.push(...marked.map(p => mark(index, px(p.x), py(p.y), lines ? 3.2 : 4.5,
          p.name ?? one.name)));
      });
      // Names of the fronts, zeroth order first, where they do not touch another name.
      const taken = [];
      const labeled = [...fronts ?? []].reverse().flatMap(front => [...front].reverse());
      for (const p of labeled) {
        const wide = 6.2 * p.short.length;
        const x = Math.max(left + 2, Math.min(px(p.x) + 7, right - wide));
        const y = Math.max(top + 10, py(p.y) - 6);
        if (taken.some(t => Math.abs(t.y - y) < 12 && x < t.x + t.wide && t.x < x + wide)) continue;
        taken.push({ x, y, wide });
        parts.push(label(p.short, x.toFixed(1), y.toFixed(1), 'label'));
      }
      let [lx, ly] = [8, top + height + 46];
      if (series.length > 1) {
        series.forEach((one, index) => {
          const wide = 36 + 6.2 * one.name.length;
          if (lx > 8 && lx + wide > width - 8) { lx = 8; ly += 16; }
          if (lines) parts.push(line(lx, ly, lx + 20, ly, 'l' + index % 8));
          parts.push(mark(index, lx + 10, ly, 3.6, one.name), label(one.name, lx + 25, ly + 4));
          lx += wide;
        });
      }
      const tall = series.length > 1 ? ly + 14 : top + height + 40;
      return el('figure', {}, el('h3', {}, title),
        svg('svg', { viewBox: `0 0 ${width} ${tall}`, role: 'img', class: 'figure',
          'aria-label': title }, parts), el('figcaption', {}, caption));
    };
    """#
}
