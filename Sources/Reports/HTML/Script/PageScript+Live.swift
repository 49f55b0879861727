extension PageScript {
  /// For a page that a server serves: shows what is at work, and takes over new results.
  static let live = #"""
    (() => {
    'use strict';
    const place = document.getElementById('live');
    const [sentence, list] = place.children;
    const say = text => { if (sentence.textContent !== text) sentence.textContent = text; };
    const rows = new Map();
    const row = name => {
      const item = document.createElement('li');
      const bar = item.appendChild(document.createElement('progress'));
      bar.setAttribute('aria-label', name);
      item.append(document.createElement('span'), document.createElement('span'));
      item.lastChild.textContent = name;
      return item;
    };
    const show = status => {
      const ended = status.ended === 1 ? '1 run has ended' : `${status.ended} runs have ended`;
      const count = status.running.length;
      say(ended + (count ? `, ${count} at work:` : '; none is at work.'));
      // A row stays the same element, so that a bar moves and nothing else does.
      for (const name of rows.keys()) {
        if (!status.running.some(run => run.name === name)) rows.delete(name);
      }
      list.replaceChildren(...status.running.map(run => {
        if (!rows.has(run.name)) rows.set(run.name, row(run.name));
        const item = rows.get(run.name);
        if (run.share !== undefined) item.firstChild.value = run.share;
        item.children[1].textContent = run.place;
        return item;
      }));
    };
    let version = document.documentElement.dataset.version;
    let due = null;
    const renew = async () => {
      // Who is typing is not disturbed.
      if (document.activeElement?.closest?.('#filters input')) {
        due = setTimeout(renew, 1000);
        return;
      }
      due = null;
      const answer = await fetch('/');
      if (!answer.ok) return;
      const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const open = new Set([...document.querySelectorAll('#across details[open] > summary')]
        .map(summary => summary.textContent));
      const [x, y] = [scrollX, scrollY];
      const main = next.getElementById('main');
      main.querySelector('#live').replaceWith(place);
      for (const details of main.querySelectorAll('#across details')) {
        details.open = open.has(details.firstElementChild.textContent);
      }
      document.getElementById('main').replaceWith(document.adoptNode(main));
      document.title = next.title;
      const data = next.getElementById('data');
      const old = document.getElementById('data');
      if (old) old.replaceWith(data ?? ''); else if (data) document.body.append(data);
      dispatchEvent(new Event('zobench:renewed'));
      scrollTo(x, y);
    };
    const source = new EventSource('events');
    source.addEventListener('status', event => show(JSON.parse(event.data)));
    source.addEventListener('version', event => {
      const isNew = version !== undefined && version !== event.data;
      version = event.data;
      if (isNew && !due) due = setTimeout(renew, 0);
    });
    source.addEventListener('error', () => say('The server does not answer; trying again.'));
    })();
    """#
}
