/// The inline style of a report: light and dark by the reader's preference, one column on a phone.
///
/// Text colours keep a contrast of at least 4.5 to 1 on their ground in both schemes. Lines differ by dash pattern as
/// well as by colour; profit and loss are blue and orange, which colour-blind readers tell apart.
enum StyleSheet {
  static let text = """
    :root{color-scheme:light dark;--page:#fff;--card:#f6f7f9;--ink:#1c2330;--soft:#566072;--line:#dde1e8;--zero:#8a93a3;
    --c0:#1559c0;--c1:#c2570c;--c2:#157a55;--c3:#8a3fc0;--c4:#b3261e;--c5:#6b7280;--profit:#1559c0;--loss:#c2570c;
    --warn:#fff1d6;--warn-ink:#6b3d00;--hover:rgba(80,100,140,.14)}
    @media(prefers-color-scheme:dark){:root{--page:#12161d;--card:#1a2029;--ink:#e6e9ef;--soft:#a3adbd;--line:#2d3542;
    --zero:#7b8698;--c0:#6ea8ff;--c1:#ff9d57;--c2:#4fcf9b;--c3:#c793f5;--c4:#ff8a80;--c5:#9aa4b5;--profit:#6ea8ff;
    --loss:#ff9d57;--warn:#3d2b08;--warn-ink:#ffd68a;--hover:rgba(160,180,220,.16)}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
    main{max-width:1120px;margin:0 auto;padding:24px 20px 64px}
    h1{font-size:1.7rem;line-height:1.25;margin:0 0 4px}h2{font-size:1.25rem;margin:44px 0 12px}
    h3{font-size:1.05rem;margin:28px 0 10px}
    .origin{color:var(--soft);margin:0 0 16px;overflow-wrap:anywhere}
    .banner{background:var(--warn);color:var(--warn-ink);border-radius:8px;padding:10px 14px;margin:0 0 16px;
    font-weight:600}
    .verdict{font-size:1.2rem;line-height:1.45;background:var(--card);border-left:5px solid var(--soft);
    border-radius:0 8px 8px 0;padding:14px 18px;margin:16px 0}
    .verdict.gain{border-color:var(--profit)}.verdict.lost{border-color:var(--loss)}.verdict p{margin:0 0 6px}
    .verdict p+p{font-size:1rem}.verdict p:last-child{margin:0}
    .luck>p{font-weight:600}.luck ul{font-size:1rem;margin:6px 0 0;padding-left:1.2em}
    .box{overflow-x:auto;border:1px solid var(--line);border-radius:8px}
    table{border-collapse:separate;border-spacing:0;width:100%;font-size:14px;line-height:20px;
    font-variant-numeric:tabular-nums}
    th,td{padding:5px 9px;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
    tbody tr:last-child>*{border-bottom:0}
    th{font-weight:600}tbody th,th.t,td.t{text-align:left}thead>tr>*{background:var(--card)}
    .score tbody th{font-weight:400;background-clip:padding-box;position:sticky;left:0;background:var(--page)}
    .score thead td{position:sticky;left:0}
    .score tr.part>*{background:var(--card);font-weight:600;color:var(--soft)}
    .score .a{font-weight:600}
    .pairs th{width:1%}.pairs td{white-space:normal;overflow-wrap:anywhere}.pairs th{font-weight:400;color:var(--soft)}
    td.wide,td.choice{white-space:normal;min-width:15rem}td.choice{min-width:11rem;overflow-wrap:anywhere}
    td small{display:block;color:var(--soft);font-size:13px;line-height:18px}
    tr .a{font-weight:600}
    .values{list-style:none;display:flex;flex-wrap:wrap;gap:4px 20px;margin:0;padding:0;font-size:14px;
    font-variant-numeric:tabular-nums}.values span{color:var(--soft)}
    .good{color:var(--profit)}.bad{color:var(--loss)}
    th button{all:unset;cursor:pointer;font-weight:600;border-bottom:1px dotted var(--soft)}
    th button:hover{border-bottom-style:solid}th button:focus-visible{outline:2px solid var(--c0)}
    th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
    details{margin-top:12px}summary{cursor:pointer;padding:6px 0;color:var(--c0)}
    dl{margin:8px 0}dt{font-weight:600;margin-top:8px}dd{margin:0;color:var(--soft)}
    figure{margin:0 0 28px}figcaption{font-weight:600}figcaption span{font-weight:400;color:var(--soft)}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;margin:4px 0 8px;padding:0;font-size:.85rem}
    .legend svg{width:30px;height:10px;margin-right:6px;vertical-align:middle}.legend span{color:var(--soft)}
    .plot{display:grid;grid-template-columns:var(--gutter) 1fr;padding:8px 22px 0 0;font-size:12px;color:var(--soft)}
    .area{position:relative;height:var(--height)}.area>svg{position:absolute;inset:0;width:100%;height:100%}
    .y,.x{position:relative}.x{grid-column:2;height:24px}
    .y span{position:absolute;right:8px;transform:translateY(-50%);white-space:nowrap}
    .x span{position:absolute;top:6px;transform:translateX(-50%);white-space:nowrap}
    .along{text-align:center;font-size:12px;color:var(--soft);margin:2px 0 0}
    .note{color:var(--soft);font-size:.85rem;margin:6px 0 0}
    path,line{fill:none;vector-effect:non-scaling-stroke;stroke-width:1.5}
    .g{stroke:var(--line);stroke-width:1}.zero{stroke:var(--zero);stroke-width:1}
    .s0{stroke:var(--c0);stroke-width:2.5}.s1{stroke:var(--c1)}.s2{stroke:var(--c2);stroke-dasharray:7 3}
    .s3{stroke:var(--c3);stroke-dasharray:2 3}.s4{stroke:var(--c4);stroke-dasharray:9 3 2 3}
    .s5{stroke:var(--c5);stroke-dasharray:4 4}
    .s6{stroke:var(--c5);stroke-width:1;opacity:.55}
    .s7,.life{stroke:var(--c1);stroke-width:2.5}.copy{stroke:var(--ink);stroke-width:1}path.head{fill:var(--ink)}
    .halo{stroke:var(--page);stroke-width:4;opacity:.75}.origins{stroke:var(--ink);stroke-width:5;stroke-linecap:round}
    .m0{stroke:var(--ink);stroke-width:2.5}.m1{stroke:var(--ink);stroke-dasharray:6 4}
    .m2{stroke:var(--c4);stroke-width:2}
    .h{fill:transparent}.h:hover{fill:var(--hover)}
    .bar{vector-effect:non-scaling-stroke;stroke-width:1.5}
    .w{fill:var(--profit);stroke:var(--profit)}.l{fill:var(--loss);stroke:var(--loss)}
    .e{fill:var(--zero);stroke:var(--zero)}
    .bin{opacity:.55;stroke:var(--card)}
    .f0,.f1,.f2,.f3,.f4{stroke:none;fill:var(--c0)}.f0{fill:color-mix(in srgb,var(--c0) 12%,var(--page))}
    .f1{fill:color-mix(in srgb,var(--c0) 28%,var(--page))}.f2{fill:color-mix(in srgb,var(--c0) 46%,var(--page))}
    .f3{fill:color-mix(in srgb,var(--c0) 70%,var(--page))}
    .train,.purge,.validation,.test,.embargo{stroke:none}.purge{fill:var(--c4)}
    .train{fill:color-mix(in srgb,var(--c0) 38%,var(--page))}.validation{fill:var(--c2)}.test{fill:var(--c1)}
    .embargo{fill:var(--c3)}
    .grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:8px 28px}
    @media(max-width:600px){main{padding:16px 14px 48px}h1{font-size:1.35rem}
    .verdict{font-size:1.05rem;padding:12px 14px}
    .x .o{display:none}th,td{padding:5px 8px}.plot{padding-right:16px;font-size:11px}.score tbody th{min-width:8rem;
    white-space:normal}td.wide{min-width:11rem}.told thead{display:none}.told tr{display:grid;
    grid-template-columns:1fr auto;border-bottom:1px solid var(--line)}.told td{white-space:normal;border:0}
    .told .wide{grid-column:1/-1;padding-top:0;
    color:var(--soft)}}

    """
}
