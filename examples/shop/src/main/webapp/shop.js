'use strict';

const orders = document.querySelector('#orders');
const link = document.querySelector('#link');
const problem = document.querySelector('#problem');
const rows = new Map();   // by the number of the order
const known = new Set();  // ids of events: the list and the feed may both have one

function cell(row, text) {
  row.insertCell().textContent = text;  // never HTML: an order is what somebody sent
}

function rowOf(order) {
  if (!rows.has(order.number)) {
    const row = orders.insertRow(0);
    row.id = 'order-' + order.number;
    cell(row, order.number);
    cell(row, order.item.toLowerCase());
    cell(row, Number(order.price).toFixed(2));
    cell(row, order.server);
    row.insertCell();
    rows.set(order.number, row);
  }
  return rows.get(order.number);
}

function show(news) {
  if (known.has(news.id)) {
    return;
  }
  known.add(news.id);
  const step = document.createElement('span');
  step.className = news.topic.replace('order.', '');
  step.textContent = step.className;
  step.title = new Date(news.time).toLocaleString();
  step.dataset.time = news.time;
  const steps = rowOf(news.order).lastElementChild;
  const later = [...steps.children].find(other => other.dataset.time > news.time);
  steps.insertBefore(step, later ?? null);
}

async function list() {
  const answer = await fetch('api/orders');
  const latest = await answer.json();
  latest.reverse().forEach(show);
}

// The feed comes first, so that nothing is missed between the two. It reconnects by itself, and the list makes up for what came meanwhile.
const feed = new EventSource('api/orders/feed');
feed.onopen = () => {
  link.textContent = location.host;
  link.className = 'open';
  list().catch(() => { problem.textContent = 'The orders cannot be listed.'; });
};
feed.onmessage = message => show(JSON.parse(message.data));
feed.onerror = () => {
  link.textContent = location.host + ' does not answer';
  link.className = '';
};

document.querySelector('#shelf').onsubmit = async event => {
  event.preventDefault();
  problem.textContent = '';
  const answer = await fetch('api/orders', {method: 'POST', body: new URLSearchParams({item: event.submitter.value})});
  if (!answer.ok) {
    problem.textContent = 'The order was not stored in time. It is stored later, if the database comes back.';
  }
};
