const form = document.querySelector('#connexion');
const message = document.querySelector('#message');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await fetch('/api/login/', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form))),
  });
  const body = await answer.json();
  if (!answer.ok) {
    message.textContent = body.detail;
    return;
  }
  form.hidden = true;
  await showCopies();
});

async function showCopies() {
  const answer = await fetch('/api/copies/');
  if (!answer.ok) {
    form.hidden = false;
    message.textContent = 'Les copies ne peuvent pas être lues pour le moment.';
    return;
  }
  const { results } = await answer.json();
  document.querySelector('#copies').hidden = false;
  document.querySelector('#copies tbody').replaceChildren(...results.map(row));
}

function row(copy) {
  const line = document.createElement('tr');
  const link = document.createElement('a');
  if (copy.url) link.href = copy.url;
  link.textContent = copy.anonymous_id;
  for (const content of [link, copy.exam, copy.status, copy.total ?? '–']) {
    const cell = document.createElement('td');
    cell.append(content);
    line.append(cell);
  }
  return line;
}
