/// The page's style sheet: light or dark as the reader's system is, from 320 pixels up.
enum PageStyle {
  static let text = """
    :root{--paper:#fff;--ink:#1d2126;--soft:#565e67;--line:#d9dde2;--band:#f4f6f8;--link:#0b5cad;
      --bar-ink:#cfe2f6}
    *{box-sizing:border-box}
    html{scroll-padding-top:7rem}
    body{margin:0;background:var(--paper);color:var(--ink);
      font:15px/1.5 system-ui,'DejaVu Sans',sans-serif}
    main{max-width:1200px;margin:0 auto;padding:16px}
    h1{font-size:1.6rem;margin:.3rem 0}
    h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);
      overflow-wrap:anywhere}
    h3{font-size:1rem;margin:1.2rem 0 .4rem;overflow-wrap:anywhere}
    a{color:var(--link)}
    :focus-visible{outline:2px solid var(--link);outline-offset:1px}
    .skip{position:absolute;left:-99rem}
    .skip:focus{left:8px;top:8px;background:var(--paper);padding:.5rem;z-index:9}
    .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    nav a{display:inline-block;margin:0 1rem .3rem 0}
    .question{font-size:1.05rem;max-width:75ch;margin:.4rem 0}
    .facts{color:var(--soft);margin:.3rem 0}
    .note,figcaption{color:var(--soft);font-size:.85rem;margin:.3rem 0;max-width:90ch}
    #live{border-left:4px solid var(--link);background:var(--band);margin:.6rem 0;
      padding:.1rem .8rem;font-variant-numeric:tabular-nums}
    #live:not(:has(p:not(:empty))){display:none}
    #live p{margin:.3rem 0}
    #live ul{list-style:none;margin:.3rem 0;padding:0}
    #live li{display:grid;grid-template-columns:6rem 17rem 1fr;gap:0 .8rem;align-items:center;
      margin:.2rem 0}
    #live li span:last-child{overflow-wrap:anywhere}
    progress{width:100%}
    .cards{display:grid;gap:.8rem;
      grid-template-columns:repeat(auto-fill,minmax(min(100%,250px),1fr))}
    .card{border:1px solid var(--line);border-radius:6px;padding:.6rem .8rem;background:var(--band)}
    .card h3{margin:0 0 .3rem}
    dl{margin:0}
    dt{color:var(--soft);font-size:.8rem}
    dd{margin:0 0 .4rem}
    dd b{display:block;overflow-wrap:anywhere}
    dd span{font-size:.85rem;font-variant-numeric:tabular-nums}
    .scroll{overflow:auto;max-height:min(80vh,60rem);border:1px solid var(--line);
      border-radius:4px}
    table{border-collapse:separate;border-spacing:0;font-size:.88rem;width:100%;
      font-variant-numeric:tabular-nums}
    th,td{padding:.25rem .6rem;text-align:left;vertical-align:top;font-weight:400;
      border-bottom:1px solid var(--line);white-space:nowrap}
    .long{white-space:normal;min-width:8rem;max-width:24rem;overflow-wrap:anywhere}
    td.number,th.number{text-align:right}
    thead th{position:sticky;top:0;background:var(--band);z-index:1;font-weight:600}
    tbody th{position:sticky;left:0;background:var(--paper)}
    thead th:first-child{left:0;z-index:2}
    th button{all:unset;cursor:pointer;font-weight:600}
    th button:focus-visible{outline:2px solid var(--link)}
    th[aria-sort=ascending] button::after{content:" \\2191"}
    th[aria-sort=descending] button::after{content:" \\2193"}
    tbody tr:hover>*{background-color:var(--band)}
    .bar{background-image:linear-gradient(var(--bar-ink),var(--bar-ink));
      background-repeat:no-repeat;background-size:var(--bar) 70%;background-position:0 50%;
      background-origin:content-box;background-clip:content-box}
    .winner{font-weight:700}
    abbr{text-decoration:none;color:var(--soft);font-size:.8rem}
    .figures{display:grid;gap:1rem;align-items:start;
      grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr))}
    figure{margin:0;max-width:560px}
    figure h3{font-size:.9rem;margin:.3rem 0}
    svg{width:100%;height:auto;display:block}
    details{margin:.5rem 0}
    summary{cursor:pointer;font-weight:600;padding:.3rem 0;overflow-wrap:anywhere}
    #filters{position:sticky;top:0;z-index:5;background:var(--paper);padding:.4rem 0;
      border-bottom:1px solid var(--line);display:flex;flex-wrap:wrap;gap:.3rem .8rem;
      align-items:end}
    #filters label{display:flex;flex-direction:column;font-size:.78rem;color:var(--soft)}
    #filters input,#filters select,button.more,#filters button{font:inherit;font-size:.9rem;
      height:2rem;padding:.2rem .4rem;border:1px solid var(--soft);border-radius:4px;
      color:var(--ink);
      background:var(--paper);max-width:10rem}
    h2[tabindex]:focus{outline:none}
    #filters .choices{margin:0}
    #filters .choices>div{display:flex;flex-wrap:wrap;gap:.3rem .6rem;align-items:end}
    #filters input[name=bytes]{width:5rem}
    #filters output{margin-left:auto;font-size:.85rem;color:var(--soft)}
    button.more{margin:.5rem 0;cursor:pointer}
    body.one #verdict,body.one #figures,body.one #across,body.one #health,body.one #filters,
    body.one nav,body.one .question{display:none}
    @media (min-width:800px){#filters .choices>summary{display:none}}
    @media (max-width:799px){html{scroll-padding-top:5rem}
      #live li{grid-template-columns:5rem 1fr}#live li span:last-child{grid-column:1/-1}
      th,td{padding:.25rem .4rem}abbr{display:block}
      .scroll{background:
        linear-gradient(to left,var(--paper) 40%,transparent) right/40px 100% no-repeat local,
        linear-gradient(to left,var(--soft),transparent) right/12px 100% no-repeat scroll}}
    \(FigureStyle.light)
    @media (prefers-color-scheme:dark){
    :root{--paper:#16181c;--ink:#e6e6e6;--soft:#a3aab3;--line:#3a3d42;--band:#22252b;--link:#7ab8ff;
      --bar-ink:#24466b}
    \(FigureStyle.dark)
    }
    @media print{
      nav,.skip,#explore,#across,#health,#live{display:none}
      body.one #explore{display:block}
      .scroll{overflow:visible;max-height:none}
      thead th,tbody th{position:static}
      .card{break-inside:avoid}figure{break-inside:avoid}
    }
    """
}
