// A publisher or a subscriber process of the benchmark: it sends one insert after another, or reads a plain changefeed.
// The benchmark controls it by lines, as ChildCommands describes.
'use strict';

const readline = require('readline');
const rethinkdbdash = require('rethinkdbdash');

const [role, server, table, durability, subscribers, , payloadBytes] = process.argv.slice(2);
const url = new URL(server);
const r = rethinkdbdash({ servers: [{ host: url.hostname, port: Number(url.port) }], db: 'benchmarks', silent: true });
const events = r.table(table);
const latencies = [];
let total = 0;
let mark = { micros: 0, cpu: 0 };

const micros = () => 1e12 + Number(process.hrtime.bigint() / 1000n); // as Payload.now does
const say = (line) => process.stdout.write(line + '\n');

function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

function begin() {
  latencies.length = 0;
  mark = { micros: micros(), cpu: cpu() };
  say('marked');
}

function report() {
  const sorted = latencies.slice().sort((one, other) => one - other);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] || 0;
  say(`events=${sorted.length} nanos=${(micros() - mark.micros) * 1000} cpu=${Math.round(cpu() - mark.cpu)}`
    + ` p50=${at(0.5)} p99=${at(0.99)} max=${at(1)} total=${total}`);
}

function observed(sent) {
  total++;
  latencies.push(micros() - sent);
}

let running = false;
let ended = Promise.resolve(0);

// The original library has a queue from which it stores one event at a time, however many callers there are.
async function publish(rate) {
  const begun = micros();
  let number = 0;
  while (running) {
    const due = rate > 0 ? begun + (number * 1e6) / rate : 0;
    const early = due - micros();
    if (early > 0) {
      await new Promise((resolve) => setTimeout(resolve, early / 1000));
      continue;
    }
    const sent = rate > 0 && early < -1000 ? Math.round(due) : micros();
    const payload = { number: 1e9 + number, pad: '', sent };
    payload.pad = 'x'.repeat(Number(payloadBytes) - JSON.stringify(payload).length);
    number++;
    await events.insert({ args: ['bench', payload], ts: r.now() }, { durability }).run();
  }
  return number;
}

async function subscribe() {
  for (let i = 0; i < Number(subscribers); i++) {
    const cursor = await events.changes().run();
    cursor.each((error, change) => {
      if (error) {
        throw error;
      }
      if (change.new_val) {
        observed(change.new_val.args[1].sent);
      }
    });
  }
}

async function main() {
  if (role === 'subscriber') {
    await subscribe();
  }
  say('ready');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [command, , rate] = line.split(' ');
    if (command === 'run') {
      running = true;
      ended = publish(Number(rate));
      say('running');
    } else if (command === 'stop') {
      running = false;
      say('published=' + (await ended));
    } else if (command === 'mark') {
      begin();
    } else if (command === 'report') {
      report();
    }
  }
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
