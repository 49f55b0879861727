extension PageScript {
  /// For a page that a server serves: shows what is at work, and takes over new results.
  static let live = #"""
    (() => {
    'use strict';
    const place = document.getElementById('live');
    const say = (...children) => place.replaceChildren(...children);
    const line = (text, share) => {
      const row = document.createElement('p');
      if (share !== undefined) {
        const bar = document.createElement('progress');
        bar.value = share;
        bar.setAttribute('aria-label', text);
        row.append(bar, ' ');
      }
      row.append(text);
      return row;
    };
    const show = status => say(
      line(`${status.ended} runs have ended` + (status.running.length
        ? `, ${status.running.length} at work:` : '; none is at work.')),
      ...status.running.map(run => line(`${run.name}: ${run.place}`, run.share)));
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
    source.addEventListener('error', () => say(line('The server does not answer; trying again.')));
    })();
    """#
}
