#pragma once

namespace chestlens {

/// The CSS of every page (page/page.hpp): light and dark, wide and narrow, and A4 in print.
inline constexpr const char* page_style = R"(
:root { color-scheme: light dark; --ink: #1f2937; --soft: #4b5563; --line: #d1d5db;
  --paper: #ffffff; --card: #f6f7f9; --accent: #0072b2; --good: #00795a;
  --caution: #b07700; --alarm: #b34700; }
@media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --soft: #a9b1bd; --line: #3b4350;
  --paper: #14181f; --card: #1c222b; --accent: #6cc0f0; --good: #2fbf94;
  --caution: #e6b450; --alarm: #f08a4b; } }
* { box-sizing: border-box; }
body { font: 15px/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 80rem;
  padding: 2rem 1.25rem 4rem; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; padding-bottom: .3rem;
  border-bottom: 1px solid var(--line); }
.lead { font-size: 1.05rem; margin: 0 0 .5rem; }
.note, figcaption, caption, summary { color: var(--soft); }
.purpose { font-weight: 600; }
.note { max-width: 46rem; margin: .5rem 0; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: 1rem; }
a { color: var(--accent); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: 1.25rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; color: var(--ink); padding-bottom: .4rem; }
th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); text-align: right;
  white-space: nowrap; }
th.word, td.word { text-align: left; white-space: normal; }
tbody th.word { min-width: 9rem; }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr));
  gap: 1.25rem; align-items: start; margin: 1.25rem 0; }
figure { margin: 0; max-width: 47.5rem; }
figure svg { display: block; width: 100%; height: auto; }
.films { display: grid; grid-template-columns: repeat(auto-fill, minmax(21rem, 1fr));
  gap: 1.25rem; margin: 1.25rem 0; }
.films figure { background: var(--card); border-radius: 8px; padding: .6rem; }
.films .pair { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem; }
.films img { display: block; width: 100%; border-radius: 4px; }
figcaption { font-size: .9rem; margin-top: .4rem; overflow-wrap: anywhere; }
pre { background: var(--card); border-radius: 8px; padding: 1rem; overflow-x: auto; }
figure.wide { grid-column: 1 / -1; max-width: 64rem; }
h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; overflow-wrap: anywhere; }
.points { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
  gap: 1rem; margin: 1.25rem 0; }
.point { background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--soft);
  border-radius: 6px; padding: .7rem .9rem; overflow-wrap: anywhere; }
.point h3 { margin: 0 0 .25rem; }
.point p { margin: 0; }
.point.good { border-left-color: var(--good); }
.point.caution { border-left-color: var(--caution); }
.point.alarm { border-left-color: var(--alarm); }
.commands { color: var(--soft); font-size: .9rem; margin-top: 1rem; }
.commands pre { padding: .6rem .8rem; margin: .3rem 0 0; white-space: pre-wrap;
  overflow-wrap: anywhere; color: var(--ink); font-size: .85rem; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
@page { size: A4; margin: 13mm 12mm 14mm; }
@media print {
  :root { color-scheme: light; --ink: #1f2937; --soft: #4b5563; --line: #d1d5db; --paper: #ffffff;
    --card: #f6f7f9; --accent: #0072b2; --good: #00795a; --caution: #b07700; --alarm: #b34700; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 9.5pt; line-height: 1.4; max-width: none; padding: 0 .5pt; }
  nav { display: none; }
  h1 { font-size: 17pt; }
  h2 { font-size: 12.5pt; margin: 1.3rem 0 .4rem; }
  h3 { font-size: 10pt; }
  .lead { font-size: 10.5pt; margin: 0; }
  .purpose { margin: .3rem 0 0; }
  h2, h3, caption { break-after: avoid; }
  figure, .point, .scroll, tr, .commands { break-inside: avoid; }
  figure { max-width: none; }
  .sheet { break-after: page; }
  .scroll { overflow: visible; margin: .8rem 0; }
  th, td { padding: .15rem .45rem .15rem 0; font-size: 7.5pt; }
  th { white-space: normal; }
  tbody th.word { min-width: 0; }
  .note { max-width: none; }
  .figures { grid-template-columns: 1fr 1fr; gap: .6rem; margin: .8rem 0; padding-right: 1px; }
  figure.wide svg { max-height: 250mm; }
  .points { display: block; columns: 2; column-gap: .6rem; margin: .8rem 0; }
  .point { padding: .4rem .7rem; margin-bottom: .5rem; font-size: 8.6pt; line-height: 1.33; }
}
)";

}  // namespace chestlens
