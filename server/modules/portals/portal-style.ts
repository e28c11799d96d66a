/** The look of the public pages, in the design's colours and sizes; nothing is loaded from elsewhere. */
export const portalStyle = `
:root{--paper:#f5f3ee;--card:#fff;--fill:#ece8e0;--fill-soft:#f6f4f0;--glaze:#d9e7e6;--line:#e7e2d8;--line-strong:#cfc8ba;
--ink-1:#1a2326;--ink-2:#3e4a4e;--ink-3:#586366;--accent:#12566a;--accent-press:#0c4152;--accent-tint:#e3eef0;
--ok:#1b7040;--ok-tint:#e4f1e7;--warn:#8a5200;--warn-tint:#fbefd8;--bad:#b3261e;--bad-tint:#fbe7e4;--mute:#586366;
font:400 16px/1.6 -apple-system,"PingFang SC","HarmonyOS Sans SC","MiSans","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",sans-serif;
color:var(--ink-1);background:var(--paper);-webkit-text-size-adjust:100%}
*,::before,::after{box-sizing:border-box}
body{margin:0}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0;padding:0}
ul,ol.plain{list-style:none}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
a:focus-visible,input:focus-visible,button:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:6px}
.skip{position:absolute;left:-999px}
.skip:focus{left:16px;top:8px;background:var(--card);padding:8px 12px}
.wrap{max-width:1120px;margin:0 auto;padding:0 16px}
.head{background:var(--glaze);padding:8px 0 20px}
.brand{display:flex;align-items:center;gap:8px;min-height:44px;font-weight:600;color:var(--accent);font-size:17px}
.brand svg{width:24px;height:24px}
.path{display:flex;flex-wrap:wrap;gap:0 4px;align-items:center;color:var(--ink-2)}
.path a,.path span{display:inline-flex;align-items:center;min-height:44px;min-width:44px;padding:0 6px}
.path a:first-child{padding-left:0}
.path [aria-current]{font-weight:600;color:var(--ink-1)}
.head h1{font-size:24px;line-height:33px;margin:4px 0 12px}
.search{display:flex;gap:8px;max-width:640px}
.search input{flex:1;min-width:0;height:48px;border:1px solid var(--line-strong);border-radius:10px;padding:0 14px;font:inherit;background:var(--card);color:inherit}
.search button{height:48px;min-width:80px;border:0;border-radius:10px;background:var(--accent);color:#fff;font:inherit;font-weight:600;cursor:pointer}
.search button:hover{background:var(--accent-press)}
main{padding:16px 0 32px}
.areas{display:grid;grid-template-columns:repeat(4,1fr);gap:8px;margin-bottom:16px}
.areas a{display:flex;flex-direction:column;align-items:center;justify-content:center;min-height:56px;padding:8px 4px;border-radius:10px;background:var(--card);font-weight:600;font-size:15px;text-align:center;box-shadow:0 1px 0 rgba(74,62,36,.05)}
.areas a small{display:none;font-weight:400;color:var(--ink-3);font-size:14px}
.areas a[aria-current]{background:var(--accent);color:#fff}
.areas a[aria-current] small{color:#c9d6d8}
.columns{display:grid;gap:16px;grid-template-columns:minmax(0,1fr)}
.columns>div,.stack{display:grid;gap:16px;align-content:start;grid-template-columns:minmax(0,1fr)}
.card{background:var(--card);border-radius:16px;padding:16px;box-shadow:0 1px 0 rgba(74,62,36,.05),0 4px 16px rgba(74,62,36,.05)}
.card>h2,.card-head h2{font-size:17px;line-height:25px}
.card-head{display:flex;justify-content:space-between;align-items:center;gap:12px}
.card-head a{display:inline-flex;align-items:center;min-height:44px}
.rows .meta,.item .meta{margin-top:4px}
.meta{color:var(--ink-3);font-size:14px;line-height:20px}
.rows>li{border-top:1px solid var(--line);padding:12px 0}
.rows>li:first-child{border-top:0}
.rows>li:last-child{padding-bottom:0}
.row-link{display:block;font-weight:600;padding:2px 0;overflow-wrap:anywhere}
.row-link:link,.row-link:visited{color:var(--ink-1)}
.row-link:hover{color:var(--accent)}
.tag{display:inline-block;border-radius:6px;padding:0 8px;font-size:14px;line-height:24px;background:var(--fill);color:var(--ink-2);font-weight:400;margin-right:6px}
.tag.own{background:var(--accent-tint);color:var(--accent)}
.tag.ok{background:var(--ok-tint);color:var(--ok)}
.tag.warn{background:var(--warn-tint);color:var(--warn)}
.tag.bad{background:var(--bad-tint);color:var(--bad)}
.amount{color:var(--accent);font-weight:600}
.phone{display:inline-flex;align-items:center;min-height:44px;font-weight:600}
mark{background:var(--warn-tint);color:inherit;padding:0 1px}
.empty{color:var(--ink-3);padding:8px 0}
.pager{display:flex;gap:12px}
.pager a{display:inline-flex;align-items:center;justify-content:center;min-height:48px;padding:0 20px;border:1px solid var(--line-strong);border-radius:10px;background:var(--card);font-weight:600}
summary{cursor:pointer;min-height:44px;display:flex;align-items:center;font-weight:600}
.places{display:flex;flex-wrap:wrap;gap:4px 8px}
.places a{display:inline-flex;align-items:center;min-height:44px;padding:0 12px;border-radius:10px;background:var(--fill-soft)}
.notice{border-radius:16px;padding:16px;background:var(--warn-tint)}
.notice.bad{background:var(--bad-tint)}
.notice h2{font-size:17px;line-height:25px}
.facts{display:grid;grid-template-columns:auto 1fr;gap:6px 16px;margin-top:8px}
.facts dt{color:var(--ink-3)}
.facts dd{overflow-wrap:anywhere}
.reading{font-size:17px;line-height:1.7}
.item{border-top:1px solid var(--line);padding-top:12px;margin-top:12px}
.item h3{font-size:16px;line-height:24px}
.item ol{padding-left:24px}
.button{display:inline-flex;align-items:center;justify-content:center;min-height:48px;padding:0 20px;border-radius:10px;background:var(--accent);color:#fff;font-weight:600;margin-top:8px}
.text{line-height:1.8;overflow-wrap:anywhere}
.text>*+*{margin-top:.7em}
.text h1,.text h2,.text h3,.text h4{font-size:17px;line-height:25px}
.text ul,.text ol{padding-left:24px}
.text ul{list-style:disc}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{border:1px solid var(--line);padding:8px;text-align:left;vertical-align:top}
th{background:var(--fill-soft);font-weight:600}
ins{background:var(--ok-tint);color:var(--ok);text-decoration:underline}
del{background:var(--bad-tint);color:var(--bad)}
.foot{border-top:1px solid var(--line);padding:16px 0 32px;color:var(--ink-3);font-size:14px}
.foot a{display:inline-flex;align-items:center;min-height:44px;margin-right:16px}
@media(min-width:800px){
.head h1{font-size:28px;line-height:36px}
.areas{gap:16px}
.areas a{align-items:flex-start;padding:12px 16px;font-size:17px}
.areas a small{display:block}
.columns{grid-template-columns:minmax(0,2fr) minmax(280px,1fr)}
.pair{grid-template-columns:repeat(2,minmax(0,1fr))!important}
.card{padding:20px 24px}
}
@media print{.search,.areas,.foot,.skip{display:none}.card{box-shadow:none;padding:0}}
`.replaceAll('\n', '');
