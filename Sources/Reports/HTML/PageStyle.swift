/// The page's style sheet: light or dark as the reader's system is, from 320 pixels up.
enum PageStyle {
  static let text = """
    :root{--paper:#fff;--ink:#1d2126;--soft:#596069;--line:#d9dde2;--band:#f4f6f8;--link:#0b5cad}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);
      font:15px/1.5 system-ui,'DejaVu Sans',sans-serif}
    main{max-width:1200px;margin:0 auto;padding:16px}
    h1{font-size:1.5rem;margin:.3rem 0}
    h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}
    h3{font-size:1rem;margin:1.2rem 0 .4rem;overflow-wrap:anywhere}
    a{color:var(--link)}
    nav a{display:inline-block;margin:0 1rem .3rem 0}
    .note,figcaption{color:var(--soft);font-size:.85rem;margin:.2rem 0}
    .scroll{overflow-x:auto;-webkit-overflow-scrolling:touch}
    table{border-collapse:collapse;font-size:.88rem;font-variant-numeric:tabular-nums}
    th,td{padding:.25rem .6rem;text-align:left;vertical-align:top;
      border-bottom:1px solid var(--line);white-space:nowrap}
    td.long{white-space:normal;min-width:12rem;max-width:24rem;overflow-wrap:anywhere}
    .number{text-align:right}
    th{position:sticky;top:0;background:var(--band)}
    th button{all:unset;cursor:pointer;font-weight:600}
    th button:focus-visible{outline:2px solid var(--link)}
    th[aria-sort=ascending] button::after{content:" \\2191"}
    th[aria-sort=descending] button::after{content:" \\2193"}
    tbody tr:hover{background:var(--band)}
    tr>:first-child{position:sticky;left:0;background:var(--paper)}
    thead tr>:first-child{background:var(--band);z-index:1}
    .winner{font-weight:700}
    .figures{display:grid;gap:1rem;align-items:start;
      grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr))}
    figure{margin:0;max-width:560px}
    figure h4{font-size:.9rem;margin:.3rem 0;font-weight:600;overflow-wrap:anywhere}
    svg{width:100%;height:auto;display:block}
    details{margin:.5rem 0}
    summary{cursor:pointer;font-weight:600;padding:.3rem 0;overflow-wrap:anywhere}
    \(FigureStyle.light)
    @media (prefers-color-scheme:dark){
    :root{--paper:#16181c;--ink:#e6e6e6;--soft:#a3aab3;--line:#3a3d42;--band:#22252b;--link:#7ab8ff}
    \(FigureStyle.dark)
    }
    @media print{details:not([open])>*{display:block}th,tr>:first-child{position:static}}
    """
}
