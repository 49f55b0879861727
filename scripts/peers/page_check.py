#!/usr/bin/env python3
"""Tries a report's page in headless Chromium, as a reader would.

    scripts/peers/page_check.py PAGE.html|http://127.0.0.1:PORT/ [--out DIRECTORY]
    zobench serve r.sqlite & scripts/peers/page_check.py http://127.0.0.1:7300/ --follow 120

Measures size, nodes and times; filters, sorts, opens a cell and comes back; looks for errors,
requests to elsewhere, overflow, heads that do not stick and controls without a name; writes
screenshots (1280 and 390 wide, light and dark) and the tree that screen readers get. With --follow a
served page is watched, up to so many seconds, until a result that ended meanwhile is in it, with the
filters as they were. Needs Python and Chromium (Debian: chromium), nothing else: the browser is driven through a pipe.

Status 0 when every check holds, 1 when one does not, 69 without Chromium.
"""
import argparse
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


class Browser:
    """Chromium behind a pipe of messages that end with a zero byte."""

    def __init__(self, program, folder):
        (to_browser, self.out), (self.input, from_browser) = os.pipe(), os.pipe()

        def place():
            # The browser reads descriptor 3 and writes descriptor 4; neither may hide the other.
            read, write = os.dup(to_browser), os.dup(from_browser)
            os.dup2(read, 3)
            os.dup2(write, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--remote-debugging-pipe", "--no-first-run", "--user-data-dir=" + folder],
            preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.count, self.rest, self.events, self.session = 0, b"", [], None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call(
            "Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Network", "Log", "Accessibility", "Performance"]:
            self.call(domain + ".enable")

    def read(self):
        while b"\0" not in self.rest:
            part = os.read(self.input, 1 << 20)
            if not part:
                sys.exit("the browser went away")
            self.rest += part
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.count += 1
        message = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.count:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, name):
        while True:
            for index, event in enumerate(self.events):
                if event.get("method") == name:
                    return self.events.pop(index)["params"]
            self.events.append(self.read())

    def value(self, expression):
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            detail = result["exceptionDetails"]
            sys.exit("in the page: " + str(detail.get("exception", detail).get("description")))
        return result["result"].get("value")

    def size(self, width, height, dark=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def open(self, address):
        self.events = []
        self.call("Page.navigate", url=address)
        self.wait("Page.loadEventFired")

    def picture(self, path, whole=False):
        data = self.call("Page.captureScreenshot", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self):
        self.call("Browser.close")
        self.process.wait(timeout=20)


class Checks:
    def __init__(self):
        self.failed = 0

    def __call__(self, holds, text):
        print(("ok    " if holds else "FAILS ") + text)
        self.failed += not holds


SETTLED = "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 50)))"

SCORES = """[...document.querySelectorAll('[data-table=cells] tbody tr')].map(
  row => Number(row.querySelectorAll('.number')[0].dataset.value))"""


BYTES = """(() => {
  const heads = [...document.querySelectorAll('[data-table=cells] thead button')];
  const column = heads.findIndex(button => button.dataset.key === 'bytes');
  return [...document.querySelectorAll('[data-table=cells] tbody tr')].map(
    row => Number(row.cells[column].dataset.value));
})()"""


def choose(browser, name, value):
    browser.value(f"""(() => {{
      const field = document.querySelector('#filters [name={name}]');
      field.value = {json.dumps(value)};
      field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input',
        {{ bubbles: true }}));
    }})()""")
    browser.value(SETTLED)


def shown(browser):
    return int(browser.value("document.querySelector('#count').textContent").split()[0])


def loading(browser, address, check):
    browser.size(1280, 900)
    browser.open(address)
    browser.value(SETTLED)
    paint = browser.value(
        "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1")
    loaded = browser.value("performance.getEntriesByType('navigation')[0].loadEventEnd")
    size = browser.value("new Blob([document.documentElement.outerHTML]).size")
    nodes = browser.value("document.getElementsByTagName('*').length")
    height = browser.value("document.documentElement.scrollHeight")
    if address.startswith("file:"):
        size = pathlib.Path(address[7:]).stat().st_size
        check(size < 2_000_000, f"size {size} bytes")
    print(f"      nodes {nodes}, height {height} px, loaded after {loaded:.0f} ms")
    check(0 <= paint < 1000, f"first paint after {paint:.0f} ms")
    errors = [event for event in browser.events
              if event.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded")]
    check(not errors, f"no errors {json.dumps(errors)[:400] if errors else ''}")
    outside = [event["params"]["request"]["url"] for event in browser.events
               if event.get("method") == "Network.requestWillBeSent"
               and not event["params"]["request"]["url"].startswith((address.split("#")[0], "data:"))]
    own = [url for url in outside if url.startswith(address.rstrip("/"))]
    check(outside == own, f"no requests to elsewhere {outside if outside != own else ''}")


def exploring(browser, check):
    whole = shown(browser)
    scores = browser.value(SCORES)
    check(scores == sorted(scores, reverse=True), "cells stand best first")
    axes = ["model", "task", "scheme", "optimizer", "class"]
    for axis in axes:
        value = browser.value(
            f"[...document.querySelector('#filters [name={axis}]').options].at(-1).value")
        choose(browser, axis, value)
        column = {"scheme": "schemeName", "class": "kindName"}.get(axis, axis)
        heads = browser.value(
            "[...document.querySelectorAll('[data-table=cells] thead button')]"
            ".map(button => button.dataset.key)")
        values = browser.value(
            "[...document.querySelectorAll('[data-table=cells] tbody tr')].map("
            f"row => row.cells[{heads.index(column)}].firstChild.textContent)")
        check(0 < shown(browser) <= whole and set(values) == {value},
              f"{axis} = {value}: {shown(browser)} of {whole} cells")
        choose(browser, axis, "")
    choose(browser, "search", "zo-sgd")
    check(0 < shown(browser) <= whole, f"search zo-sgd: {shown(browser)} cells")
    choose(browser, "search", "nothing is called like this")
    check(shown(browser) == 0, "a search without a match shows nothing")
    choose(browser, "search", "")
    choose(browser, "bytes", "6MiB")
    most = max(browser.value(BYTES), default=0)
    check(most <= 6 * 2**20, f"at most 6MiB: {shown(browser)} cells, the largest {most} bytes")
    choose(browser, "bytes", "")
    check(shown(browser) == whole, "cleared filters show everything again")
    head = "document.querySelector('[data-table=cells] [data-key=bytes]')"
    for turn, reverse in [("smallest", False), ("largest", True)]:
        browser.value(head + ".click()")
        browser.value(SETTLED)
        values = browser.value(BYTES)
        check(values == sorted(values, reverse=reverse), f"sorted by bytes, the {turn} first")
        focus = browser.value("document.activeElement?.dataset.key")
        check(focus == "bytes", "the head keeps the focus")


def cell_page(browser, check, out):
    name = browser.value("document.querySelector('[data-table=cells] tbody a').textContent")
    browser.value("document.querySelector('[data-table=cells] tbody a').click()")
    browser.value(SETTLED)
    title = browser.value("document.querySelector('#cell h2')?.textContent ?? ''")
    check(name in title, f"a cell opens: {title}")
    parts = browser.value(
        "[...document.querySelectorAll('#cell h3')].map(head => head.textContent)")
    check(any("Seeds" in part for part in parts), f"its parts: {', '.join(parts)}")
    check(browser.value("document.activeElement === document.querySelector('#cell h2')"),
          "its title has the focus")
    browser.picture(out / "cell-1280.png")
    address = browser.value("location.href")
    browser.value("history.back()")
    browser.value(SETTLED)
    browser.value(SETTLED)
    check(browser.value("!document.querySelector('#cell')"), "going back shows all cells")
    return address


def layout(browser, check):
    stuck = browser.value("""(async () => {
      const area = document.querySelector('[data-table=cells] .scroll');
      area.scrollIntoView();
      area.scrollTop = 300;
      await new Promise(done => requestAnimationFrame(done));
      const head = area.querySelector('thead th').getBoundingClientRect();
      const moved = area.scrollTop;
      const gap = head.top - area.getBoundingClientRect().top;
      area.scrollTop = 0;
      return { moved, gap };
    })()""")
    check(abs(stuck["gap"]) <= 2, f"heads stay after {stuck['moved']:.0f} px of scrolling")
    bar = browser.value("""(async () => {
      document.querySelector('[data-table=cells]').scrollIntoView({ block: 'end' });
      await new Promise(done => requestAnimationFrame(done));
      return document.querySelector('#filters').getBoundingClientRect().top;
    })()""")
    check(-1 <= bar < 900, f"filters stay in view, {bar:.0f} px from the top")
    browser.value("scrollTo(0, 0)")
    tables = browser.value("""[...document.querySelectorAll('table')].filter(table =>
      !table.caption || !table.closest('[tabindex]')).length""")
    check(tables == 0, "every table has a caption and an area that the keyboard reaches")


def tree(browser):
    """What a screen reader is told, a line per node in reading order, and the roles of controls
    without a name."""
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    lines, unnamed = [], []
    known = {node["nodeId"]: node for node in nodes}

    def visit(node, level):
        role = node.get("role", {}).get("value", "")
        if role in ("InlineTextBox", "StaticText"):
            return
        name = node.get("name", {}).get("value", "")
        if not node.get("ignored"):
            rank = [one["value"]["value"] for one in node.get("properties", [])
                    if role == "heading" and one["name"] == "level"]
            lines.append("  " * level + role + "".join(f" {one}" for one in rank)
                         + (f" '{name}'" if name else ""))
            if role in NAMED and not name.strip():
                unnamed.append(role)
            level += 1
        for child in node.get("childIds", []):
            if child in known:
                visit(known[child], level)

    visit(nodes[0], 0)
    return lines, unnamed


NAMED = ("button", "link", "textbox", "searchbox", "combobox", "region", "image", "table",
         "progressbar", "navigation", "search")


def reading_order(lines, check):
    """Headings begin at 1 and leave out no level; a table has heads of columns and of rows."""
    ranks = [int(line.split()[1]) for line in lines if line.strip().startswith("heading ")]
    jumps = [pair for pair in zip(ranks, ranks[1:]) if pair[1] > pair[0] + 1]
    check(ranks[:1] == [1] and ranks.count(1) == 1 and not jumps,
          f"{len(ranks)} headings in order {jumps or ''}")
    bare, tables = [], 0
    for index, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        if not line.strip().startswith("table"):
            continue
        tables += 1
        inside = []
        for other in lines[index + 1:]:
            if len(other) - len(other.lstrip()) <= depth:
                break
            inside.append(other.split()[0])
        if not {"columnheader", "rowheader"} <= set(inside):
            bare.append(line.strip())
    check(not bare, f"{tables} tables in it have heads of columns and rows {bare or ''}")


def accessibility(browser, check, out):
    lines, unnamed = tree(browser)
    (out / "accessibility.txt").write_text("\n".join(lines) + "\n")
    roles = {line.strip().split(" ")[0] for line in lines}
    reading_order(lines, check)
    check(not unnamed, f"every control has a name {unnamed or ''}")
    check({"main", "navigation", "search", "heading", "table"} <= roles,
          f"landmarks are there ({len(lines)} nodes in accessibility.txt)")


def pictures(browser, address, check, out):
    for width, height in [(1280, 900), (390, 844)]:
        for dark in [False, True]:
            browser.size(width, height, dark)
            browser.open(address)
            browser.value(SETTLED)
            name = f"{width}-{'dark' if dark else 'light'}"
            browser.picture(out / f"page-{name}.png")
            over = browser.value("document.documentElement.scrollWidth - innerWidth")
            check(over <= 0, f"{name}: the page is not wider than the window ({over} px)")
            if not browser.value("Boolean(document.querySelector('#explore'))"):
                continue
            browser.value("document.querySelector('#explore').scrollIntoView()")
            browser.value(SETTLED)
            browser.picture(out / f"explore-{name}.png")
    browser.size(1280, 900)
    pdf = browser.call("Page.printToPDF", printBackground=True)["data"]
    (out / "print.pdf").write_bytes(base64.b64decode(pdf))


def following(browser, address, seconds, check, out):
    browser.size(1280, 900)
    browser.open(address)
    end = time.monotonic() + 10
    while not browser.value("document.querySelector('#live')?.textContent") \
            and time.monotonic() < end:
        time.sleep(0.2)
    said = browser.value("document.querySelector('#live [role=status]')?.textContent ?? ''")
    check("ended" in said, f"what is at work is shown: {said}")
    bars = browser.value("document.querySelectorAll('#live li progress').length")
    check(bars > 0, f"{bars} runs have a bar")
    count = "Number(document.querySelector('#count')?.textContent.split(' of ')[1]?.split(' ')[0])"
    before = browser.value(count) or 0
    if before:
        choose(browser, "class", "zeroth-order")
        # A menu that has the focus would be taken away by the next page.
        browser.value("document.activeElement?.blur()")
    runs = int(said.split(" ")[0]) if said else 0
    for width, height in [(1280, 900), (390, 844)]:
        for dark in [False, True]:
            browser.size(width, height, dark)
            browser.value(SETTLED)
            browser.picture(out / f"live-{width}-{'dark' if dark else 'light'}.png")
            over = browser.value("document.documentElement.scrollWidth - innerWidth")
            check(over <= 0, f"{width}: the page is not wider than the window ({over} px)")
    browser.size(1280, 900)
    moved = browser.value("""(async () => {
      const bar = document.querySelector('#live li progress');
      const before = bar?.value;
      for (let n = 0; n < 100; n++) {
        await new Promise(done => setTimeout(done, 100));
        if (!bar?.isConnected) return 'replaced';
        if (bar.value !== before) return 'moved';
      }
      return 'stood still';
    })()""")
    check(moved in ("moved", "replaced"), f"a bar has {moved}")
    end = time.monotonic() + seconds
    ended = ("Number(document.querySelector('#live [role=status]').textContent.split(' ')[0])"
             f" > {runs}")
    while not browser.value(ended) and time.monotonic() < end:
        time.sleep(0.5)
    check(browser.value(ended), f"a run has ended since: more than {runs}")
    while (browser.value(count) or 0) <= before and time.monotonic() < end:
        time.sleep(0.5)
    after = browser.value(count) or 0
    check(after > before, f"the page has it without being loaded again: {before} to {after} cells")
    if before:
        kept = browser.value("document.querySelector('#filters [name=class]').value")
        check(kept == "zeroth-order", "the filter is as it was")
    browser.picture(out / "live-later-1280.png")
    lines, unnamed = tree(browser)
    (out / "accessibility-live.txt").write_text("\n".join(lines) + "\n")
    check(not unnamed and any("status" in line for line in lines),
          f"the live page's tree has a status and names ({len(lines)} nodes) {unnamed or ''}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("page")
    parser.add_argument("--out", default="page-check")
    parser.add_argument("--follow", type=float, metavar="SECONDS")
    options = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        print("there is no Chromium: apt-get install chromium", file=sys.stderr)
        return 69
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    page = options.page
    address = page if page.startswith("http:") else pathlib.Path(page).resolve().as_uri()
    check = Checks()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(program, folder)
        start = time.monotonic()
        if options.follow:
            following(browser, address, options.follow, check, out)
            browser.close()
            return 1 if check.failed else 0
        loading(browser, address, check)
        exploring(browser, check)
        cell_page(browser, check, out)
        browser.open(address)
        browser.value(SETTLED)
        layout(browser, check)
        accessibility(browser, check, out)
        pictures(browser, address, check, out)
        print(f"      {time.monotonic() - start:.1f} s in the browser, pictures in {out}")
        browser.close()
    return 1 if check.failed else 0


if __name__ == "__main__":
    sys.exit(main())
