/**
 * The known name closest to a mistyped one, or null when none is close enough to be what the author meant.
 * Close: at most one edit in three letters (insertion, deletion, replacement or swap of two neighbours).
 */
export function nearestName(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.floor(Math.max(name.length, 3) / 3) + 1;
  for (const candidate of known) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/** « Vouliez-vous dire … ? » or, without a near name, the list of what is known. */
export function suggest(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  if (near !== null) return `Écrivez « ${near} » si c’est ce que vous vouliez dire.`;
  if (known.length === 0) return 'Aucun nom n’est connu ici : retirez-le.';
  return `Noms connus : ${known.join(', ')}.`;
}

// Optimal string alignment over two rows and the one before.
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      row.push(edits);
    }
    [before, previous] = [previous, row];
  }
  return previous[b.length] ?? 0;
}
