"""How the pages look: readable on a phone, on a desk and on paper, without anything from outside."""

from __future__ import annotations

STYLE = """\
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1b1b1b;
  font: 1.06rem/1.55 system-ui, "Segoe UI", Arial, sans-serif; }
header, main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1rem; }
header { border-top: .5rem solid #154273; padding-top: 1.2rem; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: .2rem 0 .8rem; overflow-wrap: break-word; }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 2.4rem 0 .6rem; border-bottom: 1px solid #8a8a8a; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
p, ul, ol, dl { max-width: 42rem; margin: .6rem 0; }
li { margin: .25rem 0; }
a { color: #154273; text-decoration: underline; overflow-wrap: anywhere; }
a:hover { text-decoration-thickness: .15em; }
:focus-visible { outline: .2rem solid #b34a00; outline-offset: .15rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: .5rem; background: #fff; padding: .4rem .8rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; }
.facts dt { font-weight: 600; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.notice { border: .15rem solid #154273; border-left-width: .6rem; padding: .5rem .9rem;
  max-width: 42rem; overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: .8rem 0 1.4rem; }
table { border-collapse: collapse; width: 100%; font-size: .96rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top;
  padding: .35rem .8rem .35rem 0; border-bottom: 1px solid #c4c4c4; }
thead th { border-bottom: .12rem solid #1b1b1b; vertical-align: bottom; }
tbody th { font-weight: 400; min-width: 10rem; }
.small table { max-width: 34rem; }
tfoot th, tfoot td { font-weight: 600; border-top: .12rem solid #1b1b1b; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number, summary { white-space: nowrap; }
td a, td code { display: inline-block; min-width: 12rem; }
summary { cursor: pointer; }
code, pre { font-family: ui-monospace, Consolas, "DejaVu Sans Mono", monospace; font-size: .92em; }
code { overflow-wrap: anywhere; }
pre { overflow-x: auto; background: #f2f2f2; padding: .6rem .8rem; max-width: 62rem; }
footer { margin-top: 3rem; padding-bottom: 2rem; border-top: 1px solid #8a8a8a; }
@media (max-width: 40rem) {
  body { font-size: 1rem; }
  h1 { font-size: 1.45rem; }
  .facts { grid-template-columns: 1fr; gap: 0; }
  .facts dd { margin-bottom: .5rem; }
}
@media print { .wide { overflow: visible; } a { color: inherit; } header { border-top: 0; } }
"""
