/** What a terminal shows (text with SGR sequences, as `tmux capture-pane -e` gives it), as a page of its own. */
export function terminalPage(screen: string, title: string): string {
  return `<!doctype html><html lang="fr"><meta charset="utf-8"><style>
body { margin: 0; background: transparent }
main { display: inline-block; background: #16181d; color: #e6e6e6; border-radius: 8px; overflow: hidden }
h1 { margin: 0; padding: 9px 16px; background: #2a2d35; color: #c3c7d1; font: 13px 'DejaVu Sans Mono', monospace }
pre { margin: 0; padding: 14px 18px 18px; font: 14px/1.4 'DejaVu Sans Mono', monospace }
</style><main><h1>$ ${escaped(title)}</h1><pre>${spans(screen)}</pre></main></html>`;
}

function spans(screen: string): string {
  let style: Style = PLAIN;
  return screen
    .split(SGR)
    .map((part, index) => {
      // Texts and the parameters of sequences alternate.
      if (index % 2 === 1) style = applied(style, part.split(';').map(Number));
      else if (part !== '') return `<span style="${css(style)}">${escaped(part)}</span>`;
      return '';
    })
    .join('');
}

// The escape that begins a sequence, its parameters, its end.
const SGR = /\x1b\[([\d;]*)m/;

function applied(before: Style, codes: readonly number[]): Style {
  let style = before;
  for (const code of codes) {
    if (code === 0) style = PLAIN;
    else if (code === 1) style = { ...style, bold: true };
    else if (code === 2) style = { ...style, dim: true };
    else if (code === 4) style = { ...style, underlined: true };
    else if (code === 7) style = { ...style, inverse: true };
    else if (code === 22) style = { ...style, bold: false, dim: false };
    else if (code === 24) style = { ...style, underlined: false };
    else if (code === 27) style = { ...style, inverse: false };
    else if (code === 39) style = { ...style, color: null };
    else if (code >= 30 && code <= 37) style = { ...style, color: COLORS[code - 30] ?? null };
    else if (code >= 90 && code <= 97) style = { ...style, color: COLORS[code - 90] ?? null };
  }
  return style;
}

function css({ bold, dim, underlined, inverse, color }: Style): string {
  const ink = color ?? '#e6e6e6';
  return [
    inverse ? `background:${ink};color:#16181d` : `color:${ink}`,
    bold ? 'font-weight:bold' : '',
    dim ? 'opacity:.65' : '',
    underlined ? 'text-decoration:underline' : '',
  ]
    .filter(Boolean)
    .join(';');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underlined: boolean;
  readonly inverse: boolean;
  /** Null: the terminal's own. */
  readonly color: string | null;
}

const PLAIN: Style = { bold: false, dim: false, underlined: false, inverse: false, color: null };

/** Black, red, green, yellow, blue, magenta, cyan, white. */
const COLORS = ['#7a7f8a', '#ff7b72', '#7ee787', '#f2cc60', '#79c0ff', '#d2a8ff', '#76e3ea', '#e6e6e6'];
