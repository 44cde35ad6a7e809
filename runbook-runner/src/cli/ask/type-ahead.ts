/**
 * Throws away what was typed before a question was asked, so that a key pressed during a long step never answers a
 * question the operator has not read.
 */
export async function discardTypeAhead(input: NodeJS.ReadStream): Promise<void> {
  if (!input.isTTY) return;
  input.setRawMode(true);
  const drop = (): void => {};
  input.on('data', drop);
  input.resume();
  // One turn of the event loop delivers what the terminal already holds, a second one what came meanwhile.
  await turn();
  await turn();
  input.pause();
  input.off('data', drop);
  input.setRawMode(false);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}
