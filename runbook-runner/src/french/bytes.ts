/** `812 octets`, `4,2 Ko`, `3,1 Go`: decimal units, as disks are sold and `df -H` counts. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} octet${bytes > 1 ? 's' : ''}`;
  let value = bytes;
  let unit = -1;
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = value < 100 ? value.toFixed(1).replace('.', ',').replace(',0', '') : value.toFixed(0);
  return `${digits} ${UNITS[unit]}`;
}

const UNITS = ['Ko', 'Mo', 'Go', 'To', 'Po'];
